import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { backUpFolder } from '../../src/adapters/sqlite/backup.ts';
import { folderForTest, rowsIn, startEmbeddedService } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForTest } from '../support/receiver.ts';

const run = promisify(execFile);
const MAIN = new URL('../../embedded/backup-main.ts', import.meta.url).pathname;

const count = (folder: string, table: string) =>
  Number(rowsIn(folder, `SELECT count(*) AS n FROM ${table}`)[0]?.['n']);

describe('a backup', () => {
  it('of a service that takes events is one state of it, and a data folder that starts', async () => {
    const [folder, backup] = [await folderForTest(), join(await folderForTest(), 'backup')];
    const receiver = await receiverForTest();
    const target = receiver.target(always(500));
    const service = await startEmbeddedService(folder);
    const { id } = await service.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [3_600] },
      headers: { 'x-token': 'of-the-receiver' },
    });
    let isTaking = true;
    let takenCount = 0;
    const taking = (async () => {
      while (isTaking) {
        await service.api.ingest(id);
        takenCount += 1;
      }
    })();
    await eventually('events come in', () => takenCount > 50);
    const { stdout } = await run(process.execPath, ['--no-warnings', MAIN, backup], {
      env: { POSTHORN_DATA_DIR: folder },
    });
    const takenAtTheEnd = takenCount;
    await eventually('events still come in', () => takenCount > takenAtTheEnd);
    isTaking = false;
    await taking;
    await service.stop();

    expect(stdout).toMatch(/^\S+backup: posthorn\.db, encryption-key, api-key; \d+ bytes\n$/);
    expect(readdirSync(backup).sort()).toEqual(['api-key', 'encryption-key', 'posthorn.db']);
    expect(statSync(backup).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(backup)) expect(statSync(join(backup, name)).mode & 0o777).toBe(0o600);
    const events = count(backup, 'events');
    expect(events).toBeGreaterThan(50);
    expect(events).toBeLessThan(count(folder, 'events'));
    expect(count(backup, 'deliveries')).toBe(events);

    const restored = await startEmbeddedService(backup);
    const [delivery] = restored.rows('SELECT id FROM deliveries LIMIT 1');
    const received = target.requests.length;
    // With the secrets of the subscription, so the encryption key is the right one.
    await restored.api.send('POST', `/deliveries/${String(delivery?.['id'])}/retry`);
    await eventually('it is delivered to again', () => target.requests.length > received);
    expect(target.requests.at(-1)?.headers['x-token']).toBe('of-the-receiver');
    await restored.stop();
  });

  it('of a service that is stopped is the same', async () => {
    const [folder, backup] = [await folderForTest(), await folderForTest()];
    const service = await startEmbeddedService(folder, { POSTHORN_API_KEY: 'a-key-of-this-test' });
    await service.stop();
    expect(backUpFolder(folder, backup).files).toEqual(['posthorn.db', 'encryption-key']);
    const restored = await startEmbeddedService(backup, { POSTHORN_API_KEY: 'a-key-of-this-test' });
    await restored.stop();
  });

  it('is not made over another one, nor of a folder that holds no data, nor without the key', async () => {
    const [folder, place] = [await folderForTest(), await folderForTest()];
    expect(() => backUpFolder(folder, join(place, 'a'))).toThrow('posthorn.db is missing');
    expect(existsSync(join(place, 'a'))).toBe(false);
    const service = await startEmbeddedService(folder);
    await service.stop();
    mkdirSync(join(place, 'b'));
    writeFileSync(join(place, 'b', 'posthorn.db'), 'of yesterday');
    expect(() => backUpFolder(folder, join(place, 'b'))).toThrow('is not empty');
    expect(() => backUpFolder(folder, folder)).toThrow('is the data folder itself');
    rmSync(join(folder, 'encryption-key'));
    expect(() => backUpFolder(folder, join(place, 'c'))).toThrow('encryption-key is missing');
    expect(readdirSync(join(place, 'c'))).toEqual([]);
  });

  it('that fails says so in one line, with exit code 1', async () => {
    const failing = run(process.execPath, ['--no-warnings', MAIN, 'x'], {
      cwd: await folderForTest(),
      env: { POSTHORN_DATA_DIR: '/nowhere' },
    });
    await expect(failing).rejects.toMatchObject({
      code: 1,
      stderr: 'posthorn: /nowhere/posthorn.db is missing: POSTHORN_DATA_DIR names no data folder\n',
    });
  });
});
