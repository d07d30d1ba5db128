import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exhausted } from '../../src/domain/delivery.ts';
import {
  causeOf,
  failing,
  goodHealth,
  type Health,
  isLastingFailure,
  mayBeginToFail,
  recovered,
  withNotice,
} from '../../src/domain/health.ts';
import { failingLimits } from '../../src/domain/limits.ts';
import {
  exhaustedEvent,
  type OperationalEvent,
  operationalEventTypes,
  subscriptionEvent,
} from '../../src/domain/operational-event.ts';
import { operationalEventShapes } from '../../src/http/operational/output.ts';
import { aDelivery, anAttempt, anEvent, aSubscription } from '../support/records.ts';

const subscription = aSubscription();
const delivery = aDelivery(anEvent(), subscription.id);
const cause = causeOf(delivery, anAttempt({ responseExcerpt: 'a secret of the receiver' }));
const START_MS = 1_900_000_000_000;

const lives = fc.array(
  fc.record({ isFailure: fc.boolean(), laterMs: fc.nat(2 * failingLimits.quietSeconds * 1_000) }),
  { maxLength: 40 },
);

function livedThrough(life: readonly { readonly isFailure: boolean; readonly laterMs: number }[]) {
  const states: Health[] = [goodHealth];
  let nowMs = START_MS;
  for (const { isFailure, laterMs } of life) {
    nowMs += laterMs;
    const change = isFailure ? failing : recovered;
    states.push(change(states.at(-1)!, cause, nowMs));
  }
  return { states, last: states.at(-1)! };
}

describe('a subscription, with any outcomes of its deliveries,', () => {
  it('fails and recovers in turn, and each time there is something to tell', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { last } = livedThrough(life);
        const types = last.pendingNotices.map(({ type }) => type);
        const expected = types.map((_, n) =>
          n % 2 === 0 ? 'posthorn.subscription.failing' : 'posthorn.subscription.recovered',
        );
        expect(types).toEqual(expected);
        expect(last.failingSinceMs !== null).toBe(types.length % 2 === 1);
      }),
    );
  });

  it('is not found failing again right after it has recovered', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { pendingNotices } = livedThrough(life).last;
        for (const [n, { type, atMs }] of pendingNotices.entries()) {
          if (n === 0 || type !== 'posthorn.subscription.failing') continue;
          expect(atMs - pendingNotices[n - 1]!.atMs).toBeGreaterThanOrEqual(
            failingLimits.quietSeconds * 1_000,
          );
        }
      }),
    );
  });

  it('is the very same where there is nothing new, so that nothing is written', () => {
    expect(recovered(goodHealth, cause, START_MS)).toBe(goodHealth);
    const failed = failing(goodHealth, cause, START_MS);
    expect(failing(failed, cause, START_MS + 1)).toBe(failed);
    const well = recovered(failed, cause, START_MS + 2);
    expect(mayBeginToFail(well, START_MS + 3)).toBe(false);
    expect(failing(well, cause, START_MS + 3)).toBe(well);
  });

  it('fails after four attempts of one delivery, or its last one', () => {
    expect([1, 2, 3, 4, 5].map((n) => isLastingFailure(n, false))).toEqual([false, false, false, true, true]);
    expect(isLastingFailure(1, true)).toBe(true);
  });
});

describe('an operational event', () => {
  const { pendingNotices } = livedThrough([
    { isFailure: true, laterMs: 0 },
    { isFailure: false, laterMs: 5_000 },
  ]).last;
  const gone = {
    type: 'posthorn.subscription.disabled',
    reason: 'receiver_gone',
    atMs: START_MS,
    cause,
  } as const;
  const events: readonly OperationalEvent[] = [
    ...withNotice({ ...goodHealth, pendingNotices }, gone).pendingNotices.map((notice) =>
      subscriptionEvent(subscription, notice),
    ),
    exhaustedEvent(exhausted(delivery, 'attempts', START_MS), 'customer-42', anAttempt()),
    exhaustedEvent(exhausted(delivery, 'expired', START_MS), null, undefined),
  ];
  const documentOf = ({ payload }: OperationalEvent) => Buffer.from(payload).toString();

  it('of every type looks as it is documented', () => {
    expect(new Set(events.map(({ eventType }) => eventType))).toEqual(new Set(operationalEventTypes));
    for (const event of events) {
      const shape = operationalEventShapes[event.eventType];
      const document: unknown = JSON.parse(documentOf(event));
      // Parsing would drop undocumented fields.
      expect(shape.parse(document)).toEqual(document);
    }
  });

  it('has no part of a receiver’s answer', () => {
    for (const event of events) expect(documentOf(event)).not.toContain('a secret of the receiver');
  });

  it('has the same id whenever the same is told, and another id for anything else', () => {
    const [first] = pendingNotices;
    const again = subscriptionEvent(subscription, first!);
    expect(again.id).toBe(events[0]!.id);
    const others = [
      subscriptionEvent(aSubscription(), first!),
      subscriptionEvent(subscription, { ...first!, atMs: first!.atMs + 1 }),
    ];
    const ids = [...events.slice(0, 4), ...others].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^evt_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });
});
