import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const GENERATED = ':!client/src/generated';

/** A cast by way of unknown: the compiler believes it without a look at either type. */
const doubleCast = /\bas\s+unknown\s+as\b/;
// In pieces, so that this file does not find itself.
const planted = ['value as', 'unknown as', 'Other'];

function sourceFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', '*.ts', GENERATED];
  const names = execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8', maxBuffer: 2 ** 24 });
  return names.split('\0').filter((name) => name !== '');
}

it('a cast by way of unknown is found, also on two lines', () => {
  expect(planted.join(' ')).toMatch(doubleCast);
  expect(planted.join('\n  ')).toMatch(doubleCast);
});

it('only generated code casts by way of unknown', () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(500);
  const casting = files.filter((name) => doubleCast.test(readFileSync(join(PROJECT, name), 'utf8')));
  expect(casting).toEqual([]);
});
