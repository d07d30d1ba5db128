import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type HubNeeds, LiveHub } from '../../../../embedded/live/hub.ts';
import { hubLimits } from '../../../../embedded/live/limits.ts';
import { LiveFeed } from '../../../../src/adapters/memory/live-feed.ts';
import type { Delivery } from '../../../../src/domain/delivery.ts';
import { exampleAttempt, exampleDelivered } from '../../../../src/http/deliveries/examples.ts';
import type { LiveFilterInput } from '../../../../src/http/live/input.ts';
import type { ServerMessage } from '../../../../src/http/live/messages.ts';

/** The bounds of the hub, by counts: bytes for a slow reader, serializations, matches, messages a second. */

/** A socket that keeps the frames of the service, and takes none of them until it is told to. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  isReading = true;
  bufferedAmount = 0;
  mostBuffered = 0;
  readonly frames: Buffer[] = [];

  send(frame: Buffer): void {
    this.frames.push(frame);
    if (this.isReading) return;
    this.bufferedAmount += frame.length;
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount);
  }

  read(): void {
    this.isReading = true;
    this.bufferedAmount = 0;
  }

  watch(filter?: LiveFilterInput): void {
    this.emit('message', Buffer.from(JSON.stringify({ type: 'watch', filter })), false);
  }

  all<Type extends ServerMessage['type']>(type: Type) {
    return this.frames
      .map((frame) => JSON.parse(frame.toString()) as ServerMessage)
      .filter((one): one is Extract<ServerMessage, { type: Type }> => one.type === type);
  }

  ping(): void {}
  close(): void {
    this.readyState = 3;
    this.emit('close', 1000);
  }
  terminate(): void {
    this.close();
  }
}

const { tenantId } = exampleDelivered;
const rights = { tenantId, keyId: 'key_1', tokenVersion: null, expiresAtMs: null } as const;

/** A hub without a service around it. */
function hubWith(receiverOf: (id: string) => string | null | undefined = () => null) {
  const feed = new LiveFeed({ findMany: async () => [] });
  const look = vi.fn(receiverOf);
  const needs: HubNeeds = {
    liveFeed: feed,
    liveRecord: { receiverOf: look, changesSince: async () => ({ changes: [], missingUntilMs: undefined }) },
    apiKeys: { findByHash: async () => undefined, findById: async () => undefined, removed: () => {} },
    portalVersions: { versionOf: async () => 0, raise: async () => 0 },
    clock: { nowMs: Date.now, monotonicMs: () => performance.now() },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    retentionHours: 72,
  };
  const hub = new LiveHub(needs);
  const connect = (filter?: LiveFilterInput, more: object = {}) => {
    const socket = new FakeSocket();
    const ticket = { rights: { ...rights, ...more }, filter: {}, expiresAtMs: 0 };
    hub.connect(socket as never, ticket as Parameters<LiveHub['connect']>[1]);
    socket.watch(filter);
    return socket;
  };
  const publish = async (count: number, about: Partial<Delivery> = {}) => {
    for (let n = 0; n < count; n += 1) feed.publish({ ...exampleDelivered, ...about }, exampleAttempt);
    for (let turn = 0; turn <= count / hubLimits.changesATurn; turn += 1) await nextTurn();
  };
  return { hub, feed, connect, publish, look };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return () => vi.useRealTimers();
});

describe('a slow reader', () => {
  it('gets counts instead of memory', async () => {
    const { connect, publish } = hubWith();
    const slow = connect();
    const other = connect();
    slow.isReading = false;
    for (let n = 0; n < 20; n += 1) {
      await publish(1_000);
      vi.advanceTimersByTime(1_000);
    }
    const [frame = Buffer.alloc(0)] = slow.frames.slice(-1);
    expect(slow.mostBuffered).toBeLessThan(hubLimits.bufferedBytes + 3 * frame.length);
    const shown = slow.all('delivery').length;
    expect(slow.all('skipped')).toEqual([]);

    slow.read();
    vi.advanceTimersByTime(1_000);
    expect(slow.all('skipped')).toMatchObject([
      { reason: 'slow_reader', deliveries: 20_000 - shown, attempts: 20_000 - shown },
    ]);
    expect(other.all('delivery').length).toBe(20_000);
    await publish(1);
    expect(slow.all('delivery').length).toBe(shown + 1);
  });
});

describe('many watchers', () => {
  it('share one serialization of a change', async () => {
    const { connect, publish } = hubWith();
    const sockets = Array.from({ length: 100 }, () => connect());
    await publish(1);
    const frames = sockets.map((socket) => socket.frames.slice(-2));
    for (const [attempt, delivery] of frames) {
      expect(attempt).toBe(frames[0]?.[0]);
      expect(delivery).toBe(frames[0]?.[1]);
    }
  });

  it('share the changes of a second, and get counts of the others', async () => {
    const { connect, publish } = hubWith();
    const sockets = Array.from({ length: 1_000 }, () => connect());
    await publish(1_000);
    const shown = sockets.map((socket) => socket.all('delivery').length);
    expect(Math.max(...shown)).toBe(5);
    expect(shown.reduce((one, other) => one + other)).toBe(hubLimits.changesASecond);
    vi.advanceTimersByTime(1_000);
    for (const socket of sockets) {
      expect(socket.all('skipped')).toMatchObject([{ reason: 'busy', deliveries: 995, attempts: 995 }]);
    }
  });

  it('of other tenants and other subscriptions are not looked at', async () => {
    const { connect, publish, look } = hubWith(() => 'a');
    const portal = { receiverId: 'a', tokenVersion: 0 };
    connect(undefined, { ...portal, tenantId: 'ten_other' });
    connect({ subscription_id: 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HZ' }, portal);
    connect({ event_types: ['other.*'] }, portal);
    await publish(10, { receiverId: 'a' });
    expect(look).not.toHaveBeenCalled();
    const own = connect({ subscription_id: exampleDelivered.subscriptionId }, portal);
    await publish(10, { receiverId: 'a' });
    expect(look).toHaveBeenCalledTimes(10);
    expect(own.all('delivery').length).toBe(10);
  });
});

describe('the last watcher', () => {
  it('ends the listening when it leaves', () => {
    const { connect, feed } = hubWith();
    const [first, second] = [connect(), connect({ statuses: ['exhausted'] })];
    first.watch({ statuses: ['retrying'] });
    first.close();
    expect(feed.isWatched).toBe(true);
    second.close();
    expect(feed.isWatched).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});
