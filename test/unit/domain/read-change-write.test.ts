import { describe, expect, it } from 'vitest';
import { readChangeWrite } from '../../../src/domain/read-change-write.ts';

/** A change that meets another one so many times; the pauses before each further try. */
function contested(conflicts: number) {
  const pauses: number[] = [];
  let calls = 0;
  const change = async () => {
    calls += 1;
    return calls > conflicts ? 'changed' : 'conflict';
  };
  const pause = async (tries: number) => {
    pauses.push(tries);
  };
  return { change, pause, pauses, calls: () => calls };
}

describe('readChangeWrite', () => {
  it('calls the change once if no other change is met', async () => {
    const { change, pause, pauses, calls } = contested(0);
    expect(await readChangeWrite(change, { pause })).toBe('changed');
    expect([calls(), pauses]).toEqual([1, []]);
  });

  it('calls the change again after each conflict, and pauses in between', async () => {
    const { change, pause, pauses } = contested(3);
    expect(await readChangeWrite(change, { tries: 4, pause })).toBe('changed');
    expect(pauses).toEqual([1, 2, 3]);
  });

  it('returns the conflict after the last try, without a pause', async () => {
    const { change, pause, pauses, calls } = contested(9);
    expect(await readChangeWrite(change, { tries: 2, pause })).toBe('conflict');
    expect([calls(), pauses]).toEqual([2, [1]]);
  });

  it('tries three times unless it is told otherwise', async () => {
    const { change, calls } = contested(9);
    expect(await readChangeWrite(change)).toBe('conflict');
    expect(calls()).toBe(3);
  });

  it('throws what the change throws, without another try', async () => {
    let calls = 0;
    const failing = readChangeWrite(async () => {
      calls += 1;
      throw new Error('the store does not answer');
    });
    await expect(failing).rejects.toThrow('the store does not answer');
    expect(calls).toBe(1);
  });
});
