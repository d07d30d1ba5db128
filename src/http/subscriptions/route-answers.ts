import type { ChangeSettingsResult } from '../../application/change-subscription.ts';
import type { CreateSubscriptionResult } from '../../application/create-subscription.ts';
import type { TargetFault } from '../../application/judge-targets.ts';
import { auditChanges } from '../../domain/audit.ts';
import { portalLimits } from '../../domain/limits.ts';
import type { Principal } from '../../domain/principal.ts';
import { type HttpAnswer, Refusal } from '../core/http.ts';
import { createdIsGone, fieldsRefused, idempotencyConflict, subscriptionNotFound } from '../core/refusals.ts';
import { createdSubscription, subscriptionResource } from './output.ts';
import { subscriptionFor } from './receiver-settings.ts';

/** The answers about created and changed subscriptions. */

export const changedMeanwhile = () =>
  new Refusal('conflict', 'The subscription was changed at the same time. Read it and try again.');

/** @param limit in the record of the receiver, if it sets one */
const limitReached = (limit: number | undefined) =>
  new Refusal(
    'subscription-limit',
    limit === undefined
      ? 'Limit reached: this receiver has as many subscriptions as one event can reach. Delete one first.'
      : `Limit reached: "subscriptions_limit" of this receiver is ${limit}. Delete a subscription first, or raise the limit.`,
  );

const portalLimitReached = () =>
  new Refusal(
    'subscription-limit',
    `Limit reached: a receiver with ${portalLimits.subscriptionsPerReceiver} subscriptions cannot create more with portal tokens. Delete one first.`,
  );

const urlPointers = { target: '/target_url', token: '/auth/token_url' } as const;

const targetRefused = ({ url, fault }: TargetFault) =>
  fieldsRefused([{ in: 'body', pointer: urlPointers[url], detail: fault }]);

export function answerToCreation(
  principal: Principal,
  result: CreateSubscriptionResult,
  basePath: string,
): HttpAnswer {
  switch (result.outcome) {
    case 'created': {
      const body = createdSubscription(subscriptionFor(principal, result.subscription));
      return { status: 201, headers: { location: `${basePath}/subscriptions/${body.id}` }, body };
    }
    case 'target-refused':
      throw targetRefused(result);
    case 'limit-reached':
      throw limitReached(result.limit);
    case 'portal-limit-reached':
      throw portalLimitReached();
    case 'idempotency-conflict':
      throw idempotencyConflict();
    case 'gone':
      throw createdIsGone('subscription');
  }
}

export function answerToChange(principal: Principal, result: ChangeSettingsResult): HttpAnswer {
  switch (result.outcome) {
    case 'changed': {
      const { subscription, before = subscription } = result;
      return {
        status: 200,
        body: subscriptionResource(subscriptionFor(principal, subscription)),
        noted: { changes: auditChanges(before, subscription) },
      };
    }
    case 'not-found':
      throw subscriptionNotFound();
    case 'target-refused':
      throw targetRefused(result);
    case 'settings-refused':
      throw fieldsRefused(result.errors);
    case 'conflict':
      throw changedMeanwhile();
    case 'limit-reached':
      throw limitReached(result.limit);
  }
}
