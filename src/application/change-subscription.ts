import type { SubscriptionId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
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

type ChangeNeeds = Pick<Needs, 'store' | 'subscriptions' | 'clock' | 'randomness' | 'pause'>;

export interface SubscriptionOf {
  readonly reach: Reach;
  readonly id: SubscriptionId;
}

export type ChangeSubscriptionResult =
  | {
      readonly outcome: 'changed';
      readonly subscription: Subscription;
      /** What it was, if its settings are others now. */
      readonly before?: Subscription;
    }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'limit-reached' };

/** New settings, or what is wrong with them: the caller's own words, handed back to it. */
export type NewSettings<Faults> =
  | { readonly ok: true; readonly settings: SubscriptionSettings }
  | { readonly ok: false; readonly errors: Faults };

type ChangeSettingsResult<Faults> =
  | ChangeSubscriptionResult
  | ({ readonly outcome: 'target-refused' } & TargetFault)
  | { readonly outcome: 'settings-refused'; readonly errors: Faults };

/** Gives a subscription new settings, which the caller makes from the stored ones: again after each change by another call. */
export async function changeSettings<Faults>(
  needs: ChangeNeeds & Pick<Needs, 'targetGuard'>,
  which: SubscriptionOf,
  settingsFrom: (stored: Subscription) => NewSettings<Faults>,
): Promise<ChangeSettingsResult<Faults>> {
  const result = await contestedChange(
    needs,
    async (): Promise<ChangeSettingsResult<Faults> | 'conflict'> => {
      const stored = await ownSubscription(needs, which.reach, which.id);
      if (stored === undefined) return { outcome: 'not-found' };
      const wanted = settingsFrom(stored);
      if (!wanted.ok) return { outcome: 'settings-refused', errors: wanted.errors };
      // What a GET answered, sent back: nothing is written, and no version of it is new.
      if (hasSettings(stored, wanted.settings)) return { outcome: 'changed', subscription: stored };
      const refused = await faultOfTargets(needs.targetGuard, wanted.settings, stored);
      if (refused !== undefined) return { outcome: 'target-refused', ...refused };
      const subscription = changed(stored, wanted.settings, needs.clock.nowMs());
      const replaced = await replaceOnce(
        needs,
        withSecretsForVersions(subscription, (version) => newSigningSecret(needs.randomness, version)),
      );
      return replaced !== 'conflict' && replaced.outcome === 'changed'
        ? { ...replaced, before: stored }
        : replaced;
    },
  );
  return result === 'conflict' ? { outcome: 'conflict' } : result;
}

/** Deliveries to it start again, also those that were held while it was disabled. */
export const enableSubscription = (
  needs: ChangeNeeds,
  which: SubscriptionOf,
): Promise<ChangeSubscriptionResult> =>
  replaceSubscription(needs, which, (stored) =>
    stored.status === 'enabled' ? stored : enabled(stored, needs.clock.nowMs()),
  );

/** New events for it are refused or pass it by, and its open deliveries are held, until it is enabled again. */
export const disableSubscription = (
  needs: ChangeNeeds,
  which: SubscriptionOf,
): Promise<ChangeSubscriptionResult> =>
  replaceSubscription(needs, which, (stored) =>
    stored.status === 'disabled' ? stored : disabled(stored, 'by_request', needs.clock.nowMs()),
  );

/** A change that can be made to whatever is stored is tried again after each change by another call. */
export async function replaceSubscription(
  needs: ChangeNeeds,
  which: SubscriptionOf,
  change: (stored: Subscription) => Subscription,
): Promise<ChangeSubscriptionResult> {
  const result = await contestedChange(needs, async (): Promise<ChangeSubscriptionResult | 'conflict'> => {
    const stored = await ownSubscription(needs, which.reach, which.id);
    if (stored === undefined) return { outcome: 'not-found' };
    const subscription = change(stored);
    // Nothing to change: a repeat is answered like the first call.
    return subscription === stored ? { outcome: 'changed', subscription } : replaceOnce(needs, subscription);
  });
  return result === 'conflict' ? { outcome: 'conflict' } : result;
}

async function replaceOnce(
  needs: ChangeNeeds,
  subscription: Subscription,
): Promise<ChangeSubscriptionResult | 'conflict'> {
  const replaced = await needs.store.replace(subscription);
  if (replaced === 'conflict') return 'conflict';
  if (replaced === 'full') return { outcome: 'limit-reached' };
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
