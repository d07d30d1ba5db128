import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignedRequests } from '../../src/adapters/aws/signed-requests.ts';
import { DynamoChangeStream } from '../../src/adapters/dynamodb/change-stream.ts';
import { DynamoLiveAddress } from '../../src/adapters/dynamodb/live-address.ts';
import { DynamoLiveConnections } from '../../src/adapters/dynamodb/live-connections.ts';
import { placeKeys, placesOf } from '../../src/adapters/dynamodb/live-places.ts';
import { livePlacesPartition, liveTicketKey } from '../../src/adapters/dynamodb/live-rows.ts';
import { DynamoLiveTickets } from '../../src/adapters/dynamodb/live-tickets.ts';
import { DynamoPumpLease, DynamoStreamMarks } from '../../src/adapters/dynamodb/pump-lease.ts';
import { DynamoStreamApi } from '../../src/adapters/dynamodb/stream-api.ts';
import { DynamoSubscriptionReceivers } from '../../src/adapters/dynamodb/subscription-receivers.ts';
import { Table } from '../../src/adapters/dynamodb/table.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { asRetrying, attempted, type Delivery, delivered, parkedUntil } from '../../src/domain/delivery.ts';
import { liveLimits } from '../../src/domain/limits.ts';
import type { LiveChange } from '../../src/domain/live/filter.ts';
import type { LiveTicket } from '../../src/domain/live/ticket.ts';
import type { ChangeReader } from '../../src/ports/live-pump.ts';
import { makeStorage } from '../../src/runtime/aws/storage.ts';
import { describeOnAws } from '../support/aws-resources.ts';
import { eventually } from '../support/eventually.ts';
import { anAttempt, aSubscription, aSuccess, aTenantId } from '../support/records.ts';
import { openAwsInfrastructure } from './aws-infrastructure.ts';
import { keepDelivery } from './storage-harness.ts';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');

const aTicket = (about: Partial<LiveTicket['rights']> = {}): LiveTicket => ({
  rights: {
    tenantId: aTenantId(),
    receiverId: undefined,
    keyId: `key_${ulid()}`,
    tokenVersion: null,
    expiresAtMs: null,
    ...about,
  },
  filter: { eventTypes: ['order.*'] },
  expiresAtMs: NOW_MS + liveLimits.ticketSeconds * 1_000,
});

