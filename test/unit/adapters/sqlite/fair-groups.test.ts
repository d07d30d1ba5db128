import { describe, expect, it } from 'vitest';
import { FairGroups, type GroupLimits } from '../../../../src/adapters/sqlite/fair-groups.ts';

const roomy: GroupLimits = { total: 1_000, perGroup: 1_000, shareOfFree: 1 };

/** The limits of the embedded service. */
const embedded: GroupLimits = { total: 2_048, perGroup: 64, shareOfFree: 8 };

function groupsOf(limits: GroupLimits, lines: Record<string, number> = {}): FairGroups<string> {
  const groups = new FairGroups<string>(limits);
  for (const [group, count] of Object.entries(lines)) addTo(groups, group, count);
  return groups;
}

function addTo(groups: FairGroups<string>, group: string, count: number): void {
  for (let n = 1; n <= count; n += 1) groups.add(group, `${group}${n}`);
}

/** Takes all that may go, in batches of ten. */
function takeAll(groups: FairGroups<string>): string[] {
  const all: string[] = [];
  for (let taken = groups.take(10); taken.length > 0; taken = groups.take(10)) all.push(...taken);
  return all;
}

describe('fair groups', () => {
  it('give nothing when no message is in line', () => {
    expect(groupsOf(roomy).take(10)).toEqual([]);
  });

  it('give a group’s messages in their order, as many as are asked for', () => {
    const groups = groupsOf(roomy, { a: 5 });
    expect([groups.take(2), groups.take(2), groups.take(2)]).toEqual([['a1', 'a2'], ['a3', 'a4'], ['a5']]);
  });

  it('give messages of one group at a time, the groups taking turns', () => {
    const groups = groupsOf(roomy, { a: 4, b: 1, c: 2 });
    expect(Array.from({ length: 5 }, () => groups.take(2))).toEqual([
      ['a1', 'a2'],
      ['b1'],
      ['c1', 'c2'],
      ['a3', 'a4'],
      [],
    ]);
  });

  it('put a newcomer behind those who wait already, and not behind their messages', () => {
    const groups = groupsOf(roomy, { busy: 100 });
    groups.take(10);
    groups.add('new', 'n');
    expect(groups.take(1)).toEqual(['busy11']);
    expect(groups.take(1)).toEqual(['n']);
  });

  it('let a group have no more in flight than its limit, and pass over it while it is full', () => {
    const groups = groupsOf({ ...roomy, perGroup: 3 }, { a: 5, b: 1 });
    expect(groups.take(10)).toEqual(['a1', 'a2', 'a3']);
    expect(groups.take(10)).toEqual(['b1']);
    expect(groups.take(10)).toEqual([]);
    groups.leave('a');
    expect(groups.take(10)).toEqual(['a4']);
  });

  it('let all together have no more in flight than the total', () => {
    const groups = groupsOf({ ...roomy, total: 4 }, { a: 3, b: 3 });
    expect(takeAll(groups)).toEqual(['a1', 'a2', 'a3', 'b1']);
    expect(groups.inFlight).toBe(4);
    groups.leave('a');
    expect(groups.inFlight).toBe(3);
    expect(groups.take(10)).toEqual(['b2']);
  });

  it('let a group have one in so many of the places that are free', () => {
    const groups = groupsOf({ total: 100, perGroup: 100, shareOfFree: 4 });
    const counts = ['a', 'b', 'c'].map((group) => {
      addTo(groups, group, 100);
      return takeAll(groups).length;
    });
    expect(counts).toEqual([25, 18, 14]); // of 100, 75, and 57
  });

  it('let a group have one at least, while anything is free', () => {
    const groups = groupsOf({ total: 3, perGroup: 3, shareOfFree: 100 }, { a: 3, b: 3, c: 3, d: 3 });
    expect(takeAll(groups)).toEqual(['a1', 'b1', 'c1']);
  });

  it.each([
    ['one after the other', false],
    ['all at once', true],
  ])('leave room for the next when forty groups hang that came %s', (_, allAtOnce) => {
    const groups = groupsOf(embedded);
    for (let n = 0; n < 40; n += 1) {
      addTo(groups, `hung${n}-`, 500);
      if (!allAtOnce) takeAll(groups);
    }
    takeAll(groups);
    groups.add('next', 'the next one');
    expect(groups.take(10)).toEqual(['the next one']);
  });

  it('give a group that is alone all that one group may have', () => {
    expect(takeAll(groupsOf(embedded, { a: 500 }))).toHaveLength(embedded.perGroup);
  });

  it('do not slow down when a line is long', () => {
    const groups = groupsOf({ ...roomy, total: 200_000, perGroup: 200_000 }, { a: 200_000 });
    expect(takeAll(groups).at(-1)).toBe('a200000');
    expect(groups.inFlight).toBe(200_000);
  });
});
