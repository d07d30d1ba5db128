import { describe, expect, it } from 'vitest';
import { pumpLimits } from '../../../../functions/live/limits.ts';
import { liveLimits } from '../../../../src/domain/limits.ts';
import { aTenantId } from '../../../support/records.ts';
import { PumpWorld, START_MS } from './pump-world.ts';

const idOf = (message: { readonly [member: string]: unknown }): unknown =>
  (message['delivery'] as { id?: unknown } | undefined)?.id ?? message['delivery_id'];

describe('the pump', () => {
  it('greets a watcher, and then shows it each attempt before the delivery', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    const shown: string[] = [];
    await world.run((round, stop) => {
      if (round === 1) shown.push(world.deliver().delivery.id);
      if (round === 4) stop();
    });
    expect(world.posts.typesTo('a')).toEqual(['hello', 'attempt', 'delivery']);
    expect(world.posts.to('a').slice(1).map(idOf)).toEqual([shown[0], shown[0]]);
  });

  it('shows a watcher only what its filter takes', async () => {
    const world = new PumpWorld();
    await world.watch('all');
    await world.watch('paid', { filter: { eventTypes: ['order.paid'] } });
    await world.watch('failing', { filter: { statuses: ['exhausted'] } });
    await world.run((round, stop) => {
      if (round === 1) world.deliver({ eventType: 'order.paid' });
      if (round === 2) world.deliver({ eventType: 'order.created', status: 'exhausted' });
      if (round === 5) stop();
    });
    expect(world.posts.typesTo('all')).toHaveLength(5);
    expect(world.posts.typesTo('paid')).toHaveLength(3);
    expect(world.posts.to('failing').at(-1)).toMatchObject({ delivery: { status: 'exhausted' } });
  });

  it('never shows a tenant the deliveries of another one', async () => {
    const world = new PumpWorld();
    const other = world.aKey({ tenantId: aTenantId() });
    await world.watch('own');
    await world.watch('other', { rights: world.rightsOf(other) });
    await world.run((round, stop) => {
      if (round === 1) world.deliver();
      if (round === 4) stop();
    });
    expect(world.posts.typesTo('own')).toHaveLength(3);
    expect(world.posts.typesTo('other')).toEqual(['hello']);
  });

  it('shows a portal token only deliveries whose event and subscription are of its receiver', async () => {
    const world = new PumpWorld();
    const rights = world.rightsOf(world.aKey(), { receiverId: 'r1', tokenVersion: 0 });
    await world.watch('portal', { rights });
    const shown: string[] = [];
    await world.run((round, stop) => {
      if (round === 1) {
        const own = world.deliver({ receiverId: 'r1' });
        world.receivers.set(own.delivery.subscriptionId, 'r1');
        shown.push(own.delivery.id);
        const moved = world.deliver({ receiverId: 'r1' });
        world.receivers.set(moved.delivery.subscriptionId, 'r2');
        const ofTenant = world.deliver({ receiverId: 'r1' });
        world.receivers.set(ofTenant.delivery.subscriptionId, null);
        world.deliver({ receiverId: 'r1' });
        world.deliver({ receiverId: 'r2' });
        world.deliver();
      }
      if (round === 4) stop();
    });
    expect(world.posts.to('portal').slice(1).map(idOf)).toEqual([shown[0], shown[0]]);
  });

  it('ends a connection whose key is deleted, within the promised time', async () => {
    const world = new PumpWorld();
    const key = world.aKey();
    await world.watch('a', { rights: world.rightsOf(key) });
    await world.watch('b');
    let deletedAtMs = Number.POSITIVE_INFINITY;
    await world.run((round, stop) => {
      if (round === 10) {
        world.keys.delete(key.id);
        deletedAtMs = world.nowMs;
      }
      if (world.nowMs > deletedAtMs + liveLimits.rightsCheckSeconds * 1_000) stop();
    });
    expect(world.posts.to('a').at(-1)).toMatchObject({ type: 'problem', code: 'rights-ended', closes: true });
    expect(world.posts.closed).toEqual(['a']);
    expect([...world.connections.rows.keys()]).toEqual(['b']);
  });

  it.each([
    ['a revoked portal token', { tokenVersion: 1, receiverId: 'r1', expiresAtMs: null }],
    ['an expired key', { tokenVersion: null, receiverId: undefined, expiresAtMs: START_MS - 1 }],
  ])('does not greet %s', async (_, about) => {
    const world = new PumpWorld();
    world.portalVersion = 2;
    await world.watch('a', { rights: world.rightsOf(world.aKey(), about) });
    await world.run((round, stop) => {
      if (round === 3) stop();
    });
    expect(world.posts.typesTo('a')).toEqual(['problem']);
    expect(world.posts.closed).toEqual(['a']);
  });

  it('forgets a connection that is gone', async () => {
    const world = new PumpWorld();
    await world.watch('gone');
    world.posts.answers = () => 'gone';
    await world.run((round, stop) => {
      if (round === 5) stop();
    });
    expect(world.connections.rows.size).toBe(0);
    expect(world.posts.posts).toBe(1);
  });

  it('sends a cursor to a watcher without news, at each heartbeat', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    await world.run((_, stop) => {
      if (world.nowMs > START_MS + 3.5 * liveLimits.heartbeatSeconds * 1_000) stop();
    });
    expect(world.posts.typesTo('a')).toEqual(['hello', 'cursor', 'cursor', 'cursor']);
  });

  it('greets again after a further watch, and takes its filter', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    await world.run(async (round, stop) => {
      if (round === 2) await world.watch('a', { filter: { eventTypes: ['order.paid'] } });
      if (round === 12) world.deliver({ eventType: 'order.created' });
      if (round === 16) stop();
    });
    expect(world.posts.typesTo('a')).toEqual(['hello', 'hello']);
    expect(world.posts.to('a').at(-1)).toMatchObject({ filter: { event_types: ['order.paid'] } });
  });
});

