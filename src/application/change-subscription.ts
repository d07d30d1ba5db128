import type { SubscriptionId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { RequestFault, SettingsChange } from '../domain/settings-change.ts';
import {
  changed,
  disabled,
  enabled,
  hasSettings,
  type Subscription,
  type SubscriptionSettings,
  withSecretsForVersions,
} from '../domain/subscription.ts';
import { contestedChange } from './contested-change.ts';
import { faultOfTargets, type TargetFault } from './judge-targets.ts';
import type { Needs } from './needs.ts';
import { newSigningSecret } from './new-signing-secret.ts';
import { ownSubscription } from './reach.ts';
import { subscriptionsLimitOfMove } from './subscriptions-limit.ts';

type ChangeNeeds = Pick<Needs, 'store' | 'subscriptions' | 'clock' | 'randomness' | 'pause'>;

export interface SubscriptionOf {
  readonly reach: Reach;
  readonly id: SubscriptionId;
}

export type ChangeSubscriptionResult =
  | {
      readonly outcome: 'changed';
      readonly subscription: Subscription;
      /** The subscription before the change, if its settings changed. */
      readonly before?: Subscription;
    }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'conflict' }
  /** `limit`: that in the record of the receiver; undefined: that of all receivers. */
  | { readonly outcome: 'limit-reached'; readonly limit: number | undefined };

export type ChangeSettingsResult =
  | ChangeSubscriptionResult
  | ({ readonly outcome: 'target-refused' } & TargetFault)
  | { readonly outcome: 'settings-refused'; readonly errors: readonly RequestFault[] };

/** Gives a subscription the settings that a request asks for. */
export async function changeSettings(
  needs: ChangeNeeds & Pick<Needs, 'targetGuard' | 'receiverLimits'>,
  which: SubscriptionOf,
  change: SettingsChange<Subscription, SubscriptionSettings>,
): Promise<ChangeSettingsResult> {
  const result = await contestedChange(needs, async (): Promise<ChangeSettingsResult | 'conflict'> => {
    const stored = await ownSubscription(needs, which.reach, which.id);
    if (stored === undefined) return { outcome: 'not-found' };
    const wanted = change(stored);
    if (!wanted.ok) return { outcome: 'settings-refused', errors: wanted.errors };
    // The same settings again, for example a GET's response sent back: nothing is written and the version stays.
    if (hasSettings(stored, wanted.settings)) return { outcome: 'changed', subscription: stored };
    const refused = await faultOfTargets(needs.targetGuard, wanted.settings, stored);
    if (refused !== undefined) return { outcome: 'target-refused', ...refused };
    const subscription = changed(stored, wanted.settings, needs.clock.nowMs());
    const replaced = await replaceOnce(
      needs,
      withSecretsForVersions(subscription, (version) => newSigningSecret(needs.randomness, version)),
      await subscriptionsLimitOfMove(needs, stored, subscription),
    );
    return replaced !== 'conflict' && replaced.outcome === 'changed'
      ? { ...replaced, before: stored }
      : replaced;
  });
  return result === 'conflict' ? { outcome: 'conflict' } : result;
}

/** Enables a subscription. Deliveries start again, also those that were held. */
export const enableSubscription = (
  needs: ChangeNeeds,
  which: SubscriptionOf,
): Promise<ChangeSubscriptionResult> =>
  replaceSubscription(needs, which, (stored) =>
    stored.status === 'enabled' ? stored : enabled(stored, needs.clock.nowMs()),
  );

/**
 * Disables a subscription. New events are rejected or pass it by, and open deliveries are held until it is enabled
 * again.
 */
export const disableSubscription = (
  needs: ChangeNeeds,
  which: SubscriptionOf,
): Promise<ChangeSubscriptionResult> =>
  replaceSubscription(needs, which, (stored) =>
    stored.status === 'disabled' ? stored : disabled(stored, 'by_request', needs.clock.nowMs()),
  );

/** Makes a change that fits any stored version. It is tried again after each concurrent change. */
export async function replaceSubscription(
  needs: ChangeNeeds,
  which: SubscriptionOf,
  change: (stored: Subscription) => Subscription,
): Promise<ChangeSubscriptionResult> {
  const result = await contestedChange(needs, async (): Promise<ChangeSubscriptionResult | 'conflict'> => {
    const stored = await ownSubscription(needs, which.reach, which.id);
    if (stored === undefined) return { outcome: 'not-found' };
    const subscription = change(stored);
    // No change: a repeat gets the same result as the first call.
    return subscription === stored ? { outcome: 'changed', subscription } : replaceOnce(needs, subscription);
  });
  return result === 'conflict' ? { outcome: 'conflict' } : result;
}

/** @param limit of the receiver that the subscription moves to, if the receiver's record sets one */
async function replaceOnce(
  needs: ChangeNeeds,
  subscription: Subscription,
  limit?: number,
): Promise<ChangeSubscriptionResult | 'conflict'> {
  const replaced = await needs.store.replace(subscription, limit);
  if (replaced === 'conflict') return 'conflict';
  if (replaced === 'full') return { outcome: 'limit-reached', limit };
  await needs.subscriptions.changed(subscription);
  return { outcome: 'changed', subscription };
}

/** Deletes a subscription. Its open deliveries are cancelled. */
export const deleteSubscription = (
  needs: ChangeNeeds,
  which: SubscriptionOf,
): Promise<'deleted' | 'not-found' | 'conflict'> =>
  contestedChange(needs, async () => {
    const stored = await ownSubscription(needs, which.reach, which.id);
    if (stored === undefined) return 'not-found';
    if ((await needs.store.remove(stored, needs.clock.nowMs())) !== 'removed') return 'conflict';
    await needs.subscriptions.removed(stored);
    return 'deleted';
  });
