import { describe, expect, it } from 'vitest';
import {
  asleepInQueue,
  asRetrying,
  attempted,
  cancelled,
  type Delivery,
  delivered,
  deliveryExpiresAtMs,
  deliveryStatuses,
  exhausted,
  held,
  isOpen,
  newDelivery,
  parkedUntil,
  released,
  remainingWaitMs,
  replayed,
} from '../../../src/domain/delivery.ts';
import { eventExpiresAtMs } from '../../../src/domain/event.ts';
import { retention, retryLimits } from '../../../src/domain/limits.ts';
import { giveUpAtMs } from '../../../src/domain/retry-policy.ts';

const EVENT_ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const SUBSCRIPTION_ULID = '01BX5ZZKBKACTAV9WEVGEMMVRZ';
const CREATED_MS = 1_469_922_850_259;
const NOW_MS = CREATED_MS + 10_000;
const LATER_MS = NOW_MS + 300_000;
const HOUR_MS = 3_600_000;

const about = {
  tenantId: 'ten_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  eventId: `evt_${EVENT_ULID}`,
  subscriptionId: `sub_${SUBSCRIPTION_ULID}`,
  eventType: 'order.created',
  targetUrl: 'https://receiver.example/hook',
} as const;

const fresh = newDelivery(about);
/** One that has failed twice, with every field off its first value, so that each change and each non-change shows. */
const retrying: Delivery = {
  ...fresh,
  status: 'retrying',
  attemptCount: 2,
  ticket: 3,
  nextAttemptAtMs: NOW_MS,
  updatedAtMs: NOW_MS - 5_000,
};
const parked = parkedUntil(retrying, LATER_MS);

describe('a new delivery', () => {
  it('is pending, in the queue, due at once, and as old as its event', () => {
    expect(fresh).toEqual({
      ...about,
      id: `dlv_${EVENT_ULID}${SUBSCRIPTION_ULID}`,
      status: 'pending',
      statusReason: null,
      attemptCount: 0,
      ticket: 0,
      trigger: 'scheduled',
      nextAttemptAtMs: CREATED_MS,
      waits: 'queue',
      dueAtMs: null,
      createdAtMs: CREATED_MS,
      updatedAtMs: CREATED_MS,
    });
  });

  it('is the same when it is made again', () => {
    expect(newDelivery(about)).toEqual(fresh);
  });
});

describe('how long an attempt waits', () => {
  const failed = { ...asleepInQueue(attempted(fresh, fresh.targetUrl, NOW_MS), NOW_MS + 30_000) };

  it.each([
    ['a first attempt is due', fresh, CREATED_MS, 0],
    ['a first attempt is due by a clock that is behind', fresh, CREATED_MS - HOUR_MS, 0],
    ['a retry waits for its time', failed, NOW_MS + 10_000, 20_000],
    ['a retry is due at its time', failed, NOW_MS + 30_000, 0],
    ['a retry is due after its time', failed, NOW_MS + HOUR_MS, 0],
    ['a clock a little behind makes no wait longer', failed, NOW_MS - 3_000, 30_000],
    ['a clock that was set back ends the wait', failed, NOW_MS - HOUR_MS, 0],
    ['a replay is due by a clock that is behind', replayed(delivered(failed), LATER_MS), NOW_MS, 0],
  ])('%s', (_, delivery, nowMs, waitMs) => {
    expect(remainingWaitMs(delivery, nowMs)).toBe(waitMs);
  });

  const asked = newDelivery({ ...about, deliverAtMs: CREATED_MS + HOUR_MS });

  it.each([
    ['before it', CREATED_MS, HOUR_MS],
    ['at that time', CREATED_MS + HOUR_MS, 0],
    ['by a clock that was set back', CREATED_MS - HOUR_MS, 2 * HOUR_MS],
    ['by a clock so far behind that no producer can have asked for it', CREATED_MS - 9 * 24 * HOUR_MS, 0],
  ])('for the time that a producer asked for, %s', (_, nowMs, waitMs) => {
    expect(remainingWaitMs(asked, nowMs)).toBe(waitMs);
    expect(remainingWaitMs(released(asked, CREATED_MS + HOUR_MS), nowMs)).toBe(waitMs);
  });
});

describe('an attempt', () => {
  it('is counted, with where it went and when', () => {
    expect(attempted(retrying, 'https://moved.example/', LATER_MS)).toEqual({
      ...retrying,
      targetUrl: 'https://moved.example/',
      attemptCount: 3,
      updatedAtMs: LATER_MS,
    });
  });

  it('uses up a replay: the next one is scheduled', () => {
    const again = replayed(delivered(retrying), NOW_MS);
    expect(again.trigger).toBe('manual');
    expect(attempted(again, about.targetUrl, LATER_MS).trigger).toBe('scheduled');
  });
});