describe('the pump, with watchers that are slow or many', () => {
  it('counts the changes for a connection that takes nothing, and tells the count when it takes something again', async () => {
    const world = new PumpWorld();
    await world.watch('slow');
    await world.watch('quick');
    let isSlow = false;
    world.posts.answers = (id) => (id === 'slow' && isSlow ? 'slow' : 'sent');
    let made = 0;
    await world.run((round, stop) => {
      if (round === 2) isSlow = true;
      if (round > 2 && made < 300) {
        world.deliver();
        made += 1;
      }
      if (made === 300) isSlow = false;
      if (world.nowMs > START_MS + 90_000) stop();
    });
    const told = world.posts.to('slow').filter(({ type }) => type === 'skipped');
    const sum = (member: string) => told.reduce((all, message) => all + Number(message[member]), 0);
    const sent = (type: string) => world.posts.to('slow').filter((message) => message.type === type).length;
    expect(told[0]).toMatchObject({ reason: 'slow_reader' });
    expect(sum('deliveries') + sent('delivery')).toBe(300);
    expect(sum('attempts') + sent('attempt')).toBe(300);
    expect(world.posts.typesTo('quick').filter((type) => type === 'delivery')).toHaveLength(300);
  });

  it('serves 1,000 watchers of 1,000 deliveries a second with few posts', async () => {
    const world = new PumpWorld();
    const WATCHERS = 1_000;
    const SECONDS = 1;
    for (let n = 0; n < WATCHERS; n += 1) await world.watch(`w${n}`);
    let made = 0;
    await world.run((_, stop) => {
      if (world.nowMs < START_MS + SECONDS * 1_000) {
        for (let n = 0; n < 125; n += 1) world.deliver();
        made += 125;
      } else if (world.nowMs > START_MS + (SECONDS + 1) * 1_000) {
        stop();
      }
    });
    const seconds = (world.nowMs - START_MS) / 1_000;
    const { perSecond, burst } = pumpLimits.allMessages;
    expect(made).toBeGreaterThanOrEqual(700);
    expect(world.posts.inFlightMost).toBeLessThanOrEqual(pumpLimits.postsInFlight);
    expect(world.posts.posts).toBeLessThanOrEqual(burst + perSecond * seconds);
    expect(world.posts.posts).toBeGreaterThan(perSecond);
  }, 60_000);
});

