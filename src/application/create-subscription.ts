import { goodHealth } from '../domain/health.ts';
import type { SubscriptionId } from '../domain/ids.ts';
import { portalLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import {
  type Subscription,
  type SubscriptionSettings,
  type SubscriptionStatus,
  withSecretsForVersions,
} from '../domain/subscription.ts';
import type { Log } from '../ports/platform.ts';
import { operationWithin, reserveOnce } from './idempotency.ts';
import { faultOfTargets, type TargetFault } from './judge-targets.ts';
import type { Needs } from './needs.ts';
import { newSigningSecret } from './new-signing-secret.ts';
import { ownSubscription } from './reach.ts';
import { subscriptionsLimitOf } from './subscriptions-limit.ts';

type CreateNeeds = Pick<
  Needs,
  | 'store'
  | 'subscriptions'
  | 'receiverLimits'
  | 'targetGuard'
  | 'idempotencyKeys'
  | 'clock'
  | 'randomness'
  | 'log'
>;

export interface CreateSubscriptionRequest {
  readonly reach: Reach;
  readonly settings: SubscriptionSettings;
  /** A `whsec_…` secret that the receiver has already; undefined: generate one. */
  readonly signingSecret: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly status: SubscriptionStatus;
  /** The request body as received, for the `Idempotency-Key`. */
  readonly body: Uint8Array;
}

export type CreateSubscriptionResult =
  | { readonly outcome: 'created'; readonly subscription: Subscription }
  | ({ readonly outcome: 'target-refused' } & TargetFault)
  /** `limit`: that in the record of the receiver; undefined: that of all receivers. */
  | { readonly outcome: 'limit-reached'; readonly limit: number | undefined }
  /** The limit of the receiver whose portal token made the call. */
  | { readonly outcome: 'portal-limit-reached' }
  | { readonly outcome: 'idempotency-conflict' }
  /** A repeat, and the subscription of the first call has been deleted, or is out of the caller's reach. */
  | { readonly outcome: 'gone' };

export async function createSubscription(
  needs: CreateNeeds,
  request: CreateSubscriptionRequest,
): Promise<CreateSubscriptionResult> {
  const refused = await faultOfTargets(needs.targetGuard, request.settings);
  if (refused !== undefined) return { outcome: 'target-refused', ...refused };

  const nowMs = needs.clock.nowMs();
  const reservation = await reserveOnce(needs, {
    tenantId: request.reach.tenantId,
    operation: operationWithin(request.reach, 'create subscription'),
    key: request.idempotencyKey,
    request: [request.body],
    value: needs.randomness.ulid(nowMs),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };

  const id: SubscriptionId = `sub_${reservation.value}`;
  const secret = request.signingSecret ?? newSigningSecret(needs.randomness, 'v1');
  const subscription: Subscription = {
    ...request.settings,
    id,
    tenantId: request.reach.tenantId,
    version: 1,
    status: request.status,
    disabledReason: request.status === 'disabled' ? 'by_request' : null,
    signingSecrets: [{ secret, expiresAtMs: null }],
    health: goodHealth,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  return add(
    needs,
    request.reach,
    withSecretsForVersions(subscription, (version) => newSigningSecret(needs.randomness, version)),
  );
}

async function add(
  needs: CreateNeeds,
  reach: Reach,
  subscription: Subscription,
): Promise<CreateSubscriptionResult> {
  const limit = await subscriptionsLimitOf(needs, subscription);
  if (limit === undefined && (await isPortalFull(needs, reach, subscription.id))) {
    return { outcome: 'portal-limit-reached' };
  }
  switch (await needs.store.add(subscription, limit)) {
    case 'added':
      await needs.subscriptions.changed(subscription);
      logCreation(needs.log, subscription);
      return { outcome: 'created', subscription };
    case 'full':
      return { outcome: 'limit-reached', limit };
    case 'exists': {
      // A repeat with the same Idempotency-Key. In the meantime, the tenant can have moved the subscription to another
      // receiver.
      const first = await ownSubscription(needs, reach, subscription.id);
      return first === undefined ? { outcome: 'gone' } : { outcome: 'created', subscription: first };
    }
  }
}

/** Only the origin of the target: some services have a secret in the path. */
const logCreation = (log: Log, { id, targetUrl, eventTypes, receiverId }: Subscription): void =>
  log.info('subscription.created', {
    subscription_id: id,
    target: new URL(targetUrl).origin,
    event_types: eventTypes,
    receiver_id: receiverId,
  });

/**
 * Whether a portal token would exceed the subscriptions of its receiver, whose record sets no limit. A repeat creates
 * none.
 */
async function isPortalFull(
  { store }: Pick<Needs, 'store'>,
  { tenantId, receiverId }: Reach,
  id: SubscriptionId,
): Promise<boolean> {
  if (receiverId === undefined) return false;
  const most = portalLimits.subscriptionsPerReceiver;
  let count = 0;
  let beforeId: SubscriptionId | undefined;
  do {
    const page = await store.list(
      tenantId,
      { receiverId, status: undefined, eventType: undefined },
      { beforeId, limit: most },
    );
    count += page.items.length;
    beforeId = page.nextBefore;
  } while (beforeId !== undefined && count < most);
  return count >= most && (await store.find(id)) === undefined;
}
