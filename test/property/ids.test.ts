import fc from 'fast-check';
import { decodeTime, encodeTime, isValid, TIME_MAX, ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import {
  createdAtMsOf,
  deliveryIdOf,
  isDeliveryId,
  isEventId,
  isSubscriptionId,
  lowestUlidAt,
  partsOfDeliveryId,
} from '../../src/domain/ids.ts';

/** Times as ULIDs can carry them: 48 bits of milliseconds. */
const timeMs = fc.integer({ min: 0, max: TIME_MAX });
/** A source of random bits for the `ulid` package, extremes included. */
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** The `ulid` package takes 0 for no time, and the present instead. */
const ulidAt = (time: number, random: number): string =>
  encodeTime(time, 10) + ulid(1, () => random).slice(10);
/** One whose time is spread over all of them, which `fc.ulid()` alone rarely does. */
const anyUlid = fc.oneof(
  fc.ulid(),
  fc.tuple(timeMs, fraction).map(([time, random]) => ulidAt(time, random)),
);

describe('ids', () => {
  it("takes every ULID that the `ulid` package takes, in that package's spelling", () => {
    fc.assert(
      fc.property(anyUlid, (text) => {
        expect(isValid(text)).toBe(true);
        expect(isEventId(`evt_${text}`)).toBe(true);
        expect(isSubscriptionId(`sub_${text}`)).toBe(true);
      }),
    );
  });

  it('makes delivery ids that name their event and subscription again', () => {
    fc.assert(
      fc.property(anyUlid, anyUlid, (event, subscription) => {
        const parts = { eventId: `evt_${event}`, subscriptionId: `sub_${subscription}` } as const;
        const id = deliveryIdOf(parts.eventId, parts.subscriptionId);
        expect(isDeliveryId(id)).toBe(true);
        expect(partsOfDeliveryId(id)).toEqual(parts);
      }),
    );
  });

  it('makes the same delivery id again from the parts of one', () => {
    fc.assert(
      fc.property(anyUlid, anyUlid, (first, second) => {
        const { eventId, subscriptionId } = partsOfDeliveryId(`dlv_${first}${second}`);
        expect(deliveryIdOf(eventId, subscriptionId)).toBe(`dlv_${first}${second}`);
      }),
    );
  });

  it('sorts deliveries as their events', () => {
    fc.assert(
      fc.property(anyUlid, anyUlid, anyUlid, anyUlid, (first, second, subscription, other) => {
        fc.pre(first < second);
        expect(
          deliveryIdOf(`evt_${first}`, `sub_${subscription}`) < deliveryIdOf(`evt_${second}`, `sub_${other}`),
        ).toBe(true);
      }),
    );
  });
});

describe('times in ids', () => {
  it('reads the time that the `ulid` package reads', () => {
    fc.assert(
      fc.property(anyUlid, (text) => {
        expect(createdAtMsOf(`evt_${text}`)).toBe(decodeTime(text));
      }),
    );
  });

  it('writes the time that the `ulid` package writes', () => {
    fc.assert(
      fc.property(timeMs, (time) => {
        expect(lowestUlidAt(time).slice(0, 10)).toBe(encodeTime(time, 10));
        expect(decodeTime(lowestUlidAt(time))).toBe(time);
      }),
    );
  });

  it('bounds from below every ULID of its millisecond', () => {
    fc.assert(
      fc.property(timeMs, fraction, (time, random) => {
        expect(lowestUlidAt(time) <= ulidAt(time, random)).toBe(true);
      }),
    );
  });

  it('is above every ULID of an earlier millisecond', () => {
    const largestRandomPart = 'Z'.repeat(16);
    fc.assert(
      fc.property(timeMs, timeMs, fraction, (one, other, random) => {
        fc.pre(one !== other);
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        expect(lowestUlidAt(later) > ulidAt(earlier, random)).toBe(true);
        expect(lowestUlidAt(later) > encodeTime(later - 1, 10) + largestRandomPart).toBe(true);
      }),
      { examples: [[0, 1, 0]] },
    );
  });
});
