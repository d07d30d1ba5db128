import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestLimits } from '../../src/domain/limits.ts';
import type { IdempotentCall } from '../../src/ports/storage.ts';
import { aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

export function describeIdempotencyKeysContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  const aCall = (about: Partial<IdempotentCall> = {}): IdempotentCall => ({
    tenantId: aTenantId(),
    operation: 'ingest sub_1',
    key: 'order-17',
    requestHash: 'a'.repeat(64),
    value: 'the first one’s',
    nowMs: harness.nowMs(),
    ...about,
  });

  describe(`IdempotencyKeys, ${family}`, () => {
    it('give a first call its own value', async () => {
      expect(await harness.idempotencyKeys.reserve(aCall())).toEqual({
        outcome: 'first',
        value: 'the first one’s',
      });
    });

    it('give every repeat the first one’s value', async () => {
      const call = aCall();
      await harness.idempotencyKeys.reserve(call);
      for (const value of ['second', 'third']) {
        expect(await harness.idempotencyKeys.reserve({ ...call, value })).toEqual({
          outcome: 'repeat',
          value: call.value,
        });
      }
    });

    it('refuse another request under the same key, and remember the first one still', async () => {
      const call = aCall();
      await harness.idempotencyKeys.reserve(call);
      const other = { ...call, requestHash: 'b'.repeat(64), value: 'other' };
      expect(await harness.idempotencyKeys.reserve(other)).toEqual({ outcome: 'conflict' });
      expect(await harness.idempotencyKeys.reserve(call)).toMatchObject({
        outcome: 'repeat',
        value: call.value,
      });
    });

    it('tell tenants, operations and keys apart', async () => {
      const call = aCall();
      await harness.idempotencyKeys.reserve(call);
      const others: Partial<IdempotentCall>[] = [
        { tenantId: aTenantId() },
        { operation: 'ingest sub_2' },
        { operation: 'ingest sub_' },
        { key: 'order-18' },
        { key: 'ORDER-17' },
        { operation: 'ingest', key: 'sub_1 order-17' },
      ];
      for (const other of others) {
        const reservation = await harness.idempotencyKeys.reserve({ ...call, ...other, value: 'mine' });
        expect(reservation).toEqual({ outcome: 'first', value: 'mine' });
      }
    });

    it('take the longest key, with any visible character in it', async () => {
      const call = aCall({
        key: '"key/with:all#of|them~ '.padEnd(requestLimits.idempotencyKeyCharacters, 'x'),
      });
      await harness.idempotencyKeys.reserve(call);
      expect(await harness.idempotencyKeys.reserve(call)).toMatchObject({ outcome: 'repeat' });
    });

    it('are remembered for a day and then forgotten, even before a sweep', async () => {
      const call = aCall();
      await harness.idempotencyKeys.reserve(call);
      const dayMs = requestLimits.idempotencySeconds * 1_000;
      const late = { ...call, requestHash: 'c'.repeat(64), value: 'late' };
      expect(await harness.idempotencyKeys.reserve({ ...late, nowMs: call.nowMs + dayMs - 1_000 })).toEqual({
        outcome: 'conflict',
      });
      const afterADay = { ...late, nowMs: call.nowMs + dayMs + 1_000 };
      expect(await harness.idempotencyKeys.reserve(afterADay)).toEqual({ outcome: 'first', value: 'late' });
      expect(await harness.idempotencyKeys.reserve({ ...afterADay, value: 'later' })).toEqual({
        outcome: 'repeat',
        value: 'late',
      });
    });

    it('let one of many simultaneous calls be the first, and tell the others its value', async () => {
      const call = aCall();
      const reservations = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          harness.idempotencyKeys.reserve({ ...call, value: `value ${n}` }),
        ),
      );
      const first = reservations.filter(({ outcome }) => outcome === 'first');
      expect(first).toHaveLength(1);
      const values = reservations.map((reservation) => 'value' in reservation && reservation.value);
      expect(new Set(values).size).toBe(1);
    });
  });
}
