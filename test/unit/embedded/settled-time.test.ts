import { expect, it } from 'vitest';
import { SettledTime } from '../../../embedded/settled-time.ts';

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;
const START_MS = Date.parse('2026-02-01T12:00:00Z');

function settledTime() {
  const time = { wallMs: START_MS, monotonicMs: 0 };
  const settled = new SettledTime({ nowMs: () => time.wallMs, monotonicMs: () => time.monotonicMs });
  const pass = (minutes: number) => {
    time.wallMs += minutes * MINUTE_MS;
    time.monotonicMs += minutes * MINUTE_MS;
    return settled.nowMs();
  };
  const set = (stepMs: number) => {
    time.wallMs += stepMs;
  };
  return { pass, set };
}

it('a clock is believed for deletions ten minutes after the start', () => {
  const { pass } = settledTime();
  expect(pass(9)).toBeUndefined();
  expect(pass(1)).toBe(START_MS + 10 * MINUTE_MS);
});

it('a clock that is set a year ahead and back within ten minutes deletes nothing', () => {
  const { pass, set } = settledTime();
  pass(30);
  set(YEAR_MS);
  expect(pass(1)).toBeUndefined();
  expect(pass(8)).toBeUndefined();
  set(-YEAR_MS);
  expect(pass(2)).toBe(START_MS + 41 * MINUTE_MS);
});

it('a clock that goes on after a jump ahead is believed again', () => {
  const { pass, set } = settledTime();
  pass(30);
  set(3 * 24 * 60 * MINUTE_MS);
  expect(pass(1)).toBeUndefined();
  expect(pass(10)).toBe(START_MS + (3 * 24 * 60 + 41) * MINUTE_MS);
});

it('small corrections of the clock change nothing', () => {
  const { pass, set } = settledTime();
  pass(30);
  set(5 * MINUTE_MS);
  expect(pass(1)).toBe(START_MS + 36 * MINUTE_MS);
});
