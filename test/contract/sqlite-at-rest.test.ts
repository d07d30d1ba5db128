import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiKeyHash } from '../../src/domain/api-key.ts';
import { changed, type Subscription } from '../../src/domain/subscription.ts';
import { DamagedSubscriptionError } from '../../src/ports/storage.ts';
import { anApiKey, aSubscription, aSubscriptionId, bytesOf } from '../support/records.ts';
import { openSqliteHarness, type SqliteHarness } from './sqlite-harness.ts';
import { keepEvent } from './storage-harness.ts';

/** A thief of the files: secrets in them, and changes to them that try to deceive the service. */

let harness: SqliteHarness;
beforeEach(async () => {
  harness = await openSqliteHarness();
});
afterEach(() => harness.close());

const secrets = {
  signing: 'whsec_c2lnbmluZy1zZWNyZXQtb2YtdGhlLXRlc3Q=',
  rotated: 'whsec_cm90YXRlZC1zZWNyZXQtb2YtdGhlLXRlc3Q=',
  ingest: 'ingest-secret-of-the-test',
  header: 'Bearer header-value-of-the-test',
  apiKey: 'phk_api-key-of-the-test',
};

const aSecretive = (about: Partial<Subscription> = {}) =>
  aSubscription({
    description: 'a description that anybody may read',
    headers: { authorization: secrets.header },
    ingestSecret: secrets.ingest,
    signingSecrets: [
      { secret: secrets.signing, expiresAtMs: null },
      { secret: secrets.rotated, expiresAtMs: 1_900_000_000_000 },
    ],
    ...about,
  });

/** Every byte that SQLite has written, its write-ahead log included. */
const filesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('posthorn.db'))
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));

/** Changes a row behind the service's back. */
function tamper(sql: string, ...values: string[]): void {
  const database = new DatabaseSync(join(harness.folder, 'posthorn.db'));
  expect(database.prepare(sql).run(...values).changes).toBe(1);
  database.close();
}

describe('the files', () => {
  it('have nothing of a payload that was deleted, once the log is written back', async () => {
    const marker = 'a payload of the test, which nobody is to find';
    const { event } = await keepEvent(harness, { payload: bytesOf(marker.repeat(200)) });
    await keepEvent(harness);
    const database = new DatabaseSync(join(harness.folder, 'posthorn.db'));
    const writeBack = () => database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    writeBack();
    const isThere = () => filesOf(harness.folder).some(({ bytes }) => bytes.includes(marker));
    expect(isThere()).toBe(true);
    await harness.payloads.delete(event.tenantId, event.id, harness.nowMs());
    writeBack();
    database.close();
    expect(isThere()).toBe(false);
  });

  it('show no secret, in text or base64, after any change of its subscription', async () => {
    const first = aSecretive();
    await harness.store.add(first);
    await harness.store.replace(changed(first, { timeoutSeconds: 20 }, harness.nowMs()));
    const another = aSecretive();
    await harness.store.add(another);
    await harness.store.remove(another, harness.nowMs());
    await harness.apiKeyStore.add(apiKeyHash(secrets.apiKey), anApiKey());

    const files = filesOf(harness.folder);
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['posthorn.db', 'posthorn.db-wal']));
    for (const secret of Object.values(secrets)) {
      const spellings = [secret, Buffer.from(secret).toString('base64').slice(0, 20)];
      for (const { bytes } of files) {
        for (const spelling of spellings) expect(bytes.includes(spelling)).toBe(false);
      }
    }
    // The same search finds text that is not secret.
    expect(files.some(({ bytes }) => bytes.includes(first.description!))).toBe(true);
  });

  it('are in a folder with a key that only its owner may read', () => {
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(modeOf(harness.folder)).toBe('700');
    expect(modeOf(join(harness.folder, 'encryption-key'))).toBe('600');
  });
});

describe('a ciphertext', () => {
  it('is of no use in the row of another subscription', async () => {
    const [mine, victim] = [aSecretive(), aSecretive({ tenantId: aSubscription().tenantId })];
    await harness.store.add(mine);
    await harness.store.add(victim);
    tamper(
      'UPDATE subscriptions SET settings = (SELECT settings FROM subscriptions WHERE id = ?) WHERE id = ?',
      victim.id,
      mine.id,
    );
    await expect(harness.store.find(mine.id)).rejects.toThrow();
    expect(await harness.store.find(victim.id)).toEqual(victim);
  });

  it('is of no use under another tenant, or another id', async () => {
    const subscription = aSecretive();
    await harness.store.add(subscription);
    tamper('UPDATE subscriptions SET tenant_id = ? WHERE id = ?', 'ten_another', subscription.id);
    await expect(harness.store.find(subscription.id)).rejects.toThrow();

    const another = aSecretive();
    await harness.store.add(another);
    const id = aSubscriptionId();
    tamper('UPDATE subscriptions SET id = ? WHERE id = ?', id, another.id);
    await expect(harness.store.find(id)).rejects.toThrow();
  });

  it.each([
    ['a header that is shown', "'$.headers.authorization'", "'$.ingestSecret'"],
    ['another header', '\'$.headers."x-other"\'', "'$.headers.authorization'"],
    ['the ingest secret', "'$.ingestSecret'", "'$.signingSecrets[0].secret'"],
  ])('is of no use in the place of another field: %s', async (_, place, source) => {
    const subscription = aSecretive({ headers: { authorization: secrets.header, 'x-other': 'other' } });
    await harness.store.add(subscription);
    tamper(
      `UPDATE subscriptions SET settings = json_set(settings, ${place}, json_extract(settings, ${source})) WHERE id = ?`,
      subscription.id,
    );
    await expect(harness.store.find(subscription.id)).rejects.toThrow();
  });
});

describe('a row that was changed behind the service’s back', () => {
  it.each([
    ['another target', "settings = json_set(settings, '$.targetUrl', 'https://stranger.example/')"],
    ['another receiver', "receiver_id = 'someone-else'"],
    ['a source', "settings = json_set(settings, '$.source', json_object('type', 'github'))"],
    ['no ingest secret', "settings = json_set(settings, '$.ingestSecret', null)"],
    ['no seal', "settings = json_remove(settings, '$.seal')"],
    [
      'no seal and no secret at all',
      "settings = json_set(json_remove(settings, '$.seal', '$.ingestSecret'), '$.headers', json_object(), " +
        "'$.signingSecrets', json_array(), '$.ingestSecret', null)",
    ],
    ['another status', "status = 'disabled'"],
    ['settings that are not JSON', 'settings = substr(settings, 2)'],
  ])('is damaged, and the others of its tenant are not: %s', async (_, change) => {
    const victim = aSecretive();
    const other = aSecretive({ tenantId: victim.tenantId });
    await harness.store.add(victim);
    await harness.store.add(other);
    tamper(`UPDATE subscriptions SET ${change} WHERE id = ?`, victim.id);
    await expect(harness.store.find(victim.id)).rejects.toThrow(DamagedSubscriptionError);
    expect(
      (await harness.routes.recipientsFor(victim.tenantId, other.receiverId)).map(({ id }) => id),
    ).toContain(other.id);
    const everything = { status: undefined, eventType: undefined, receiverId: undefined };
    const page = { beforeId: undefined, limit: 10 };
    const { items } = await harness.store.list(victim.tenantId, everything, page);
    expect(items).toEqual([other]);
  });
});
