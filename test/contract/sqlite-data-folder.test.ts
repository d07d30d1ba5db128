import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DataFolderInUseError, lockDataFolder, openDatabase } from '../../src/adapters/sqlite/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MODULE = new URL('../../src/adapters/sqlite/database.ts', import.meta.url).href;

/** Locks the folder and keeps it, garbage collection or not, or says why not. */
const HOLDER = `
  const { lockDataFolder } = await import(${JSON.stringify(MODULE)});
  try {
    lockDataFolder(process.argv[1]);
    await new Promise(setImmediate);
    globalThis.gc();
    process.stdout.write('locked');
    setInterval(() => {}, 1_000_000);
  } catch (error) {
    process.stdout.write(error.name + ': ' + error.message);
  }
`;

let folder: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'data');
});

function startHolder(): ChildProcess {
  const options = ['--expose-gc', '--no-warnings', '--input-type=module'];
  const holder = spawn(process.execPath, [...options, '-e', HOLDER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  return holder;
}

describe('the lock of a data folder', () => {
  it('makes the folder, for its owner only', () => {
    const lock = lockDataFolder(join(folder, 'deeper'));
    onTestFinished(() => lock.release());
    for (const made of [folder, join(folder, 'deeper')]) {
      expect((statSync(made).mode & 0o777).toString(8)).toBe('700');
    }
  });

  it('is had once at a time', () => {
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(DataFolderInUseError);
    lock.release();
    const next = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(DataFolderInUseError);
    next.release();
  });

  it('keeps another process out, and tells it why', async () => {
    const lock = lockDataFolder(folder);
    onTestFinished(() => lock.release());
    const output = await text(startHolder().stdout!);
    expect(output).toMatch(/^DataFolderInUseError: .* is in use by another Posthorn process/);
    expect(output).toContain(folder);
  });

  it('goes with the process that had it, even when that is killed', async () => {
    const holder = startHolder();
    expect(String(await once(holder.stdout!, 'data'))).toBe('locked');
    expect(() => lockDataFolder(folder)).toThrow(DataFolderInUseError);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockDataFolder(folder).release();
  });

  it('names another fault', () => {
    writeFileSync(folder, 'a file');
    expect(() => lockDataFolder(folder)).toThrow(/EEXIST|ENOTDIR/);
    rmSync(folder);
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'lock.db'),
      'this is no database, though it is as long as its header '.repeat(20),
    );
    expect(() => lockDataFolder(folder)).toThrow('file is not a database');
  });
});

describe('the database in a data folder', () => {
  const open = () => {
    lockDataFolder(folder).release();
    const database = openDatabase(folder);
    onTestFinished(() => database.close());
    return database;
  };

  it('has a write-ahead log, and a commit returns only once it is on disk', () => {
    const database = open();
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
  });

  it('lets a second connection read while it is open', () => {
    open().exec("INSERT INTO api_keys VALUES ('hash', 'key_1', 'ten_1', 'admin', 'mine', 1, NULL, NULL)");
    const second = openDatabase(folder);
    expect(second.prepare('SELECT id FROM api_keys').get()).toMatchObject({ id: 'key_1' });
    second.close();
  });
});
