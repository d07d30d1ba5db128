import { beforeEach, describe, expect, it } from 'vitest';
import { CircuitBreaker } from '../../../../src/adapters/redis/circuit-breaker.ts';

let nowMs: number;
let breaker: CircuitBreaker;

beforeEach(() => {
  nowMs = 1_000;
  breaker = new CircuitBreaker({ nowMs: () => nowMs });
});

const fail = (times: number) => {
  for (let time = 0; time < times; time += 1) breaker.failed();
};

describe('a circuit breaker', () => {
  it('opens at the fifth failure in a row', () => {
    fail(4);
    expect([breaker.isOpen, breaker.admits(), breaker.admits()]).toEqual([false, true, true]);
    fail(1);
    expect([breaker.isOpen, breaker.mayTry, breaker.admits()]).toEqual([true, false, false]);
  });

  it('counts only failures in a row', () => {
    for (let time = 0; time < 10; time += 1) {
      fail(4);
      breaker.succeeded();
    }
    expect(breaker.isOpen).toBe(false);
  });

  it('lets one try after five seconds, and no other until it says how that went', () => {
    fail(5);
    nowMs += 4_999;
    expect(breaker.admits()).toBe(false);
    nowMs += 1;
    expect([breaker.admits(), breaker.admits(), breaker.admits()]).toEqual([true, false, false]);
    expect(breaker.isOpen).toBe(true);
  });

  it('closes at one success', () => {
    fail(5);
    nowMs += 5_000;
    breaker.admits();
    breaker.succeeded();
    expect([breaker.isOpen, breaker.admits(), breaker.admits()]).toEqual([false, true, true]);
    fail(4);
    expect(breaker.isOpen).toBe(false);
  });

  it('waits twice as long after each try that fails, up to a minute, and starts again at the first wait after it was closed', () => {
    fail(5);
    const waits: number[] = [];
    const untilAdmitted = () => {
      const startMs = nowMs;
      while (!breaker.admits()) nowMs += 500;
      return (nowMs - startMs) / 1_000;
    };
    for (let time = 0; time < 6; time += 1) {
      waits.push(untilAdmitted());
      breaker.failed();
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
    untilAdmitted();
    breaker.succeeded();
    fail(5);
    expect(untilAdmitted()).toBe(5);
  });
});
