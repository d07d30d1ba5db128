import { describe, expect, it } from 'vitest';
import {
  LiveFeed,
  watchedExhausted,
  watchedIntake,
  watchedMissed,
  watchedOutcomes,
} from '../../../../src/adapters/memory/live-feed.ts';
import { delivered } from '../../../../src/domain/delivery.ts';
import type { TenantId } from '../../../../src/domain/ids.ts';
import type { LiveChange } from '../../../../src/domain/live/filter.ts';
import {
  exampleAttempt,
  exampleDelivered,
  exampleDelivery,
} from '../../../../src/http/deliveries/examples.ts';
import { exampleEvent } from '../../../../src/http/events/examples.ts';
import type { EventIntake } from '../../../../src/ports/storage.ts';

/** The ports that change deliveries, with and without a watcher. */

const change = { before: exampleDelivery, after: delivered(exampleDelivery), attempt: exampleAttempt };

function watchable(result: 'recorded' | 'superseded' = 'recorded', isBroken = false) {
  const logged: string[] = [];
  const missing: TenantId[] = [];
  const recording = Promise.resolve(result);
  const keeping = Promise.resolve(exampleEvent);
  const keepingAll = Promise.resolve([exampleEvent]);
  const done = Promise.resolve();
  const count = Promise.resolve(1);
  const reads: string[][] = [];
  const feed = new LiveFeed(
    {
      findMany: async (ids) => {
        reads.push([...ids]);
        if (isBroken) throw new Error('the disk is full');
        return [exampleDelivered];
      },
    },
    { warn: (occurrence) => logged.push(occurrence) },
  );
  const intake: EventIntake = { keep: () => keeping, keepAll: () => keepingAll, addDeliveries: () => done };
  const outcomes = watchedOutcomes(
    { record: () => recording, sendNow: () => recording, announceAgain: () => done },
    feed,
    (id) => id !== exampleDelivery.eventId,
  );
  const seen: LiveChange[] = [];
  return {
    ...{ feed, outcomes, recording, keeping, keepingAll, done, count, reads, seen, logged, missing },
    intake: watchedIntake(intake, feed),
    exhausted: watchedExhausted(
      { count: async () => 0, oldest: async () => ({ deliveries: [], lastId: null }), replay: () => count },
      feed,
    ),
    missed: watchedMissed({ oldest: async () => ({ events: [], lastId: null }), make: () => count }, feed),
    watch: () =>
      feed.listen({
        changed: (one) => seen.push(one),
        missed: (tenants) => missing.push(...tenants),
      }),
  };
}

describe('without a watcher', () => {
  it('each call returns the promise of the store itself, and reads nothing', () => {
    const { outcomes, intake, exhausted, missed, reads, ...made } = watchable();
    expect(outcomes.record(change)).toBe(made.recording);
    expect(outcomes.sendNow(change)).toBe(made.recording);
    expect(intake.keep(exampleEvent, [exampleDelivery])).toBe(made.keeping);
    expect(intake.keepAll([{ event: exampleEvent, deliveries: [exampleDelivery] }])).toBe(made.keepingAll);
    expect(intake.addDeliveries(exampleEvent, [exampleDelivery])).toBe(made.done);
    expect(exhausted.replay([change])).toBe(made.count);
    expect(missed.make([exampleDelivery], 'now')).toBe(made.count);
    expect(reads).toEqual([]);
  });

  it('the feed forgets its listener', () => {
    const { feed, watch } = watchable();
    watch();
    expect(feed.isWatched).toBe(true);
    feed.listen(undefined);
    expect(feed.isWatched).toBe(false);
  });
});

describe('with a watcher', () => {
  it('passes a change on after it was recorded, with its attempt', async () => {
    const { outcomes, watch, seen } = watchable();
    watch();
    const recording = outcomes.record(change);
    expect(seen).toEqual([]);
    await recording;
    expect(seen).toEqual([{ delivery: change.after, attempt: exampleAttempt }]);
  });

  it('passes nothing on that another process was faster with', async () => {
    const { outcomes, watch, seen } = watchable('superseded');
    watch();
    await outcomes.record(change);
    await outcomes.sendNow(change);
    expect(seen).toEqual([]);
  });

  it('passes new deliveries on, but not those of an event that was kept before', async () => {
    const { intake, watch, seen } = watchable();
    watch();
    await intake.keep(exampleEvent, [exampleDelivery]);
    await intake.keepAll([{ event: exampleEvent, deliveries: [exampleDelivery] }]);
    await intake.keep({ ...exampleEvent }, [exampleDelivery]);
    await intake.keep(exampleEvent, 'to fan out');
    expect(seen.map(({ delivery }) => delivery)).toEqual([exampleDelivery, exampleDelivery]);
  });

  it('reads the deliveries that a call may or may not have changed', async () => {
    const { intake, exhausted, missed, watch, seen, reads } = watchable();
    watch();
    await intake.addDeliveries(exampleEvent, [exampleDelivery]);
    await exhausted.replay([change]);
    await missed.make([exampleDelivery], 'now');
    expect(reads).toEqual(Array(3).fill([exampleDelivery.id]));
    expect(seen.map(({ delivery }) => delivery)).toEqual(Array(3).fill(exampleDelivered));
  });

  it('a read that fails after the commit does not fail the call, and is told to the watcher', async () => {
    const { intake, exhausted, missed, watch, seen, logged, missing } = watchable('recorded', true);
    watch();
    await intake.addDeliveries(exampleEvent, [exampleDelivery]);
    expect(await exhausted.replay([change])).toBe(1);
    expect(await missed.make([exampleDelivery], 'now')).toBe(1);
    expect(seen).toEqual([]);
    expect(logged).toEqual(Array(3).fill('live.not_published'));
    expect(missing).toEqual(Array(3).fill(exampleDelivery.tenantId));
  });

  it('hides the response excerpt of an event whose payload was deleted', async () => {
    const { watch, feed, seen } = watchable();
    const recorded = Promise.resolve('recorded' as const);
    const outcomes = watchedOutcomes(
      { record: () => recorded, sendNow: () => recorded, announceAgain: async () => {} },
      feed,
      (id) => id === exampleDelivery.eventId,
    );
    watch();
    await outcomes.record(change);
    expect(seen).toMatchObject([{ attempt: { number: 1, responseExcerpt: null } }]);
  });
});
