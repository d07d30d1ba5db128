import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecoveryId } from '../../src/domain/ids.ts';
import { afterStep, type Recovery, stopped } from '../../src/domain/recovery.ts';
import { aRecovery, aSubscriptionId, aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

const A_DELIVERY = `dlv_${'0'.repeat(52)}` as const;

export function describeRecoveryStoreContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  async function kept(about: Partial<Recovery> = {}): Promise<Recovery> {
    const recovery = aRecovery(about);
    expect(await harness.recoveries.add(recovery)).toBe('added');
    return recovery;
  }
  const stored = ({ tenantId, id }: Recovery) => harness.recoveries.find(tenantId, id);
  const step = (recovery: Recovery, recovered = 5) =>
    afterStep(recovery, { recovered, skipped: 1, lastId: A_DELIVERY }, recovery.updatedAtMs + 1_000);

  describe(`RecoveryStore, ${family}`, () => {
    it.each([
      ['of a subscription', {}],
      ['of a tenant', { subscriptionId: null }],
      ['of a receiver', { receiverId: 'Kunde “42”' }],
      ['of more than could be counted', { foundCount: null }],
      ['of missed events', { isMissed: true, foundCount: null }],
    ])('keeps one %s as it is', async (_, about) => {
      const recovery = await kept(about);
      expect(await stored(recovery)).toEqual(recovery);
    });

    it('keeps none over another of its id', async () => {
      const recovery = await kept();
      expect(await harness.recoveries.add({ ...recovery, perSecond: 7 })).toBe('exists');
      expect(await stored(recovery)).toEqual(recovery);
    });

    it('shows it to its own tenant only', async () => {
      const { id } = await kept();
      expect(await harness.recoveries.find(aTenantId(), id)).toBeUndefined();
    });

    it('writes its progress, if no other process does', async () => {
      const recovery = await kept();
      const [one, other] = [step(recovery, 5), step(recovery, 6)];
      expect(await harness.recoveries.change(recovery, one)).toBe('changed');
      expect(await harness.recoveries.change(recovery, other)).toBe('superseded');
      expect(await stored(recovery)).toEqual(one);
      const further = step(one);
      expect(await harness.recoveries.change(one, further)).toBe('changed');
      expect(await stored(recovery)).toEqual(further);
    });

    it('changes nothing of one that has ended, or never was', async () => {
      const recovery = await kept();
      const ended = stopped(recovery, 'by_request', recovery.updatedAtMs + 5_000);
      expect(await harness.recoveries.change(recovery, ended)).toBe('changed');
      expect(await stored(recovery)).toEqual(ended);
      expect(await harness.recoveries.change(ended, step(ended))).toBe('superseded');
      expect(await stored(recovery)).toEqual(ended);
      const unknown = aRecovery();
      expect(await harness.recoveries.change(unknown, step(unknown))).toBe('superseded');
      expect(await stored(unknown)).toBeUndefined();
    });

    it('finds those that run, of all tenants, as they are now', async () => {
      const running = [await kept(), await kept({ subscriptionId: null })];
      const over = await kept();
      await harness.recoveries.change(over, stopped(over, 'by_request', over.updatedAtMs));
      const done = await kept();
      await harness.recoveries.change(done, afterStep(done, { recovered: 0, skipped: 0, lastId: null }, 9));
      const further = step(running[0]!);
      await harness.recoveries.change(running[0]!, further);
      const ids = new Set([...running, over, done].map(({ id }) => id));
      const found = (await harness.recoveries.running()).filter(({ id }) => ids.has(id));
      expect(found).toEqual([further, running[1]].sort((a, b) => (a!.id < b!.id ? -1 : 1)));
    });

    it('lists those of a tenant, newest first, page by page, of a subscription, of a receiver', async () => {
      const tenantId = aTenantId();
      const subscriptionId = aSubscriptionId();
      const recoveries: Recovery[] = [];
      for (const letter of 'ABCDE') {
        const id = `rec_01KC2XHQ5B9V7N3M8R4T6Y0W1${letter}` as RecoveryId;
        const about = letter === 'C' ? { subscriptionId: null } : { subscriptionId };
        const receiverId = letter < 'C' ? 'one' : null;
        recoveries.unshift(await kept({ id, tenantId, ...about, receiverId }));
      }
      await kept();
      const list = (
        about: { beforeId?: RecoveryId; limit?: number; receiverId?: string; ofSubscription?: true } = {},
      ) =>
        harness.recoveries.list(
          tenantId,
          {
            subscriptionId: about.ofSubscription && subscriptionId,
            receiverId: about.receiverId,
          },
          { beforeId: about.beforeId, limit: about.limit ?? 10 },
        );
      expect(await list()).toEqual(recoveries);
      expect(await list({ limit: 2 })).toEqual(recoveries.slice(0, 2));
      expect(await list({ beforeId: recoveries[1]!.id, limit: 2 })).toEqual(recoveries.slice(2, 4));
      expect(await list({ ofSubscription: true, limit: 3 })).toEqual(
        recoveries.filter((one) => one.subscriptionId !== null).slice(0, 3),
      );
      expect(await list({ receiverId: 'one', limit: 1 })).toEqual(recoveries.slice(3, 4));
      expect(await list({ receiverId: 'nobody' })).toEqual([]);
    });

    it('knows of none at first', async () => {
      const filter = { subscriptionId: undefined, receiverId: undefined };
      const page = { beforeId: `rec_${ulid()}` as RecoveryId, limit: 5 };
      expect(await harness.recoveries.list(aTenantId(), filter, page)).toEqual([]);
    });
  });
}
