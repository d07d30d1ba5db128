import { describe, expect, it } from 'vitest';
import { systemRandomness } from '../../../../src/adapters/node/system-randomness.ts';
import { createdAtMsOf } from '../../../../src/domain/ids.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.now() + 10 * HOUR_MS;

const ulidAt = (ms: number) => systemRandomness.ulid(ms);
const timeOf = (ulid: string) => createdAtMsOf(`evt_${ulid}`);

describe('ULIDs', () => {
  it('ascend within a millisecond, and while the clock falls back by less than a second', () => {
    const made = [0, 0, 0, 5, 5, -900, -900, 6].map((ms) => ulidAt(START_MS + ms));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('carry the time of a clock that was set back, and of one that is right again', () => {
    const startMs = START_MS + HOUR_MS;
    expect(timeOf(ulidAt(startMs))).toBe(startMs);
    expect(timeOf(ulidAt(startMs - HOUR_MS))).toBe(startMs - HOUR_MS);
    expect(timeOf(ulidAt(startMs + 1))).toBe(startMs + 1);
  });

  it('are unique when a time comes a second time', () => {
    const startMs = START_MS + 2 * HOUR_MS;
    const twice = Array.from({ length: 2 }, () => {
      ulidAt(startMs - HOUR_MS);
      return Array.from({ length: 50 }, () => ulidAt(startMs));
    }).flat();
    expect(new Set(twice).size).toBe(100);
  });
});