describe('the life of the pump', () => {
  it('stops a while after the last watcher has left, and gives its lease back', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    const result = await world.run(async (round) => {
      if (round === 4) await world.connections.close('a');
    });
    expect(result).toBe('stopped');
    expect(world.lease.owner).toBeUndefined();
    expect(world.nowMs - START_MS).toBeGreaterThan(pumpLimits.lingerMs);
  });

  it('goes on for a watcher that comes while it stops', async () => {
    const world = new PumpWorld();
    let comes = 0;
    world.lease.onRelease = () => {
      comes += 1;
      if (comes === 1) void world.watch('late');
    };
    const result = await world.run(async () => {
      if (world.posts.typesTo('late').length > 0) await world.connections.close('late');
    });
    expect(result).toBe('stopped');
    expect(world.posts.typesTo('late')).toContain('hello');
    expect(comes).toBe(2);
  });

  it('stands by while another pump works', async () => {
    const world = new PumpWorld();
    world.lease.owner = 'another';
    expect(await world.run(() => {})).toBe('stood by');
    expect(world.changes.opened).toBe(0);
  });

  it('hands over before its time is up: its successor misses nothing, and greets nobody again', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    const first = await world.run((round, stop) => {
      if (round === 3) stop();
    });
    expect(first).toBe('handed over');
    const between = world.deliver();
    world.timeLeftMs = 1_000_000;
    await world.run((round, stop) => {
      if (round === 3) stop();
    }, world.starter.started[0]);
    expect(world.posts.typesTo('a')).toEqual(['hello', 'attempt', 'delivery']);
    expect(world.posts.to('a').map(idOf).at(-1)).toBe(between.delivery.id);
  });

  it('goes on after a crash at the position that was recorded last', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    const crash = world.run((round) => {
      if (round === 3) throw new Error('the function crashes');
    });
    await expect(crash).rejects.toThrow('crashes');
    world.lease.owner = undefined;
    world.lease.hasCrashed = true;
    const lost = world.deliver();
    await world.run((round, stop) => {
      if (round === 3) stop();
    });
    expect(world.posts.to('a').map(idOf)).toContain(lost.delivery.id);
  });

  it('does not go back to the position of its start when Lambda starts it again', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    await world.run((round, stop) => {
      if (round === 3) stop();
    });
    world.timeLeftMs = 1_000_000;
    const shown: string[] = [];
    const crash = world.run((round) => {
      if (round === 1) shown.push(world.deliver().delivery.id);
      if (round === 40) throw new Error('the function crashes');
    }, world.starter.started[0]);
    await expect(crash).rejects.toThrow('crashes');
    world.lease.owner = undefined;
    world.lease.hasCrashed = true;
    await world.run((round, stop) => {
      if (round === 3) stop();
    }, world.starter.started[0]);
    expect(
      world.posts
        .to('a')
        .map(idOf)
        .filter((id) => id === shown[0]),
    ).toHaveLength(2);
  });

  it('leaves off when another pump has its lease', async () => {
    const world = new PumpWorld();
    await world.watch('a');
    const result = await world.run((round) => {
      if (round === 3) world.lease.owner = 'another';
    });
    expect(result).toBe('superseded');
  });
});

describe('a watcher that resumes', () => {
  /** A pump has run until now, and is gone. */
  async function afterAPump(): Promise<PumpWorld> {
    const world = new PumpWorld();
    await world.watch('first');
    await world.run((round, stop) => {
      if (round === 40) stop();
    });
    await world.connections.close('first');
    world.lease.owner = undefined;
    world.timeLeftMs = 1_000_000;
    return world;
  }

  it('gets the changes since its cursor, and then those of now', async () => {
    const world = await afterAPump();
    const sinceMs = world.nowMs;
    const missed = [world.deliver(), world.deliver()].map(({ delivery }) => delivery.id);
    world.nowMs += 120_000;
    await world.watch('back', { sinceMs });
    const later: string[] = [];
    await world.run((round, stop) => {
      if (round === 4) later.push(world.deliver().delivery.id);
      if (round === 10) stop();
    });
    const deliveries = world.posts.to('back').filter(({ type }) => type === 'delivery');
    expect(deliveries.map(idOf)).toEqual([...missed, ...later]);
    expect(world.posts.typesTo('back')).not.toContain('skipped');
    // The end of the changes since the cursor.
    expect(world.posts.typesTo('back')).toContain('cursor');
  });

  it('is told that changes are missing when its cursor is older than five minutes', async () => {
    const world = await afterAPump();
    const sinceMs = world.nowMs;
    world.deliver();
    world.nowMs += liveLimits.resumeSeconds * 1_000 + 1_000;
    const recent = world.deliver().delivery.id;
    await world.watch('back', { sinceMs });
    await world.run((round, stop) => {
      if (round === 4) stop();
    });
    expect(world.posts.to('back').slice(0, 2)).toMatchObject([
      { type: 'hello' },
      { type: 'skipped', reason: 'too_old', deliveries: null },
    ]);
    expect(world.posts.to('back').map(idOf)).toContain(recent);
  });

  it('gets at most so many deliveries again, and the count of the others', async () => {
    const world = await afterAPump();
    const sinceMs = world.nowMs;
    const MADE = liveLimits.resumeDeliveries + 100;
    for (let n = 0; n < MADE; n += 1) world.deliver();
    await world.watch('back', { sinceMs });
    await world.run((_, stop) => {
      if (world.nowMs > sinceMs + 120_000) stop();
    });
    const told = world.posts.to('back').filter(({ type }) => type === 'skipped');
    const left = told.reduce((sum, message) => sum + Number(message['deliveries']), 0);
    const sent = world.posts.typesTo('back').filter((type) => type === 'delivery').length;
    expect(told.some(({ reason }) => reason === 'too_many')).toBe(true);
    expect(left + sent).toBe(MADE);
  });

  it('is told that changes are missing when no position was recorded', async () => {
    const world = new PumpWorld();
    await world.watch('back', { sinceMs: START_MS - 60_000 });
    await world.run((round, stop) => {
      if (round === 6) stop();
    });
    expect(world.posts.typesTo('back')).toContain('skipped');
  });
});
