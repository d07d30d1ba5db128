import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsClients, awsClients } from '../../src/adapters/aws/clients.ts';
import { FieldCipher } from '../../src/adapters/crypto/field-cipher.ts';
import { DynamoIdempotencyKeys } from '../../src/adapters/dynamodb/idempotency-keys.ts';
import {
  dueIndexKey,
  holdMarkerKey,
  idempotencyKey,
  listedSubscriptionKey,
  recipientKey,
  subscriptionKey,
} from '../../src/adapters/dynamodb/keys.ts';
import { claimLimits } from '../../src/adapters/dynamodb/limits.ts';
import { DynamoSubscriptionStore } from '../../src/adapters/dynamodb/subscription-store.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import { ulidOf } from '../../src/domain/ids.ts';
import { requestLimits, retention } from '../../src/domain/limits.ts';
import { changed, disabled, enabled, type Subscription } from '../../src/domain/subscription.ts';
import { createTable, deleteTable, describeOnAws } from '../support/aws-resources.ts';
import { aSubscription, aSubscriptionId, aTenantId } from '../support/records.ts';

/** Each subscription of a large list is written after a count of all that are there. */
const LARGE_TEST_MS = 120_000;
const NOW_MS = Date.parse('2026-02-01T12:00:00.500Z');
const log = pinoLog('error', { write: () => {} });
const everything = { status: undefined, eventType: undefined, receiverId: undefined };

