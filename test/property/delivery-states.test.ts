import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  asleepInQueue,
  asRetrying,
  attempted,
  cancelled,
  type Delivery,
  delivered,
  deliveryExpiresAtMs,
  exhausted,
  held,
  isOpen,
  newDelivery,
  parkedUntil,
  released,
  replayed,
  retriedNow,
} from '../../src/domain/delivery.ts';
import { createdAtMsOf } from '../../src/domain/ids.ts';

/** A step of the service on a delivery, and the condition for it. */
interface Step {
  readonly isPossible: (delivery: Delivery) => boolean;
  readonly take: (delivery: Delivery, nowMs: number, delayMs: number) => Delivery;
  readonly makesAttempt?: true;
  /** A new queue message is sent, under the delivery's ticket. */
  readonly sendsMessage?: true;
  /** The queue message that the delivery had, if any, may be met again and must count for nothing. */
  readonly voidsMessage?: true;
}

const isInQueue = (delivery: Delivery) => isOpen(delivery) && delivery.waits === 'queue';
const isParked = (delivery: Delivery) => isOpen(delivery) && delivery.waits !== 'queue';
const isClosed = (delivery: Delivery) => !isOpen(delivery);
const failed = (delivery: Delivery, nowMs: number) => attempted(delivery, 'https://receiver.example/', nowMs);

const steps = {
  succeed: {
    isPossible: isInQueue,
    take: (delivery, nowMs) => delivered(failed(delivery, nowMs)),
    makesAttempt: true,
  },
  failAndSleep: {
    isPossible: isInQueue,
    take: (delivery, nowMs, delayMs) => asleepInQueue(failed(delivery, nowMs), nowMs + delayMs),
    makesAttempt: true,
  },
  failAndPark: {
    isPossible: isInQueue,
    take: (delivery, nowMs, delayMs) => parkedUntil(asRetrying(failed(delivery, nowMs)), nowMs + delayMs),
    makesAttempt: true,
    voidsMessage: true,
  },
  failAsGone: {
    isPossible: isInQueue,
    take: (delivery, nowMs) => held(asRetrying(failed(delivery, nowMs))),
    makesAttempt: true,
    voidsMessage: true,
  },
  failForGood: {
    isPossible: isInQueue,
    take: (delivery, nowMs) => exhausted(failed(delivery, nowMs), 'attempts', nowMs),
    makesAttempt: true,
  },
  giveUp: { isPossible: isOpen, take: (delivery, nowMs) => exhausted(delivery, 'expired', nowMs) },
  parkForAFreshMessage: {
    isPossible: isInQueue,
    take: (delivery, nowMs) => parkedUntil(delivery, nowMs),
    voidsMessage: true,
  },
  hold: { isPossible: isInQueue, take: (delivery) => held(delivery), voidsMessage: true },
  release: {
    isPossible: isParked,
    take: (delivery, nowMs) => released(delivery, nowMs),
    sendsMessage: true,
    voidsMessage: true,
  },
  cancel: {
    isPossible: isOpen,
    take: (delivery, nowMs) => cancelled(delivery, 'by_request', nowMs),
    voidsMessage: true,
  },
  retryNow: {
    isPossible: isOpen,
    take: (delivery, nowMs) => retriedNow(delivery, nowMs),
    sendsMessage: true,
    voidsMessage: true,
  },
  replay: {
    isPossible: isClosed,
    take: (delivery, nowMs) => replayed(delivery, nowMs),
    sendsMessage: true,
    voidsMessage: true,
  },
} satisfies Record<string, Step>;

type StepName = keyof typeof steps;
interface Change {
  readonly name: StepName;
  readonly before: Delivery;
  readonly after: Delivery;
  readonly nowMs: number;
}

const plannedSteps = fc.array(
  fc.record({
    name: fc.constantFrom(...(Object.keys(steps) as StepName[])),
    laterMs: fc.nat(86_400_000),
    delayMs: fc.nat(36_000_000),
  }),
  { maxLength: 40 },
);
const firstDelivery = fc.tuple(fc.ulid(), fc.ulid()).map(([event, subscription]) =>
  newDelivery({
    tenantId: 'ten_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    eventId: `evt_${event}`,
    subscriptionId: `sub_${subscription}`,
    eventType: null,
    targetUrl: 'https://receiver.example/',
  }),
);

/** A random life of a delivery: planned steps that are not possible when their turn comes are left out. */
const life = fc.tuple(firstDelivery, plannedSteps).map(([first, planned]) => {
  const changes: Change[] = [];
  let delivery = first;
  let nowMs = first.createdAtMs;
  for (const { name, laterMs, delayMs } of planned) {
    if (!steps[name].isPossible(delivery)) continue;
    nowMs += laterMs;
    const after = steps[name].take(delivery, nowMs, delayMs);
    changes.push({ name, before: delivery, after, nowMs });
    delivery = after;
  }
  return { first, changes };
});

function checkEveryChange(check: (change: Change & { readonly step: Step }) => void): void {
  fc.assert(
    fc.property(life, ({ changes }) => {
      for (const change of changes) check({ ...change, step: steps[change.name] });
    }),
  );
}

const checkEveryState = (check: (delivery: Delivery) => void): void =>
  fc.assert(
    fc.property(life, ({ first, changes }) => {
      for (const delivery of [first, ...changes.map(({ after }) => after)]) check(delivery);
    }),
  );

