import { describe, expect, it } from 'vitest';
import { advanceRecoveries } from '../../../src/application/advance-recoveries.ts';
import { exhausted } from '../../../src/domain/delivery.ts';
import { recoveryLimits } from '../../../src/domain/limits.ts';
import { RECOVERED_AT_A_TIME, type Recovery } from '../../../src/domain/recovery.ts';
import { aDelivery, anEvent, aRecovery, aSubscriptionId } from '../../support/records.ts';

const NOW_MS = 1_900_000_000_000;

/** Recoveries, each with so many exhausted deliveries, and the calls in their order. */
function world(...sizes: readonly (number | 'broken')[]) {
  const recoveries = sizes.map(() => aRecovery({ perSecond: 10_000, nextSlotAtMs: NOW_MS }));
  const left = new Map(recoveries.map(({ id }, n) => [id, sizes[n]!]));
  const stored = new Map<string, Recovery>(recoveries.map((one) => [one.id, one]));
  const turns: number[] = [];
  const clock = { nowMs: () => NOW_MS };
  const unused = () => Promise.reject(new Error('unused'));
  const needs = {
    clock,
    missed: { oldest: unused, make: unused },
    recipientReader: { recipientOf: unused },
    events: { find: unused, list: unused },
    subscriptionStates: { stateOf: async () => ({ status: 'enabled' as const, receiverId: null }) },
    recoveries: {
      add: unused,
      find: unused,
      list: unused,
      running: async () => recoveries,
      change: async (before: Recovery, after: Recovery) => {
        if (stored.get(before.id)?.version !== before.version) return 'superseded' as const;
        stored.set(after.id, after);
        return 'changed' as const;
      },
    },
    exhausted: {
      count: unused,
      oldest: async (scope: Partial<Recovery>, _after: unknown, limit: number) => {
        const n = recoveries.findIndex(({ tenantId }) => tenantId === scope.tenantId);
        turns.push(n);
        const size = left.get(recoveries[n]!.id)!;
        if (size === 'broken') throw new Error('the table is away');
        const count = Math.min(size, limit);
        left.set(recoveries[n]!.id, size - count);
        const deliveries = Array.from({ length: count }, () =>
          exhausted(aDelivery(anEvent(), aSubscriptionId()), 'attempts', NOW_MS),
        );
        return { deliveries, lastId: count === limit ? deliveries.at(-1)!.id : null };
      },
      replay: async (changes: readonly unknown[]) => changes.length,
    },
  };
  return { needs, turns, now: () => recoveries.map(({ id }) => stored.get(id)!) };
}

describe('recoveries', () => {
  it('take turns of a page each, until all are done', async () => {
    const page = RECOVERED_AT_A_TIME;
    const { needs, turns, now } = world(2 * page + 1, 1, page);
    expect(await advanceRecoveries(needs, () => true)).toBe(3 * page + 2);
    expect(turns).toEqual([0, 1, 2, 0, 2, 0]);
    expect(now()).toMatchObject([
      { status: 'done', recoveredCount: 2 * page + 1 },
      { status: 'done', recoveredCount: 1 },
      { status: 'done', recoveredCount: page },
    ]);
  });

  it('of which one fails do not wait for it, and the run fails in the end', async () => {
    const { needs, now } = world('broken', 7);
    await expect(advanceRecoveries(needs, () => true)).rejects.toThrow('the table is away');
    expect(now()).toMatchObject([{ status: 'running' }, { status: 'done', recoveredCount: 7 }]);
  });

  it('stop where the time is up, and where their pace is used up', async () => {
    const { needs, turns } = world(10_000);
    const looks = [true, true, true];
    await advanceRecoveries(needs, () => looks.pop() ?? false);
    expect(turns).toHaveLength(3);
    const slow = world(10_000);
    const first = aRecovery({ perSecond: 1, nextSlotAtMs: NOW_MS, tenantId: slow.now()[0]!.tenantId });
    const recoveries = {
      ...slow.needs.recoveries,
      running: async () => [{ ...first, id: slow.now()[0]!.id }],
    };
    expect(await advanceRecoveries({ ...slow.needs, recoveries }, () => true)).toBe(
      recoveryLimits.aheadSeconds,
    );
  });
});
