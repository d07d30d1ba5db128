import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asleepInQueue,
  attempted,
  cancelled,
  type Delivery,
  delivered,
  deliveryStatuses,
  exhausted,
  held,
  isOpen,
  newDelivery,
  parkedUntil,
  released,
  replayed,
  retriedNow,
} from '../../src/domain/delivery.ts';
import { heldOrDue, isUnchanged, mayFollow, overtaking } from '../../src/domain/delivery-transitions.ts';

const stored = fc.record({
  status: fc.constantFrom(...deliveryStatuses),
  ticket: fc.nat(4),
  attemptCount: fc.nat(4),
});
const openOnly = stored.filter(isOpen);

const delivery = fc.tuple(fc.ulid(), fc.ulid(), stored).map(
  ([event, subscription, state]): Delivery => ({
    ...newDelivery({
      tenantId: 'ten_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      eventId: `evt_${event}`,
      subscriptionId: `sub_${subscription}`,
      eventType: null,
      targetUrl: 'https://receiver.example/',
    }),
    ...state,
  }),
);

const nowMs = (before: Delivery) => before.createdAtMs + 60_000;
const failed = (before: Delivery) => attempted(before, before.targetUrl, nowMs(before));

/** The ends and waits that a worker may record of a delivery that it has read as open. */
const outcomes: Record<string, (before: Delivery) => Delivery> = {
  sleep: (before) => asleepInQueue(failed(before), nowMs(before) + 5_000),
  park: (before) => parkedUntil(failed(before), nowMs(before) + 3_600_000),
  hold: (before) => held(before),
  exhaust: (before) => exhausted(failed(before), 'attempts', nowMs(before)),
  cancel: (before) => cancelled(before, 'by_request', nowMs(before)),
};

/** Changes by others after which the delivery is not the one that a person has seen. */
const otherChanges: Record<string, (before: Delivery) => Delivery> = {
  ...outcomes,
  succeed: (before) => delivered(failed(before)),
  release: (before) => released(before, nowMs(before)),
  'retry now': (before) => retriedNow(before, nowMs(before)),
};

describe('mayFollow', () => {
  it('lets any outcome follow where no delivery is recorded', () => {
    fc.assert(
      fc.property(stored, stored, (before, after) => {
        expect(mayFollow(undefined, before, after)).toBe(true);
      }),
    );
  });

  it('lets any outcome follow the open delivery that the worker has read', () => {
    fc.assert(
      fc.property(openOnly, stored, (before, after) => {
        expect(mayFollow(before, before, after)).toBe(true);
      }),
    );
  });

  it('lets a success follow any stored delivery, unless it is cancelled', () => {
    fc.assert(
      fc.property(stored, stored, (now, before) => {
        expect(mayFollow(now, before, { status: 'delivered' })).toBe(now.status !== 'cancelled');
      }),
    );
  });

  it('rejects every other outcome of a closed delivery, and of an open one under another ticket', () => {
    fc.assert(
      fc.property(stored, stored, stored, (now, before, after) => {
        fc.pre(after.status !== 'delivered' && (!isOpen(now) || now.ticket !== before.ticket));
        expect(mayFollow(now, before, after)).toBe(false);
      }),
    );
  });

  it.each(Object.keys(outcomes))(
    'rejects an outcome of the same read after %s has closed or parked it',
    (name) => {
      fc.assert(
        fc.property(delivery.filter(isOpen), fc.constantFrom(...Object.keys(outcomes)), (before, later) => {
          const first = outcomes[name]?.(before) ?? before;
          const second = outcomes[later]?.(before) ?? before;
          // A message that sleeps keeps its ticket, so that its next attempt may follow.
          expect(mayFollow(first, before, second)).toBe(name === 'sleep');
        }),
      );
    },
  );
});

describe('isUnchanged', () => {
  it('is true of the delivery as it was read, and false where none is stored', () => {
    fc.assert(
      fc.property(stored, (before) => {
        expect(isUnchanged(before, before)).toBe(true);
        expect(isUnchanged(undefined, before)).toBe(false);
      }),
    );
  });

  it.each(Object.keys(otherChanges))('is false once another process has made it %s', (name) => {
    fc.assert(
      fc.property(delivery.filter(isOpen), (before) => {
        expect(isUnchanged(otherChanges[name]?.(before), before)).toBe(false);
      }),
    );
  });

  it('is false once a closed delivery is replayed', () => {
    fc.assert(
      fc.property(
        delivery.filter((one) => !isOpen(one)),
        (before) => {
          expect(isUnchanged(replayed(before, nowMs(before)), before)).toBe(false);
        },
      ),
    );
  });
});

describe('heldOrDue', () => {
  it('changes nothing while the subscription is disabled', () => {
    fc.assert(
      fc.property(delivery, (one) => {
        expect(heldOrDue(held(one), true)).toEqual(held(one));
      }),
    );
  });

  it('makes a held delivery due at its last change once the subscription is enabled or deleted', () => {
    fc.assert(
      fc.property(delivery, (one) => {
        const after = held(one);
        expect(heldOrDue(after, false)).toEqual({ ...after, waits: 'due', dueAtMs: after.updatedAtMs });
      }),
    );
  });

  it('leaves a delivery alone that is not held', () => {
    fc.assert(
      fc.property(delivery, fc.boolean(), (one, isDisabled) => {
        expect(heldOrDue(one, isDisabled)).toBe(one);
      }),
    );
  });
});

describe('overtaking', () => {
  it('lowers neither the ticket nor the number of attempts, and changes nothing else', () => {
    fc.assert(
      fc.property(delivery, stored, (after, now) => {
        const written = overtaking(after, now);
        expect(written.ticket).toBe(Math.max(after.ticket, now.ticket));
        expect(written.attemptCount).toBe(Math.max(after.attemptCount, now.attemptCount));
        expect({ ...written, ticket: after.ticket, attemptCount: after.attemptCount }).toEqual(after);
      }),
    );
  });
});