describe('the random lives', () => {
  let seen: Set<string>;
  beforeAll(() => {
    const lives = fc.sample(life, 500);
    seen = new Set(
      lives.flatMap(({ changes }) =>
        changes.flatMap(({ name, after }) => [name, after.status, `${after.status} in ${after.waits}`]),
      ),
    );
  });

  it.each([
    ...Object.keys(steps),
    'pending in due',
    'pending in held',
    'retrying in queue',
    'retrying in due',
    'retrying in held',
    'delivered',
    'exhausted',
    'cancelled',
  ])('come by %s', (what) => {
    expect(seen).toContain(what);
  });
});

describe('any sequence of steps of a delivery', () => {
  it('it stays the same delivery', () => {
    checkEveryChange(({ before, after }) => {
      for (const field of [
        'id',
        'tenantId',
        'eventId',
        'subscriptionId',
        'eventType',
        'createdAtMs',
      ] as const) {
        expect(after[field]).toBe(before[field]);
      }
    });
  });

  it('its attempts are counted by attempts, and by nothing else', () => {
    checkEveryChange(({ before, after, step }) => {
      expect(after.attemptCount - before.attemptCount).toBe(step.makesAttempt ? 1 : 0);
    });
  });

  it('its ticket never falls', () => {
    checkEveryChange(({ before, after }) => {
      expect(after.ticket).toBeGreaterThanOrEqual(before.ticket);
    });
  });

  it('its ticket rises when the message that it had must count for nothing', () => {
    checkEveryChange(({ before, after, step }) => {
      if (step.voidsMessage) expect(after.ticket).toBeGreaterThan(before.ticket);
    });
  });

  it('no two of its queue messages carry the same ticket', () => {
    fc.assert(
      fc.property(life, ({ first, changes }) => {
        const sent = changes
          .filter(({ name }) => 'sendsMessage' in steps[name])
          .map(({ after }) => after.ticket);
        const tickets = [first.ticket, ...sent];
        expect(new Set(tickets).size).toBe(tickets.length);
      }),
    );
  });

  it('its ticket is that of its latest message exactly while it waits in the queue', () => {
    fc.assert(
      fc.property(life, ({ first, changes }) => {
        let ticketOfMessage = first.ticket;
        for (const { name, after } of changes) {
          if ('sendsMessage' in steps[name]) ticketOfMessage = after.ticket;
          if (isOpen(after)) expect(after.ticket === ticketOfMessage).toBe(after.waits === 'queue');
        }
      }),
    );
  });

  it('its last change never moves back, and is never in the future', () => {
    checkEveryChange(({ before, after, nowMs }) => {
      expect(after.updatedAtMs).toBeGreaterThanOrEqual(before.updatedAtMs);
      expect(after.updatedAtMs).toBeLessThanOrEqual(nowMs);
    });
  });

  it('its end is dated to the moment at which it came', () => {
    checkEveryChange(({ after, nowMs }) => {
      if (!isOpen(after)) expect(after.updatedAtMs).toBe(nowMs);
    });
  });

  it('it is opened again by a replay only', () => {
    checkEveryChange(({ name, before, after }) => {
      if (!isOpen(before)) expect(name).toBe('replay');
      if (name === 'replay') expect(isOpen(after)).toBe(true);
    });
  });

  it('it is pending until something is tried, and never again', () => {
    checkEveryChange(({ before, after }) => {
      if (after.status === 'pending') expect([before.status, after.attemptCount]).toEqual(['pending', 0]);
    });
  });

  it('its next attempt is a manual one exactly from a replay or a retry now to the attempt that follows', () => {
    fc.assert(
      fc.property(life, ({ changes }) => {
        let isAskedFor = false;
        for (const { name, after } of changes) {
          if (name === 'replay' || name === 'retryNow') isAskedFor = true;
          if ('makesAttempt' in steps[name]) isAskedFor = false;
          expect(after.trigger).toBe(isAskedFor ? 'manual' : 'scheduled');
        }
      }),
    );
  });
});

describe('a delivery, whenever it is looked at', () => {
  it('has a next attempt only while it is open', () => {
    checkEveryState((delivery) => {
      if (!isOpen(delivery)) {
        expect(delivery).toMatchObject({ nextAttemptAtMs: null, dueAtMs: null, waits: 'queue' });
      }
    });
  });

  it('waits in one place, with the times that belong to it', () => {
    checkEveryState((delivery) => {
      if (!isOpen(delivery)) return;
      const { waits, nextAttemptAtMs, dueAtMs } = delivery;
      expect(nextAttemptAtMs === null).toBe(waits === 'held');
      expect(dueAtMs === null).toBe(waits === 'queue');
      if (waits === 'due') expect(dueAtMs).toBe(nextAttemptAtMs);
    });
  });

  it('has a reason exactly when it is exhausted or cancelled', () => {
    checkEveryState(({ status, statusReason }) => {
      const reasons = {
        pending: [null],
        retrying: [null],
        delivered: [null],
        exhausted: ['attempts', 'expired'],
        cancelled: ['by_request', 'subscription_deleted'],
      };
      expect(reasons[status]).toContain(statusReason);
    });
  });

  it('is forgotten some time exactly when it is closed, and not before the retention is over', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 1, max: 8_760 }), ({ first, changes }, retentionHours) => {
        for (const { after, nowMs } of [{ after: first, nowMs: first.createdAtMs }, ...changes]) {
          const expiresAtMs = deliveryExpiresAtMs(after, retentionHours);
          expect(expiresAtMs).toBe(isOpen(after) ? null : nowMs + retentionHours * 3_600_000);
        }
      }),
    );
  });

  it('is as old as its event', () => {
    checkEveryState((delivery) => {
      expect(delivery.createdAtMs).toBe(createdAtMsOf(delivery.eventId));
    });
  });
});
