import { isDeepStrictEqual } from 'node:util';
import type { Reach } from '../domain/principal.ts';
import { changedReceiver, type Receiver, type ReceiverSettings } from '../domain/receiver.ts';
import type { RequestFault, SettingsChange } from '../domain/settings-change.ts';
import { contestedChange } from './contested-change.ts';
import { noteDeletion } from './idempotency.ts';
import type { Needs } from './needs.ts';
import { ownReceiver } from './reach.ts';

interface ReceiverOf {
  readonly reach: Reach;
  readonly id: string;
}

export type ChangeReceiverResult =
  | { readonly outcome: 'changed'; readonly receiver: Receiver }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'changes-refused'; readonly errors: readonly RequestFault[] }
  | { readonly outcome: 'conflict' };

/** Changes some settings and keeps the others. */
export async function changeReceiver(
  needs: Pick<Needs, 'receivers' | 'receiverLimits' | 'clock' | 'randomness' | 'pause'>,
  { reach, id }: ReceiverOf,
  change: SettingsChange<Receiver, ReceiverSettings>,
): Promise<ChangeReceiverResult> {
  const result = await contestedChange(needs, async () => {
    const stored = await ownReceiver(needs, reach, id);
    if (stored === undefined) return { outcome: 'not-found' } as const;
    const wanted = change(stored);
    if (!wanted.ok) return { outcome: 'changes-refused', errors: wanted.errors } as const;
    if (isDeepStrictEqual({ ...stored, ...wanted.settings }, stored)) {
      return { outcome: 'changed', receiver: stored } as const;
    }
    const receiver = changedReceiver(stored, wanted.settings, needs.clock.nowMs());
    if ((await needs.receivers.replace(receiver)) === 'conflict') return 'conflict';
    needs.receiverLimits.changed(reach.tenantId);
    return { outcome: 'changed', receiver } as const;
  });
  return result === 'conflict' ? { outcome: 'conflict' } : result;
}

/**
 * Deletes the record of a receiver, and with it the limits. Its subscriptions, events and deliveries stay. Returns
 * whether it existed.
 */
export async function deleteReceiver(
  needs: Pick<Needs, 'receivers' | 'receiverLimits' | 'idempotencyKeys' | 'clock'>,
  { reach, id }: ReceiverOf,
): Promise<boolean> {
  const stored = await ownReceiver(needs, reach, id);
  if (stored === undefined) return false;
  await noteDeletion(needs, reach.tenantId, stored.madeBy);
  const wasThere = await needs.receivers.remove(reach.tenantId, id);
  needs.receiverLimits.changed(reach.tenantId);
  return wasThere;
}
