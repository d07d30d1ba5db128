import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairGroups, type GroupLimits } from '../../src/adapters/sqlite/fair-groups.ts';

interface Item {
  readonly group: string;
  readonly number: number;
}

/** The expected state of the groups, in its simplest form. */
class Model {
  readonly waiting = new Map<string, Item[]>();
  readonly inFlight = new Map<string, number>();
  #added = 0;

  add(group: string): Item {
    this.#added += 1;
    const item = { group, number: this.#added };
    this.waiting.set(group, [...(this.waiting.get(group) ?? []), item]);
    return item;
  }

  inFlightOf(group: string): number {
    return this.inFlight.get(group) ?? 0;
  }

  get total(): number {
    return [...this.inFlight.values()].reduce((sum, count) => sum + count, 0);
  }

  count(group: string, change: number): void {
    this.inFlight.set(group, this.inFlightOf(group) + change);
  }
}

const GROUPS = ['a', 'b', 'c', 'd', 'e'];

const group = fc.constantFrom(...GROUPS);
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ step: fc.constant('add' as const), group }) },
    {
      weight: 3,
      arbitrary: fc.record({ step: fc.constant('take' as const), most: fc.integer({ min: 1, max: 10 }) }),
    },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('leave' as const), group }) },
  ),
  { maxLength: 150 },
);
const limitsOf = fc.record({
  total: fc.integer({ min: 1, max: 30 }),
  perGroup: fc.integer({ min: 1, max: 12 }),
  shareOfFree: fc.integer({ min: 1, max: 6 }),
});

type TakeCheck = (taken: readonly Item[], model: Model, most: number, limits: GroupLimits) => void;

/** Plays random steps, and checks every take: `model` is as it was before. */
function checkEveryTake(check: TakeCheck): void {
  fc.assert(
    fc.property(limitsOf, steps, (limits, planned) => {
      const groups = new FairGroups<Item>(limits);
      const model = new Model();
      for (const planned1 of planned) {
        if (planned1.step === 'add') groups.add(planned1.group, model.add(planned1.group));
        if (planned1.step === 'leave' && model.inFlightOf(planned1.group) > 0) {
          groups.leave(planned1.group);
          model.count(planned1.group, -1);
        }
        if (planned1.step !== 'take') continue;
        const taken = groups.take(planned1.most);
        check(taken, model, planned1.most, limits);
        for (const item of taken) {
          model.waiting.set(item.group, model.waiting.get(item.group)!.slice(1));
          model.count(item.group, 1);
        }
        expect(groups.inFlight).toBe(model.total);
      }
    }),
  );
}

describe('any sequence of added, taken and finished messages', () => {
  it('a take gives the first in line of one group, and no more than was asked for', () => {
    checkEveryTake((taken, model, most) => {
      expect(taken.length).toBeLessThanOrEqual(most);
      const [first] = taken;
      if (first === undefined) return;
      expect(taken).toEqual(model.waiting.get(first.group)!.slice(0, taken.length));
    });
  });

  it('no limit is passed', () => {
    checkEveryTake((taken, model, _, { total, perGroup, shareOfFree }) => {
      const [first] = taken;
      if (first === undefined) return;
      const after = model.inFlightOf(first.group) + taken.length;
      const freeAfter = total - model.total - taken.length;
      expect(freeAfter).toBeGreaterThanOrEqual(0);
      expect(after).toBeLessThanOrEqual(perGroup);
      // Beyond the one place that every group may have, at most its share of its own and the free places.
      if (after > 1) expect(after * shareOfFree).toBeLessThanOrEqual(freeAfter + after);
    });
  });

  it('a take is empty only when no waiting message may go', () => {
    checkEveryTake((taken, model, _, { total, perGroup, shareOfFree }) => {
      if (taken.length > 0) return;
      const free = total - model.total;
      for (const [name, line] of model.waiting) {
        if (line.length === 0 || free === 0) continue;
        const mine = model.inFlightOf(name);
        const oneMoreIsTooMany = mine >= 1 && (mine + 1) * shareOfFree > free + mine;
        expect(mine >= perGroup || oneMoreIsTooMany).toBe(true);
      }
    });
  });

  it('nothing is lost, and nothing is given twice', () => {
    fc.assert(
      fc.property(limitsOf, fc.array(group, { maxLength: 100 }), (limits, additions) => {
        const groups = new FairGroups<Item>(limits);
        const model = new Model();
        const added = additions.map((name) => model.add(name));
        for (const item of added) groups.add(item.group, item);
        const given: Item[] = [];
        for (let taken = groups.take(3); taken.length > 0; taken = groups.take(3)) {
          given.push(...taken);
          for (const item of taken) groups.leave(item.group);
        }
        expect(given.toSorted((a, b) => a.number - b.number)).toEqual(added);
        expect(groups.inFlight).toBe(0);
      }),
    );
  });

  it('a group waits for no more turns than there are others in line', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 100 }), group, (additions, mine) => {
        const groups = new FairGroups<string>({ total: 1_000, perGroup: 1_000, shareOfFree: 1 });
        for (const name of additions) groups.add(name, name);
        groups.add(mine, mine);
        const others = new Set(additions.filter((name) => name !== mine));
        const turns = Array.from({ length: others.size + 1 }, () => groups.take(1)[0]);
        expect(turns).toContain(mine);
      }),
    );
  });
});