describeOnAws('the live view in DynamoDB', () => {
  let infrastructure: Awaited<ReturnType<typeof openAwsInfrastructure>>;
  let table: Table;

  beforeEach(async () => {
    infrastructure = await openAwsInfrastructure();
    const { documents, tableName } = infrastructure.needs;
    table = new Table(documents, tableName, systemRandomness);
  });
  afterEach(() => infrastructure.close());

  describe('tickets', () => {
    const open = () => new DynamoLiveTickets(table, () => NOW_MS);

    it('are taken once, with all that they carry', async () => {
      const tickets = open();
      const ticket = aTicket({ receiverId: 'r1', tokenVersion: 3, expiresAtMs: NOW_MS + 60_000 });
      expect(await tickets.add('hash', ticket)).toBe('added');
      const taken = await Promise.all([tickets.take('hash', NOW_MS), tickets.take('hash', NOW_MS)]);
      expect(taken.filter((one) => one !== undefined)).toEqual([ticket]);
      expect(await tickets.take('hash', NOW_MS)).toBeUndefined();
    });

    it('are worth nothing once they have expired', async () => {
      const ticket = aTicket();
      await open().add('hash', ticket);
      expect(await open().take('hash', ticket.expiresAtMs)).toBeUndefined();
    });

    it('are rows that DynamoDB deletes by itself', async () => {
      const ticket = aTicket();
      await open().add('hash', ticket);
      expect((await table.get(liveTicketKey('hash')))?.['ttl']).toBe(ticket.expiresAtMs / 1_000);
    });

    it('are limited for each receiver, until one is used', async () => {
      const tickets = open();
      const ofReceiver = aTicket({ receiverId: 'r1', tokenVersion: 0 });
      const add = (hash: string, ticket = ofReceiver) => tickets.add(hash, ticket);
      for (let n = 0; n < liveLimits.connectionsPerReceiver; n += 1) expect(await add(`${n}`)).toBe('added');
      expect(await add('one more')).toBe('full');
      const { tenantId } = ofReceiver.rights;
      expect(await add('other receiver', aTicket({ tenantId, receiverId: 'r2', tokenVersion: 0 }))).toBe(
        'added',
      );
      expect(await add('of the tenant', aTicket({ tenantId }))).toBe('added');
      await tickets.take('0', NOW_MS);
      expect(await add('one more')).toBe('added');
    });
  });

  describe('open connections', () => {
    /** The entries that count tickets and connections, of each owner. */
    const counted = async ({ rights }: LiveTicket) => {
      const pages = placesOf(rights).map(({ owner }) =>
        table.query({ partition: livePlacesPartition(owner) }),
      );
      return (await Promise.all(pages)).map(({ rows }) => rows.length);
    };

    it('count together with unused tickets, until they are closed', async () => {
      const tickets = new DynamoLiveTickets(table, () => NOW_MS);
      const connections = new DynamoLiveConnections(table);
      const ticket = aTicket({ receiverId: 'r1', tokenVersion: 0 });
      for (let n = 0; n < liveLimits.connectionsPerReceiver; n += 1) {
        expect(await tickets.add(`${n}`, ticket)).toBe('added');
        const taken = await tickets.take(`${n}`, NOW_MS);
        if (taken === undefined) throw new Error('the ticket is gone');
        await connections.open(`connection-${n}`, taken, NOW_MS);
      }
      expect(await tickets.add('one more', ticket)).toBe('full');
      await connections.close('connection-0');
      expect(await tickets.add('one more', ticket)).toBe('added');
    });

    it('leave no entry behind when they are closed, and entries that DynamoDB deletes otherwise', async () => {
      const connections = new DynamoLiveConnections(table);
      const ticket = aTicket({ receiverId: 'r1', tokenVersion: 0 });
      await connections.open('a', ticket, NOW_MS);
      await connections.open('b', ticket, NOW_MS);
      expect(await counted(ticket)).toEqual([2, 2, 2]);
      const endsAtMs = NOW_MS + 2 * 3_600_000 + 300_000;
      const entries = await table.getMany(placeKeys(ticket.rights, endsAtMs, 'a'));
      expect(entries.map((entry) => entry['ttl'])).toEqual(Array(3).fill(endsAtMs / 1_000));
      await connections.close('a');
      await connections.close('a');
      expect(await counted(ticket)).toEqual([1, 1, 1]);
    });

    it.each([
      ['a tenant', liveLimits.connectionsPerTenant, 0],
      ['all tenants', liveLimits.connections, 1],
    ])('are limited for %s', async (_, most, at) => {
      const tickets = new DynamoLiveTickets(table, () => NOW_MS);
      const ticket = aTicket();
      const owner = placesOf(ticket.rights)[at]?.owner ?? '';
      const entry = (n: number) => ({ PK: livePlacesPartition(owner), SK: `${NOW_MS + 1_000}#${n}` });
      const puts = Array.from({ length: most }, (_, n) => ({ put: entry(n) }));
      for (let start = 0; start < most; start += 100) await table.transact(puts.slice(start, start + 100));
      expect(await tickets.add('one more', ticket)).toBe('full');
      await table.remove(entry(0), { text: 'attribute_exists(#PK)' });
      expect(await tickets.add('one more', ticket)).toBe('added');
    });
  });

  describe('connections', () => {
    it('are watching after their first watch, until they are closed', async () => {
      const connections = new DynamoLiveConnections(table);
      const { rights, filter } = aTicket({ receiverId: 'r1', tokenVersion: 1 });
      await connections.open('L0SM9cOFvHcCIhw=', { rights, filter }, NOW_MS);
      expect(await connections.watching(NOW_MS)).toEqual([]);
      const watch = { filter: { statuses: ['exhausted'] as const }, sinceMs: NOW_MS - 1_000 };
      expect(await connections.watch('L0SM9cOFvHcCIhw=', watch)).toBe('watching');
      expect(await connections.watching(NOW_MS)).toEqual([
        { id: 'L0SM9cOFvHcCIhw=', rights, filter, watch: { ...watch, number: 1 }, greeted: 0 },
      ]);
      await connections.greeted('L0SM9cOFvHcCIhw=', 1);
      await connections.watch('L0SM9cOFvHcCIhw=', { filter: {}, sinceMs: undefined });
      expect(await connections.watching(NOW_MS)).toMatchObject([
        { watch: { number: 2, filter: {} }, greeted: 1 },
      ]);
      await connections.close('L0SM9cOFvHcCIhw=');
      expect(await connections.watching(NOW_MS)).toEqual([]);
    });

    it('that are closed do not come back', async () => {
      const connections = new DynamoLiveConnections(table);
      expect(await connections.watch('gone', { filter: {}, sinceMs: undefined })).toBe('gone');
      await connections.greeted('gone', 1);
      await connections.close('gone');
      expect(await connections.watching(NOW_MS)).toEqual([]);
    });

    it('are ignored after the longest life of a connection', async () => {
      const connections = new DynamoLiveConnections(table);
      await connections.open('a', aTicket(), NOW_MS);
      await connections.watch('a', { filter: {}, sinceMs: undefined });
      expect(await connections.watching(NOW_MS + 2 * 3_600_000)).toHaveLength(1);
      expect(await connections.watching(NOW_MS + 3 * 3_600_000)).toEqual([]);
    });
  });

  describe('the lease of the pump', () => {
    it('is held by one, who can renew it, hand it over and give it back', async () => {
      const lease = new DynamoPumpLease(table);
      expect(await lease.isHeld(NOW_MS)).toBe(false);
      expect(await lease.take('a', NOW_MS)).toBe(true);
      expect(await lease.take('b', NOW_MS)).toBe(false);
      expect(await lease.take('a', NOW_MS + 15_000)).toBe(true);
      expect(await lease.isHeld(NOW_MS + 30_000)).toBe(true);
      expect(await lease.take('b', NOW_MS + 16_000, 'a')).toBe(true);
      expect(await lease.take('a', NOW_MS + 17_000)).toBe(false);
      await lease.release('a');
      expect(await lease.isHeld(NOW_MS + 17_000)).toBe(true);
      await lease.release('b');
      expect(await lease.isAbandoned(NOW_MS + 60_000)).toBe(false);
      expect(await lease.take('c', NOW_MS + 17_000)).toBe(true);
    });

    it('is free some seconds after a crash, which can be told', async () => {
      const lease = new DynamoPumpLease(table);
      await lease.take('a', NOW_MS);
      expect(await lease.isAbandoned(NOW_MS + 10_000)).toBe(false);
      expect(await lease.isAbandoned(NOW_MS + 21_000)).toBe(true);
      expect(await lease.take('b', NOW_MS + 21_000)).toBe(true);
    });
  });

  it('finds the latest position at a time', async () => {
    const marks = new DynamoStreamMarks(table);
    for (const seconds of [0, 5, 10]) await marks.put({ shard: `at ${seconds}` }, NOW_MS + seconds * 1_000);
    expect(await marks.latest(NOW_MS + 7_000, NOW_MS)).toEqual({ shard: 'at 5' });
    expect(await marks.latest(NOW_MS + 10_000, NOW_MS)).toEqual({ shard: 'at 10' });
    expect(await marks.latest(NOW_MS - 1, NOW_MS - 60_000)).toBeUndefined();
    expect(await marks.latest(NOW_MS + 20_000, NOW_MS + 15_000)).toBeUndefined();
  });

  it('knows its address while its stack is there', async () => {
    let nowMs = NOW_MS;
    const address = new DynamoLiveAddress(table, () => nowMs);
    expect(await address.url()).toBeUndefined();
    await address.record('wss://one.example/prod');
    expect(await address.url()).toBe('wss://one.example/prod');
    await address.record('wss://two.example/prod');
    await address.forget('wss://one.example/prod');
    nowMs += 61_000;
    expect(await address.url()).toBe('wss://two.example/prod');
    await address.forget('wss://two.example/prod');
    nowMs += 61_000;
    expect(await address.url()).toBeUndefined();
  });

  it('reads the receiver of a subscription', async () => {
    const storage = makeStorage(infrastructure.needs);
    const receivers = new DynamoSubscriptionReceivers(table);
    const [own, plain] = [aSubscription({ receiverId: 'r1' }), aSubscription()];
    for (const one of [own, plain]) await storage.store.add(one);
    expect(await receivers.receiverOf(own.tenantId, own.id)).toBe('r1');
    expect(await receivers.receiverOf(plain.tenantId, plain.id)).toBeNull();
    expect(await receivers.receiverOf(plain.tenantId, aSubscription().id)).toBeUndefined();
  });

  describe('the stream of the table', () => {
    async function openReader(): Promise<ChangeReader> {
      const { documents, identity } = infrastructure.clients;
      const { tableName: TableName } = infrastructure.needs;
      const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
      await documents.send(new UpdateTableCommand({ TableName, StreamSpecification }));
      const { Table: described } = await documents.send(new DescribeTableCommand({ TableName }));
      const api = new DynamoStreamApi({
        requests: new SignedRequests('dynamodb-streams', identity),
        endpoint: process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
        streamArn: described?.LatestStreamArn ?? '',
        randomness: systemRandomness,
      });
      return new DynamoChangeStream(api, () => Date.now()).open(undefined);
    }

    async function read(reader: ChangeReader, count: number): Promise<readonly LiveChange[]> {
      const found: LiveChange[] = [];
      await eventually(`${count} changes are in the stream`, async () => {
        await reader.readOnce(async (changes) => void found.push(...changes));
        return found.length >= count;
      });
      return found;
    }

    it('shows each change of a delivery with its attempt, and no other row', async () => {
      const { needs, takeMessages, passSeconds, announcements, close } = infrastructure;
      const nowMs = () => needs.clock.nowMs();
      const harness = { ...makeStorage(needs), nowMs, takeMessages, passSeconds, announcements, close };
      const reader = await openReader();
      const made = await keepDelivery(harness);
      const failed = anAttempt({ startedAtMs: nowMs() });
      const waiting = parkedUntil(attempted(made, 'https://receiver.example/hook', nowMs()), nowMs());
      const retrying: Delivery = asRetrying(waiting);
      await harness.outcomes.record({ before: made, after: retrying, attempt: failed });
      // A new message is nothing that a watcher sees.
      expect(await harness.parked.release(nowMs(), nowMs() + 1_000, 10)).toBe(1);
      const [released] = await harness.deliveries.findMany([made.id]);
      if (released === undefined) throw new Error('the delivery is gone');
      const succeeded = aSuccess({ number: 2, startedAtMs: nowMs() });
      const done = delivered(attempted(released, 'https://receiver.example/hook', nowMs() + 2_000));
      await harness.outcomes.record({ before: released, after: done, attempt: succeeded });
      const changes = await read(reader, 3);
      expect(changes.map((change) => [change.delivery.status, change.attempt?.number])).toEqual([
        ['pending', undefined],
        ['retrying', 1],
        ['delivered', 2],
      ]);
      expect(changes.map(({ delivery }) => delivery.id)).toEqual([made.id, made.id, made.id]);
      expect(changes[2]?.attempt).toEqual(succeeded);
    });
  });
});