describe('the ends of a delivery', () => {
  const closed = { nextAttemptAtMs: null, waits: 'queue', dueAtMs: null };

  it('delivered: there is no next attempt', () => {
    expect(delivered(retrying)).toEqual({ ...retrying, ...closed, status: 'delivered' });
  });

  it.each(['attempts', 'expired'] as const)('exhausted: it says why, %s', (reason) => {
    expect(exhausted(retrying, reason, LATER_MS)).toEqual({
      ...retrying,
      ...closed,
      status: 'exhausted',
      statusReason: reason,
      updatedAtMs: LATER_MS,
    });
  });

  it.each(['subscription_deleted', 'by_request'] as const)(
    'cancelled: it says why, %s, and its message is worthless',
    (reason) => {
      expect(cancelled(retrying, reason, LATER_MS)).toEqual({
        ...retrying,
        ...closed,
        status: 'cancelled',
        statusReason: reason,
        ticket: 4,
        updatedAtMs: LATER_MS,
      });
    },
  );

  it.each([
    ['parked', parked],
    ['held', held(retrying)],
  ])('can come while it is %s: it is not due any more', (_, waiting) => {
    expect(exhausted(waiting, 'expired', LATER_MS)).toMatchObject(closed);
    expect(cancelled(waiting, 'by_request', LATER_MS)).toMatchObject(closed);
  });
});

describe('waiting', () => {
  it('in the queue keeps the message', () => {
    expect(asleepInQueue(fresh, LATER_MS)).toEqual({
      ...fresh,
      status: 'retrying',
      nextAttemptAtMs: LATER_MS,
    });
  });

  it('outside the queue is for a time, and makes the message worthless', () => {
    expect(parkedUntil(retrying, LATER_MS)).toEqual({
      ...retrying,
      ticket: 4,
      nextAttemptAtMs: LATER_MS,
      waits: 'due',
      dueAtMs: LATER_MS,
    });
  });

  it('for a disabled subscription has no time but that at which it is given up', () => {
    expect(held(retrying)).toEqual({
      ...retrying,
      ticket: 4,
      nextAttemptAtMs: null,
      waits: 'held',
      dueAtMs: giveUpAtMs(CREATED_MS),
    });
    expect(held(retrying).dueAtMs).toBeGreaterThan(CREATED_MS + retryLimits.totalSeconds * 1_000);
  });

  it.each([
    ['parked', parked],
    ['held', held(retrying)],
  ])('ends with a new message and a new ticket: %s', (_, waiting) => {
    expect(released(waiting, LATER_MS)).toEqual({
      ...waiting,
      ticket: waiting.ticket + 1,
      nextAttemptAtMs: LATER_MS,
      waits: 'queue',
      dueAtMs: null,
    });
  });

  it('before the first attempt does not say that there was one', () => {
    expect(parkedUntil(fresh, LATER_MS).status).toBe('pending');
    expect(held(fresh).status).toBe('pending');
    expect(asRetrying(fresh)).toEqual({ ...fresh, status: 'retrying' });
  });
});

describe('a replay', () => {
  it.each([
    ['delivered', delivered(retrying)],
    ['exhausted', exhausted(retrying, 'attempts', NOW_MS)],
    ['cancelled', cancelled(retrying, 'by_request', NOW_MS)],
  ])('opens a delivery that was %s, for one attempt now', (_, closed) => {
    expect(replayed(closed, LATER_MS)).toEqual({
      ...closed,
      status: 'retrying',
      statusReason: null,
      ticket: closed.ticket + 1,
      trigger: 'manual',
      nextAttemptAtMs: LATER_MS,
      updatedAtMs: LATER_MS,
    });
  });
});

describe('every transition', () => {
  it('gives a new delivery and leaves the one before as it was', () => {
    const before = Object.freeze(structuredClone(retrying));
    const after = [
      attempted(before, about.targetUrl, NOW_MS),
      delivered(before),
      exhausted(before, 'attempts', NOW_MS),
      cancelled(before, 'by_request', NOW_MS),
      asleepInQueue(before, NOW_MS),
      parkedUntil(before, NOW_MS),
      held(before),
      asRetrying(before),
      released(before, NOW_MS),
      replayed(before, NOW_MS),
    ];
    expect(after).not.toContain(before);
    expect(before).toEqual(retrying);
  });
});

describe('open and closed', () => {
  it('are told by the status', () => {
    const [open, closed] = [true, false].map((expected) =>
      deliveryStatuses.filter((status) => isOpen({ ...retrying, status }) === expected),
    );
    expect(open).toEqual(['pending', 'retrying']);
    expect(closed).toEqual(['delivered', 'exhausted', 'cancelled']);
  });
});

describe('forgetting', () => {
  it('comes a while after the last change of a closed delivery', () => {
    const closed = exhausted(retrying, 'attempts', NOW_MS);
    expect(deliveryExpiresAtMs(closed, 72)).toBe(NOW_MS + 72 * HOUR_MS);
    expect(deliveryExpiresAtMs(closed, 1)).toBe(NOW_MS + HOUR_MS);
  });

  it('never comes while a delivery is open', () => {
    expect(deliveryExpiresAtMs(fresh, 72)).toBeNull();
    expect(deliveryExpiresAtMs(parked, 72)).toBeNull();
    expect(deliveryExpiresAtMs(held(retrying), 72)).toBeNull();
  });

  it('comes later for an event than for its deliveries, so that they can be replayed to the end', () => {
    const closed = exhausted(retrying, 'attempts', NOW_MS);
    const extraMs = eventExpiresAtMs(NOW_MS, 72) - deliveryExpiresAtMs(closed, 72)!;
    expect(extraMs).toBe(retention.eventExtraHours * HOUR_MS);
    expect(extraMs).toBeGreaterThan(0);
  });
});
