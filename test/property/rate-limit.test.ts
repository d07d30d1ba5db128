import fc from 'fast-check';
import { describe, it } from 'vitest';
import { takePlace } from '../../src/domain/rate-limit.ts';

const limits = fc.record({
  perSecond: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 50 }),
});
/** How long after the one before it each asks, in milliseconds. */
const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 })), {
  minLength: 1,
  maxLength: 120,
});

/** For what a double cannot hold. */
const ROUNDING_MS = 0.01;

describe('places under any rate limit, whenever they are asked for', () => {
  it('are in any period at most a burst and what the rate gives in that time', () => {
    fc.assert(
      fc.property(limits, gaps, (limit, waits) => {
        const places: number[] = [];
        let nowMs = 1_700_000_000_000;
        let paidUntilMs: number | undefined;
        for (const wait of waits) {
          nowMs += wait;
          const place = takePlace(limit, paidUntilMs, nowMs);
          ({ paidUntilMs } = place);
          places.push(place.atMs);
        }
        return places.every((startMs, from) =>
          places
            .slice(from)
            .every(
              (endMs, index) =>
                index + 1 <= limit.burst + ((endMs - startMs + ROUNDING_MS) * limit.perSecond) / 1_000,
            ),
        );
      }),
    );
  });

  it('come in the order in which they are asked for', () => {
    fc.assert(
      fc.property(limits, gaps, (limit, waits) => {
        let [nowMs, lastMs] = [0, 0];
        let paidUntilMs: number | undefined;
        return waits.every((wait) => {
          nowMs += wait;
          const place = takePlace(limit, paidUntilMs, nowMs);
          ({ paidUntilMs } = place);
          const isInOrder = place.atMs >= lastMs && place.atMs >= nowMs;
          lastMs = place.atMs;
          return isInOrder;
        });
      }),
    );
  });
});
