import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../src/adapters/node/system-clock.ts';
import { WakeUps } from '../../../../src/adapters/sqlite/wake-ups.ts';

const START_MS = Date.parse('2026-02-01T12:00:00Z');
const DAY_MS = 86_400_000;

let calls: string[];
let wakeUps: WakeUps;

const callIn = (ms: number, name: string) => wakeUps.after(ms, () => calls.push(name));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'], now: START_MS });
  calls = [];
  wakeUps = new WakeUps(systemClock, () => calls.push('afterwards'));
});
afterEach(() => {
  vi.useRealTimers();
});

describe('wake-ups', () => {
  it('come at their time, not before', async () => {
    callIn(1_000, 'a');
    await vi.advanceTimersByTimeAsync(999);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual(['a', 'afterwards']);
  });

  it('come in the order of their times, however they were set', async () => {
    for (const ms of [300, 100, 200]) callIn(ms, String(ms));
    await vi.advanceTimersByTimeAsync(300);
    expect(calls.filter((call) => call !== 'afterwards')).toEqual(['100', '200', '300']);
  });

  it('that are due together share one "afterwards"', async () => {
    for (const name of ['a', 'b', 'c']) callIn(100, name);
    await vi.advanceTimersByTimeAsync(100);
    expect([...calls].sort()).toEqual(['a', 'afterwards', 'b', 'c']);
    expect(calls.at(-1)).toBe('afterwards');
  });

  it('come once', async () => {
    callIn(100, 'a');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls).toEqual(['a', 'afterwards']);
  });

  it('come soon when their time is over already', async () => {
    callIn(-5_000, 'late');
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toEqual(['late', 'afterwards']);
  });

  it('can be set by one another', async () => {
    wakeUps.after(100, () => {
      callIn(0, 'at once');
      callIn(50, 'then');
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toContain('at once');
    expect(calls).not.toContain('then');
    await vi.advanceTimersByTimeAsync(50);
    expect(calls).toContain('then');
  });

  it('need a single timer for any number of wake-ups', () => {
    for (let ms = 1_000; ms > 0; ms -= 1) callIn(ms, String(ms));
    expect(vi.getTimerCount()).toBe(1);
  });

  it('wait on when the timer rings before the clock says that it is time', async () => {
    const clock = { nowMs: () => START_MS };
    const patient = new WakeUps(clock, () => {});
    patient.after(100, () => calls.push('a'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(calls).toEqual([]);
    clock.nowMs = () => START_MS + 100;
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual(['a']);
    patient.close();
  });

  it.each([
    ['back', -3_600_000],
    ['ahead', 3_600_000],
  ])('come after their time when the wall clock is set %s meanwhile', async (_, stepMs) => {
    callIn(100, 'a');
    vi.setSystemTime(Date.now() + stepMs);
    callIn(200, 'b');
    await vi.advanceTimersByTimeAsync(99);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toEqual(['a', 'afterwards']);
    vi.setSystemTime(Date.now() - stepMs);
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual(['a', 'afterwards', 'b', 'afterwards']);
  });

  it('are looked at every ten seconds, however long the first of them has to wait', async () => {
    let nowMs = 0;
    const stopped = new WakeUps({ nowMs: () => 0, monotonicMs: () => nowMs }, () => {});
    stopped.after(DAY_MS, () => calls.push('a'));
    // Timers of a computer that slept may not have gone on, while the clock has.
    nowMs = DAY_MS;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls).toEqual(['a']);
    stopped.close();
  });

  it('are over when they are closed', async () => {
    callIn(100, 'a');
    wakeUps.close();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(calls).toEqual([]);
  });

  it('keep no process alive', () => {
    vi.useRealTimers();
    const before = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const real = new WakeUps(systemClock, () => {});
    real.after(DAY_MS, () => {});
    const now = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    real.close();
    expect(now).toBe(before);
  });
});
