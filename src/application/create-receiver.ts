import type { TenantId } from '../domain/ids.ts';
import type { Receiver, ReceiverSettings } from '../domain/receiver.ts';
import { reserveOnce, wasDeleted } from './idempotency.ts';
import type { Needs } from './needs.ts';

export interface CreateReceiverRequest {
  readonly tenantId: TenantId;
  /** Undefined: generate one. */
  readonly id: string | undefined;
  readonly settings: ReceiverSettings;
  readonly idempotencyKey: string | undefined;
  /** The request body as received, for the `Idempotency-Key`. */
  readonly body: Uint8Array;
}

export type CreateReceiverResult =
  | { readonly outcome: 'created'; readonly receiver: Receiver }
  | { readonly outcome: 'exists' }
  | { readonly outcome: 'idempotency-conflict' }
  /** A repeat, and the receiver of the first call has been deleted. */
  | { readonly outcome: 'gone' };

/** Creates the record of a receiver. A repeat finds the record of the first call by its `madeBy`. */
export async function createReceiver(
  needs: Pick<Needs, 'receivers' | 'receiverLimits' | 'idempotencyKeys' | 'clock' | 'randomness'>,
  { tenantId, id, settings, idempotencyKey, body }: CreateReceiverRequest,
): Promise<CreateReceiverResult> {
  const nowMs = needs.clock.nowMs();
  const reservation = await reserveOnce(needs, {
    tenantId,
    operation: 'create receiver',
    key: idempotencyKey,
    request: [body],
    value: needs.randomness.ulid(nowMs),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };
  const madeBy = reservation.value;
  if (reservation.outcome === 'repeat' && (await wasDeleted(needs, tenantId, madeBy))) {
    return { outcome: 'gone' };
  }
  const receiver: Receiver = {
    ...settings,
    tenantId,
    id: id ?? `rcv_${madeBy}`,
    madeBy,
    version: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  if ((await needs.receivers.add(receiver)) === 'added') {
    needs.receiverLimits.changed(tenantId);
    return { outcome: 'created', receiver };
  }
  const stored = await needs.receivers.find(tenantId, receiver.id);
  return stored?.madeBy === madeBy ? { outcome: 'created', receiver: stored } : { outcome: 'exists' };
}
