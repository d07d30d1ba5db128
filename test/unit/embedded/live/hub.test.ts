import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type HubNeeds, LiveHub } from '../../../../embedded/live/hub.ts';
import { hubLimits } from '../../../../embedded/live/limits.ts';
import { LiveFeed } from '../../../../src/adapters/memory/live-feed.ts';
import type { Delivery } from '../../../../src/domain/delivery.ts';
import { liveCursorAt } from '../../../../src/domain/live/cursor.ts';
import { exampleAttempt, exampleDelivered } from '../../../../src/http/deliveries/examples.ts';
import type { LiveFilterInput } from '../../../../src/http/live/input.ts';
import type { ServerMessage } from '../../../../src/http/live/messages.ts';
import type { LiveRecord } from '../../../../src/ports/live.ts';

/** The bounds of the hub, by counts: bytes for a slow reader, serializations, matches, messages a second. */

/** A socket that keeps the frames of the service, and takes none of them until it is told to. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  isReading = true;
  bufferedAmount = 0;
  mostBuffered = 0;
  readonly frames: Buffer[] = [];
  readonly pings: Buffer[] = [];

  send(frame: Buffer): void {
    this.frames.push(frame);
    if (this.isReading) return;
    this.bufferedAmount += frame.length;
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount);
  }

  receive(message: object): void {
    this.emit('message', Buffer.from(JSON.stringify(message)), false);
  }

  read(): void {
    this.isReading = true;
    this.bufferedAmount = 0;
  }

  watch(filter?: LiveFilterInput, cursor?: string): void {
    this.receive({ type: 'watch', filter, cursor });
  }

  all<Type extends ServerMessage['type']>(type: Type) {
    return this.frames
      .map((frame) => JSON.parse(frame.toString()) as ServerMessage)
      .filter((one): one is Extract<ServerMessage, { type: Type }> => one.type === type);
  }

  ping(data: Buffer): void {
    this.pings.push(data);
  }
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

const NO_CHANGES = { changes: [], missingUntilMs: undefined };

/** A hub without a service around it. */
function hubWith(
  receiverOf: (id: string) => string | null | undefined = () => null,
  changesSince: LiveRecord['changesSince'] = async () => NO_CHANGES,
) {
  let aheadMs = 0;
  const feed = new LiveFeed(
    { findMany: () => Promise.reject(new Error('the disk is full')) },
    { warn: () => {} },
  );
  const look = vi.fn(receiverOf);
  const needs: HubNeeds = {
    liveFeed: feed,
    liveRecord: { receiverOf: look, changesSince },
    apiKeys: { findByHash: async () => undefined, findById: async () => undefined, removed: () => {} },
    portalVersions: { versionOf: async () => 0, raise: async () => 0 },
    clock: { nowMs: Date.now, monotonicMs: () => performance.now() + aheadMs },
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
  const passSeconds = (seconds: number) => {
    aheadMs += seconds * 1_000;
    vi.advanceTimersByTime(1_000);
  };
  return { hub, feed, connect, publish, look, passSeconds };
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

describe('a client that does not read', () => {
  it('is cut when it goes on sending messages, before their answers fill the memory', () => {
    const { connect, passSeconds } = hubWith();
    const socket = connect();
    socket.isReading = false;
    const filter = { event_types: Array.from({ length: 5 }, (_, n) => `${n}.${'x'.repeat(200)}`) };
    for (let n = 0; n < 2_000 && socket.readyState === 1; n += 1) {
      passSeconds(1);
      socket.watch(filter);
      socket.emit('pong', socket.pings.at(-1) ?? Buffer.alloc(0));
    }
    expect(socket.readyState).toBe(3);
    expect(socket.mostBuffered).toBeGreaterThan(hubLimits.unreadBytes);
    expect(socket.mostBuffered).toBeLessThan(hubLimits.unreadBytes + 16 * 1_024);
  });

  it('is cut when it goes on sending pings', () => {
    const socket = hubWith().connect();
    socket.bufferedAmount = hubLimits.unreadBytes;
    socket.emit('ping', Buffer.alloc(0));
    expect(socket.readyState).toBe(1);
    socket.bufferedAmount += 1;
    socket.emit('ping', Buffer.alloc(0));
    expect(socket.readyState).toBe(3);
  });

  it.each([
    ['is cut when its pongs answer no ping', () => Buffer.alloc(0), 3],
    ['stays connected when its pongs answer the last ping', (ping: Buffer) => ping, 1],
  ] as const)('%s', (_, pong, readyState) => {
    const { connect, passSeconds } = hubWith();
    const socket = connect();
    for (let n = 0; n < 3; n += 1) {
      passSeconds(hubLimits.pingSeconds);
      socket.emit('pong', pong(socket.pings.at(-1) ?? Buffer.alloc(1)));
    }
    expect(socket.readyState).toBe(readyState);
  });
});

describe('a change that cannot be read after its commit', () => {
  it('is told to the watchers of its tenant as skipped', async () => {
    const { connect, feed } = hubWith();
    const [own, other] = [connect(), connect(undefined, { tenantId: 'ten_other' })];
    await feed.publishStored([exampleDelivered]);
    vi.advanceTimersByTime(1_000);
    expect(own.all('skipped')).toMatchObject([{ reason: 'busy', deliveries: null, attempts: null }]);
    expect(other.all('skipped')).toEqual([]);
  });
});

describe('resumes', () => {
  /** A record whose reads end when the test says so. */
  function heldRecord() {
    const reads: { readonly isNeeded: (() => boolean) | undefined; readonly end: () => Promise<void> }[] = [];
    const changesSince: LiveRecord['changesSince'] = (_tenant, _sinceMs, _isWanted, isNeeded) =>
      new Promise((resolve) => {
        const end = () => {
          resolve(NO_CHANGES);
          return nextTurn();
        };
        reads.push({ isNeeded, end });
      });
    return { reads, ...hubWith(() => null, changesSince) };
  }
  const cursor = () => liveCursorAt(Date.now() - 60_000);

  it('are one in 10 seconds of a connection; a further one gets skipped', async () => {
    const { connect, passSeconds, reads } = heldRecord();
    const socket = connect();
    socket.watch({}, cursor());
    await reads[0]?.end();
    socket.watch({}, cursor());
    expect(reads.length).toBe(1);
    expect(socket.all('skipped')).toMatchObject([{ reason: 'too_many', deliveries: null }]);
    expect(socket.all('cursor').length).toBe(2);
    passSeconds(hubLimits.resumeEverySeconds);
    socket.watch({}, cursor());
    expect(reads.length).toBe(2);
  });

  it('are one at a time of the portal tokens of a receiver, and of the keys of a tenant', async () => {
    const { connect, reads } = heldRecord();
    for (let n = 0; n < 3; n += 1) {
      connect(undefined, { receiverId: 'a' }).watch({}, cursor());
      connect().watch({}, cursor());
    }
    connect(undefined, { receiverId: 'b' }).watch({}, cursor());
    expect(reads.length).toBe(3);
    await reads[0]?.end();
    expect(reads.length).toBe(4);
    for (let n = 1; n < 7; n += 1) await reads[n]?.end();
    expect(reads.length).toBe(7);
  });

  it('end when the connection watches something else or is closed', () => {
    const { connect, reads } = heldRecord();
    const [first, second] = [connect(), connect(undefined, { receiverId: 'a' })];
    for (const socket of [first, second]) socket.watch({}, cursor());
    expect(reads.map(({ isNeeded }) => isNeeded?.())).toEqual([true, true]);
    first.watch({ statuses: ['exhausted'] });
    second.close();
    expect(reads.map(({ isNeeded }) => isNeeded?.())).toEqual([false, false]);
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
