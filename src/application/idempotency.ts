import { createHash } from 'node:crypto';
import type { TenantId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Reservation } from '../ports/storage.ts';
import type { Needs } from './needs.ts';

type IdempotencyNeeds = Pick<Needs, 'idempotencyKeys' | 'clock'>;

/**
 * A receiver's keys are not its tenant's: a call that was made with a portal token is only repeated by the portal tokens
 * of the same receiver.
 */
export const operationWithin = ({ receiverId }: Reach, operation: string): string =>
  receiverId === undefined ? operation : `${operation} of ${receiverId}`;

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

const DELETED = 'delete';

/**
 * Notes that something is about to be deleted, so that a repeat of the call that created it does not create it again.
 * Noted first: a crash in between leaves a note about something that is still there, which means nothing.
 * @param name what the creation was reserved with, which nothing else is called
 */
export async function noteDeletion(needs: IdempotencyNeeds, tenantId: TenantId, name: string): Promise<void> {
  const nowMs = needs.clock.nowMs();
  const call = { tenantId, operation: DELETED, key: name, requestHash: '', value: name, nowMs };
  await needs.idempotencyKeys.reserve(call);
}

/** Whether it was deleted in the time in which its creation can be repeated, if it is not there now. */
export const wasDeleted = async (
  { idempotencyKeys }: Pick<Needs, 'idempotencyKeys'>,
  tenantId: TenantId,
  name: string,
): Promise<boolean> => (await idempotencyKeys.recall(tenantId, DELETED, name)) !== undefined;

/** Each part is preceded by its length, so that no two requests read alike. */
function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}
