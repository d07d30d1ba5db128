import { createHash } from 'node:crypto';
import type { TenantId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Reservation } from '../ports/storage.ts';
import type { Needs } from './needs.ts';

type IdempotencyNeeds = Pick<Needs, 'idempotencyKeys' | 'clock'>;

/**
 * Separates the keys of a receiver from those of its tenant: only portal tokens of the same receiver can repeat a call
 * that was made with a portal token.
 */
export const operationWithin = ({ receiverId }: Reach, operation: string): string =>
  receiverId === undefined ? operation : `${operation} of ${receiverId}`;

export interface MaybeRepeated {
  readonly tenantId: TenantId;
  readonly operation: string;
  /** The caller's `Idempotency-Key`; without one, every call is a first call. */
  readonly key: string | undefined;
  /** Everything that the call depends on. A repeat with the same key must have the same parts. */
  readonly request: readonly (string | Uint8Array)[];
  /** The value that a first call works with, for example the id that it will use. */
  readonly value: string;
}

/**
 * Reserves the key before the work. A repeat gets the first call's value, even if it overtakes that call or follows its
 * crash. It does the same steps again, and finds the records that exist already.
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
 * Records an upcoming deletion, so that a repeat of the creating call does not create the record again. Recorded first:
 * after a crash in between, the note is about an existing record and has no effect.
 * @param name the value that the creation was reserved with, which is unique
 */
export async function noteDeletion(needs: IdempotencyNeeds, tenantId: TenantId, name: string): Promise<void> {
  const nowMs = needs.clock.nowMs();
  const call = { tenantId, operation: DELETED, key: name, requestHash: '', value: name, nowMs };
  await needs.idempotencyKeys.reserve(call);
}

/**
 * Whether the record was deleted during the time in which its creation can be repeated. Call it only if the record does
 * not exist.
 */
export const wasDeleted = async (
  { idempotencyKeys }: Pick<Needs, 'idempotencyKeys'>,
  tenantId: TenantId,
  name: string,
): Promise<boolean> => (await idempotencyKeys.recall(tenantId, DELETED, name)) !== undefined;

/** Each part follows its length, so that no two requests have the same bytes. */
function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}
