import { DatabaseSync } from 'node:sqlite';
import { damageIn } from './database-damage.ts';

/** A program: checks the database that its argument names, and prints what it finds; nothing if the database is intact. */

const database = new DatabaseSync(process.argv[2] ?? '', { readOnly: true });
process.stdout.write(damageIn(database) ?? '');
