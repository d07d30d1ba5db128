import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DatabaseMissingError } from '../../src/adapters/sqlite/data-folder.ts';
import { lockDataFolder, openDatabase } from '../../src/adapters/sqlite/database.ts';
import { checkDatabase } from '../../src/adapters/sqlite/database-check.ts';
import { DatabaseDamagedError } from '../../src/adapters/sqlite/database-damage.ts';
import { folderForTest, startEmbeddedService } from '../support/embedded-service.ts';

/** The messages of a start in a folder whose files have changed since the last stop. */

let folder: string;
beforeEach(async () => {
  folder = join(await folderForTest(), 'data');
});

const pathOf = (name: string) => join(folder, name);
const modeOf = (name: string) => (statSync(pathOf(name)).mode & 0o777).toString(8);

/** A service that has run over the folder, and has rows in it. */
async function ranOnce(events = 0): Promise<void> {
  const service = await startEmbeddedService(folder);
  const { id } = await service.api.createSubscription({ target_url: 'http://127.0.0.1:9999/hooks' });
  await service.api.send('POST', `/subscriptions/${id}/disable`);
  await service.stop();
  const database = new DatabaseSync(pathOf('posthorn.db'));
  const insert = database.prepare(
    'INSERT INTO events (tenant_id, id, content_type, subscription_ids, expires_at_ms, payload) ' +
      "VALUES ('ten_1', ?, 'text/plain', '[]', 9e15, randomblob(2000))",
  );
  for (let n = 0; n < events; n += 1) insert.run(`evt_${n}`);
  database.close();
}

function overwrite(at: number, bytes: number, filler = 0xa5): void {
  const descriptor = openSync(pathOf('posthorn.db'), 'r+');
  writeSync(descriptor, Buffer.alloc(bytes, filler), 0, bytes, at);
  closeSync(descriptor);
}

const start = () => startEmbeddedService(folder);

describe('a start is rejected, with instructions, when the database', () => {
  it.each([0x00, 0xa5, 0xff])('is overwritten in the middle with bytes %i', async (filler) => {
    await ranOnce(300);
    overwrite(Math.floor(statSync(pathOf('posthorn.db')).size / 2), 16_384, filler);
    await expect(start()).rejects.toThrow(DatabaseDamagedError);
    await expect(start()).rejects.toThrow(
      /posthorn\.db is damaged \(.+\): restore a backup, .*docs\/runbook\.md/,
    );
  });

  it('has no header any more', async () => {
    await ranOnce();
    overwrite(0, 100);
    await expect(start()).rejects.toThrow(/is damaged \(file is not a database\): restore a backup/);
  });

  it('is cut', async () => {
    await ranOnce(300);
    truncateSync(pathOf('posthorn.db'), 16_384);
    await expect(start()).rejects.toThrow(DatabaseDamagedError);
  });

  it.each([
    ['is missing', () => rmSync(pathOf('posthorn.db'))],
    ['is empty', () => truncateSync(pathOf('posthorn.db'))],
    [
      'has no tables',
      () => {
        rmSync(pathOf('posthorn.db'));
        const database = new DatabaseSync(pathOf('posthorn.db'));
        database.exec('PRAGMA application_id = 1');
        database.close();
      },
    ],
  ])('%s beside a key file', async (_, spoil) => {
    await ranOnce();
    const files = readdirSync(folder);
    spoil();
    await expect(start()).rejects.toThrow(DatabaseMissingError);
    await expect(start()).rejects.toThrow(
      /encryption-key beside it shows that it held data: put posthorn\.db back/,
    );
    rmSync(pathOf('encryption-key'));
    await expect(start()).rejects.toThrow(/api-key beside it/);
    expect(files).toContain('api-key');
  });

  it('is missing beside a write-ahead log with data', async () => {
    await ranOnce();
    for (const name of ['posthorn.db', 'encryption-key', 'api-key']) rmSync(pathOf(name));
    writeFileSync(pathOf('posthorn.db-wal'), 'left of the last run');
    await expect(start()).rejects.toThrow(/posthorn\.db-wal beside it/);
    expect(readFileSync(pathOf('posthorn.db-wal'), 'utf8')).toBe('left of the last run');
  });

  it('is a folder', async () => {
    mkdirSync(join(folder, 'posthorn.db'), { recursive: true });
    await expect(start()).rejects.toThrow(/posthorn\.db cannot be opened \(unable to open database file\)/);
  });
});

describe('a start succeeds', () => {
  it('in a folder where a first start was killed before there were tables', async () => {
    mkdirSync(folder);
    writeFileSync(pathOf('posthorn.db'), '');
    writeFileSync(pathOf('encryption-key.new'), 'half');
    await (await start()).stop();
    expect(existsSync(pathOf('encryption-key'))).toBe(true);
  });

  it('once the damaged database is put back from a backup', async () => {
    await ranOnce(300);
    const backup = readFileSync(pathOf('posthorn.db'));
    overwrite(40_960, 16_384);
    await expect(start()).rejects.toThrow(DatabaseDamagedError);
    writeFileSync(pathOf('posthorn.db'), backup);
    const service = await start();
    expect((await service.api.subscriptions()).data).toHaveLength(1);
    await service.stop();
  });
});

describe('a database that is too large to check before the start', () => {
  const checkLarge = () => {
    lockDataFolder(folder).release();
    const database = openDatabase(folder);
    onTestFinished(() => database.close());
    const told = { damaged: vi.fn(), failed: vi.fn() };
    const check = checkDatabase(folder, database, told, 0);
    onTestFinished(() => check.stop());
    return told;
  };
  const overwriteMiddle = () => overwrite(Math.floor(statSync(pathOf('posthorn.db')).size / 2), 16_384);

  it('is checked in the background, which reports damage', async () => {
    await ranOnce(300);
    overwriteMiddle();
    const { damaged, failed } = checkLarge();
    await vi.waitFor(() => expect(damaged).toHaveBeenCalledWith(expect.stringMatching(/\w/)), 20_000);
    expect(failed).not.toHaveBeenCalled();
  });

  it('is reported as not checked when the check cannot be made', async () => {
    await ranOnce();
    const { execPath } = process;
    onTestFinished(() => void Object.assign(process, { execPath }));
    Object.assign(process, { execPath: '/bin/false' });
    const { damaged, failed } = checkLarge();
    await vi.waitFor(() => expect(failed).toHaveBeenCalledWith(expect.any(Error)), 20_000);
    expect(damaged).not.toHaveBeenCalled();
  });
});

describe('only the owner may read', () => {
  const everyFile = () => readdirSync(folder).map((name) => [name, modeOf(name)]);

  it('the files of an existing folder, with any umask', async () => {
    mkdirSync(folder, { mode: 0o755 });
    const umask = process.umask(0);
    onTestFinished(() => void process.umask(umask));
    const service = await start();
    await service.api.createSubscription({ target_url: 'http://127.0.0.1:9999/hooks' });
    const names = ['api-key', 'encryption-key', 'lock.db', 'lock.db-journal'];
    names.push('posthorn.db', 'posthorn.db-shm', 'posthorn.db-wal');
    expect(everyFile().sort()).toEqual(names.map((name) => [name, '600']));
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('755');
    await service.stop();
  });

  it('files that an earlier start left open to others', async () => {
    await ranOnce();
    writeFileSync(pathOf('posthorn.db.bak'), 'a copy');
    for (const name of readdirSync(folder)) chmodSync(pathOf(name), 0o644);
    const service = await start();
    for (const [name, mode] of everyFile()) expect(mode, name).toBe('600');
    await service.stop();
  });
});
