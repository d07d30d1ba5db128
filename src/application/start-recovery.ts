import type { RecoveryId, SubscriptionId } from '../domain/ids.ts';
import { recoveryLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import { type NewRecovery, newRecovery, type Recovery, type RecoveryScope } from '../domain/recovery.ts';
import type { Subscription } from '../domain/subscription.ts';
import { operationWithin, reserveOnce } from './idempotency.ts';
import type { Needs } from './needs.ts';
import { isWithin, ownSubscription } from './reach.ts';

type StartRecoveryNeeds = Pick<
  Needs,
  'recoveries' | 'exhausted' | 'store' | 'idempotencyKeys' | 'randomness' | 'clock'
>;

export interface StartRecoveryRequest {
  readonly reach: Reach;
  /** `null`: all the tenant's subscriptions. */
  readonly subscriptionId: SubscriptionId | null;
  /** For one subscription only: deliver the events that it missed, and replay nothing. */
  readonly isMissed?: boolean;
  readonly sinceMs: number;
  /** Undefined: now. */
  readonly untilMs: number | undefined;
  readonly perSecond: number;
  readonly idempotencyKey: string | undefined;
  /** The request body as received, for the `Idempotency-Key`. */
  readonly body: Uint8Array;
}

export type StartRecoveryResult =
  | { readonly outcome: 'started'; readonly recovery: Recovery }
  | {
      readonly outcome:
        | 'not-found'
        | 'empty-period'
        | 'subscription-disabled'
        | 'limit-reached'
        | 'idempotency-conflict'
        /** A repeat, and the recovery of the first call is now out of reach. */
        | 'gone';
    };

/** Starts to replay exhausted deliveries in the background, from the oldest event on. */
export async function startRecovery(
  needs: StartRecoveryNeeds,
  request: StartRecoveryRequest,
): Promise<StartRecoveryResult> {
  const { reach, subscriptionId } = request;
  const subscription = subscriptionId === null ? null : await ownSubscription(needs, reach, subscriptionId);
  if (subscription === undefined) return { outcome: 'not-found' };

  const nowMs = needs.clock.nowMs();
  const { sinceMs, untilMs = nowMs } = request;
  if (sinceMs >= untilMs) return { outcome: 'empty-period' };
  const reservation = await reserveOnce(needs, {
    tenantId: reach.tenantId,
    operation: operationWithin(reach, `recover ${subscriptionId ?? 'all'}`),
    key: request.idempotencyKey,
    request: [request.body],
    value: needs.randomness.ulid(nowMs),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };
  const id: RecoveryId = `rec_${reservation.value}`;
  const first =
    reservation.outcome === 'repeat' ? await needs.recoveries.find(reach.tenantId, id) : undefined;
  if (first !== undefined) {
    return isWithin(reach, first) ? { outcome: 'started', recovery: first } : { outcome: 'gone' };
  }
  if (subscription?.status === 'disabled') return { outcome: 'subscription-disabled' };

  const { isMissed = false, perSecond } = request;
  const scope: RecoveryScope = { tenantId: reach.tenantId, subscriptionId, sinceMs, untilMs };
  const receiverId = subscription?.receiverId ?? null;
  const about = { ...scope, id, receiverId, isMissed, perSecond };
  return begin(needs, reach, isMissed ? sinceItsCreation(about, subscription) : about, nowMs);
}

/** Events published before the subscription was created do not count as missed. */
const sinceItsCreation = <Scope extends RecoveryScope>(
  scope: Scope,
  subscription: Pick<Subscription, 'createdAtMs'> | null,
): Scope => ({ ...scope, sinceMs: Math.max(scope.sinceMs, subscription?.createdAtMs ?? 0) });

async function begin(
  { recoveries, exhausted }: Pick<Needs, 'recoveries' | 'exhausted'>,
  { receiverId }: Reach,
  about: Omit<NewRecovery, 'foundCount'>,
  nowMs: number,
): Promise<StartRecoveryResult> {
  const running = await recoveries.running();
  const ofTenant = running.filter(({ tenantId }) => tenantId === about.tenantId);
  if (ofTenant.length >= recoveryLimits.runningPerTenant) return { outcome: 'limit-reached' };

  const foundCount = about.isMissed ? null : await exhausted.count(about, receiverId);
  const recovery = newRecovery({ ...about, foundCount }, nowMs);
  if ((await recoveries.add(recovery)) === 'added') return { outcome: 'started', recovery };
  // A concurrent repeat was faster.
  const theOther = await recoveries.find(about.tenantId, about.id);
  return { outcome: 'started', recovery: theOther ?? recovery };
}
