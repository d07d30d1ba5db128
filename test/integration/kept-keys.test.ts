import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderForTest, startEmbeddedService } from '../support/embedded-service.ts';

/** A start in a folder with changed key files: rejected, before anything is written with a wrong key. */

let folder: string;
beforeEach(async () => {
  folder = await folderForTest();
  const posthorn = await startEmbeddedService(folder);
  await posthorn.api.createSubscription({ target_url: 'http://127.0.0.1:9999/hooks' });
  await posthorn.stop();
});

const spoil = (name: string, content: string) => writeFileSync(join(folder, name), content);

describe('a start is refused when the encryption key', () => {
  it.each([
    ['is another one', Buffer.alloc(32, 7).toString('base64url')],
    ['is cut', 'short'],
    ['is empty', ''],
    ['is too long', Buffer.alloc(64, 7).toString('base64url')],
  ])('%s', async (_, content) => {
    const kept = readFileSync(join(folder, 'encryption-key'), 'utf8');
    spoil('encryption-key', content);
    await expect(startEmbeddedService(folder)).rejects.toThrow(
      /encryption-key does not hold what was kept in it/,
    );
    spoil('encryption-key', kept);
    const posthorn = await startEmbeddedService(folder);
    expect((await posthorn.api.subscriptions()).data).toHaveLength(1);
    await posthorn.stop();
  });
});

describe('a start is refused when the admin key', () => {
  it.each([
    ['is empty', ''],
    ['could be guessed', 'short'],
  ])('%s', async (_, content) => {
    spoil('api-key', content);
    await expect(startEmbeddedService(folder)).rejects.toThrow(/api-key does not hold what was kept in it/);
  });
});