/** Not visible to the contracts: the rows themselves, and lists that take more than one page of a query. */
describeOnAws('the rows that the stores write', () => {
  let clients: AwsClients;
  let tableName: string;
  let table: Table;
  let store: DynamoSubscriptionStore;

  beforeEach(async () => {
    clients = awsClients();
    tableName = await createTable(clients);
    table = new Table(clients.documents, tableName, systemRandomness);
    store = new DynamoSubscriptionStore(table, new FieldCipher(randomBytes(32)), log);
  });
  afterEach(async () => {
    await deleteTable(clients, tableName);
    clients.destroy();
  });

  async function added(about: Partial<Subscription> = {}): Promise<Subscription> {
    const subscription = aSubscription(about);
    expect(await store.add(subscription)).toBe('added');
    return subscription;
  }

  const addedDisabled = () => added({ status: 'disabled', disabledReason: 'by_request' });

  const markerOf = ({ id }: Subscription) => table.get(holdMarkerKey(id));

  describe('of a subscription', () => {
    it('have no secret and no header value in plain text', async () => {
      const { id } = await added({
        ingestSecret: 'ingest-s3cret',
        headers: { authorization: 'Bearer s3cret' },
        signingSecrets: [{ secret: 'whsec_s3cret', expiresAtMs: null }],
      });
      const row = JSON.stringify(await table.get(subscriptionKey(id)));
      expect(row).toContain('authorization');
      expect(row).not.toContain('s3cret');
    });

    it('are a tombstone after its deletion, for fourteen days, with none of its settings', async () => {
      const subscription = await added({ receiverId: 'acme' });
      const { id, tenantId } = subscription;
      await store.remove(subscription, NOW_MS);
      expect(await table.get(subscriptionKey(id))).toEqual({
        ...subscriptionKey(id),
        tenant: tenantId,
        version: 1,
        deleted_at: NOW_MS,
        ttl: Math.ceil(NOW_MS / 1_000) + retention.tombstoneSeconds,
      });
      expect(await table.get(listedSubscriptionKey(tenantId, id))).toBeUndefined();
      expect(await table.get(recipientKey(tenantId, 'acme', id))).toBeUndefined();
    });

    it('leave none behind at the receiver that it is moved from', async () => {
      const first = await added({ receiverId: 'acme' });
      const { id, tenantId } = first;
      await store.replace(changed(first, { receiverId: 'umbrella' }, NOW_MS));
      expect(await table.get(recipientKey(tenantId, 'acme', id))).toBeUndefined();
      expect(await table.get(recipientKey(tenantId, 'umbrella', id))).toMatchObject({ status: 'enabled' });
    });

    it('stay as they were when a change is refused', async () => {
      const first = await added({ receiverId: 'acme' });
      const { id, tenantId } = first;
      const stale = { ...changed(first, { receiverId: 'umbrella' }, NOW_MS), version: 9 };
      expect(await store.replace(stale)).toBe('conflict');
      expect(await store.remove(stale, NOW_MS)).toBe('conflict');
      expect(await store.find(id)).toEqual(first);
      expect(await table.get(recipientKey(tenantId, 'acme', id))).toBeDefined();
      expect(await table.get(recipientKey(tenantId, 'umbrella', id))).toBeUndefined();
      expect(await markerOf(first)).toBeUndefined();
    });
  });

  describe('that lead release to held deliveries', () => {
    const dueAt = (subscription: Subscription, dueAtMs: number) =>
      dueIndexKey(dueAtMs, ulidOf(subscription.id));
    const againMs = claimLimits.holdLookSeconds * 1_000;
    const lateMs = claimLimits.holdLateSeconds * 1_000;

    it('are not there for one that was always enabled', async () => {
      const first = await added();
      await store.replace(changed(first, { description: 'another' }, NOW_MS));
      expect(await markerOf(first)).toBeUndefined();
    });

    it('are due in an hour, without an end, while it is disabled', async () => {
      const asDisabled = await addedDisabled();
      expect(await markerOf(asDisabled)).toEqual({
        ...holdMarkerKey(asDisabled.id),
        ...dueAt(asDisabled, asDisabled.updatedAtMs + againMs),
      });
      const later = disabled(await added(), 'by_request', NOW_MS);
      await store.replace(later);
      expect(await markerOf(later)).toEqual({
        ...holdMarkerKey(later.id),
        ...dueAt(later, NOW_MS + againMs),
      });
    });

    it('stay as they are when a disabled one is changed', async () => {
      const first = await addedDisabled();
      const marker = await markerOf(first);
      await store.replace(changed(first, { description: 'another' }, NOW_MS));
      expect(await markerOf(first)).toEqual(marker);
    });

    it('are due at once, for five minutes, when it is enabled', async () => {
      const on = enabled(await addedDisabled(), NOW_MS);
      await store.replace(on);
      expect(await markerOf(on)).toEqual({
        ...holdMarkerKey(on.id),
        ...dueAt(on, NOW_MS),
        until: NOW_MS + lateMs,
      });
    });

    it('have no end again when it is disabled again', async () => {
      const on = enabled(await addedDisabled(), NOW_MS);
      await store.replace(on);
      await store.replace(disabled(on, 'by_request', NOW_MS));
      expect(await markerOf(on)).not.toHaveProperty('until');
    });

    it('are due at once when it is deleted, also if it was enabled', async () => {
      for (const subscription of [await addedDisabled(), await added()]) {
        await store.remove(subscription, NOW_MS);
        expect(await markerOf(subscription)).toMatchObject({
          ...dueAt(subscription, NOW_MS),
          until: NOW_MS + lateMs,
        });
      }
    });
  });

  describe('and lists of them', () => {
    /** Of these, fewer than a hundred fill a page of a query, which ends at a mebibyte. */
    const large = Array.from({ length: 100 }, (_, n) => `order.${n}`.padEnd(128, 'x'));

    it(
      'have every route, however many pages they take',
      async () => {
        const tenantId = aTenantId();
        const ids = Array.from({ length: 120 }, () => aSubscriptionId());
        for (const id of ids) await added({ tenantId, id, eventTypes: large });
        const routes = await store.recipientsFor(tenantId, null);
        expect(new Set(routes.map(({ id }) => id))).toEqual(new Set(ids));
      },
      LARGE_TEST_MS,
    );

    it(
      'find what a filter wants behind a page of others, once',
      async () => {
        const tenantId = aTenantId();
        const oldest = await added({ tenantId, id: aSubscriptionId(1_000), eventTypes: ['refund.created'] });
        for (let n = 2; n <= 120; n += 1) {
          await added({ tenantId, id: aSubscriptionId(n * 1_000), eventTypes: large });
        }
        const filter = { ...everything, eventType: 'refund.created' };
        const { items } = await store.list(tenantId, filter, { beforeId: undefined, limit: 5 });
        expect(items).toEqual([oldest]);
      },
      LARGE_TEST_MS,
    );

    it('leave out one that vanished since it was listed, and go on after it', async () => {
      const tenantId = aTenantId();
      const all: Subscription[] = [];
      for (let n = 1; n <= 5; n += 1) all.unshift(await added({ tenantId, id: aSubscriptionId(n * 1_000) }));
      const [newest, gone, ...rest] = all;
      const deleted = { ...subscriptionKey(gone!.id), version: 1, deleted_at: NOW_MS };
      await table.put(deleted);
      const page = await store.list(tenantId, everything, { beforeId: undefined, limit: 3 });
      expect(page.items).toEqual([newest, rest[0]]);
      const next = await store.list(tenantId, everything, { beforeId: page.nextBefore, limit: 3 });
      expect(next).toEqual({ items: rest.slice(1), nextBefore: undefined });
    });

    it('have none that the filter no longer names when it is read', async () => {
      const first = await added();
      const listed = await table.get(listedSubscriptionKey(first.tenantId, first.id));
      await store.replace(disabled(first, 'by_request', NOW_MS));
      await table.put(listed!);
      const filter = { ...everything, status: 'enabled' } as const;
      const { items } = await store.list(first.tenantId, filter, { beforeId: undefined, limit: 5 });
      expect(items).toEqual([]);
    });
  });

  it('tell DynamoDB when an idempotency key is forgotten, and are not believed after that', async () => {
    let nowMs = NOW_MS;
    const keys = new DynamoIdempotencyKeys(table, { nowMs: () => nowMs });
    const tenantId = aTenantId();
    const call = { tenantId, operation: 'publish', key: 'k', requestHash: 'h', value: 'v', nowMs };
    await keys.reserve(call);
    const row = await table.get(idempotencyKey(tenantId, 'publish', 'k'));
    expect(row?.['ttl']).toBe(Math.ceil(NOW_MS / 1_000) + requestLimits.idempotencySeconds);
    expect(await keys.recall(tenantId, 'publish', 'k')).toBe('v');
    expect(await keys.recall(tenantId, 'publish', 'other')).toBeUndefined();
    nowMs += requestLimits.idempotencySeconds * 1_000;
    expect(await keys.recall(tenantId, 'publish', 'k')).toBeUndefined();
  });
});
