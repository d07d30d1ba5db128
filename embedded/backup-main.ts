import { backUpFolder } from '../src/adapters/sqlite/backup.ts';

/** `posthorn backup [<folder>]`, and `npm run backup -- <folder>` in a clone. */

const DEFAULT_DATA_DIR = '.posthorn';

const newName = (): string => `posthorn-backup-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;

const dataDir = process.env['POSTHORN_DATA_DIR'] || DEFAULT_DATA_DIR;
const [folder = newName()] = process.argv.slice(2).filter((word) => word !== 'backup');

try {
  const { bytes, files } = backUpFolder(dataDir, folder);
  process.stdout.write(`${folder}: ${files.join(', ')}; ${bytes} bytes\n`);
} catch (error) {
  process.stderr.write(`posthorn: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
