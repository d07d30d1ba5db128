import { createHash } from 'node:crypto';
import type { TenantId } from '../domain/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdempotencyKeys, Reservation } from '../ports/idempotency-keys.ts';

export interface IdempotencyNeeds {
  readonly idempotencyKeys: IdempotencyKeys;
  readonly clock: Clock;
}

export interface MaybeRepeated {
  readonly tenantId: TenantId;
  readonly operation: string;
  /** The caller's `Idempotency-Key`; without one every call is a first one. */
  readonly key: string | undefined;
  /** All that the call depends on: with the same key it must be the same again. */
  readonly request: readonly (string | Uint8Array)[];
  /** What a first call works with, such as the ids that it is about to use. */
  readonly value: string;
}

/**
 * Reserves the key before the work. A repeat, also one that overtakes the first call or follows its crash, is given
 * the first one's value and does the same steps again, so that they meet what is already there.
 */
export async function reserveOnce(needs: IdempotencyNeeds, call: MaybeRepeated): Promise<Reservation> {
  if (call.key === undefined) return { outcome: 'first', value: call.value };
  const { tenantId, operation, key, value } = call;
  return needs.idempotencyKeys.reserve({
    tenantId,
    operation,
    key,
    requestHash: hashOf(call.request),
    value,
    nowMs: needs.clock.nowMs(),
  });
}

/** Each part is preceded by its length, so that no two requests read alike. */
function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}
