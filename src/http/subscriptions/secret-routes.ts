import type { ApiNeeds } from '../../application/needs.ts';
import { openSubscription, ownSubscription } from '../../application/reach.ts';
import { rotateSecrets } from '../../application/rotate-secrets.ts';
import { signingSecretLimits } from '../../domain/limits.ts';
import { Refusal } from '../core/http.ts';
import { idempotencyConflict, subscriptionNotFound } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './action-operations.ts';
import { changedMeanwhile } from './route-answers.ts';
import { jsonWebKeySet, rotatedSecret, subscriptionSecret } from './secrets-output.ts';

/** Routes of the secrets that subscriptions sign with. */
export const secretRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.getSecret, async ({ principal, params }) => {
    const subscription = await ownSubscription(needs, principal, params.id);
    if (subscription === undefined) throw subscriptionNotFound();
    return { status: 200, body: subscriptionSecret(subscription, needs.clock.nowMs()) };
  }),

  route(operations.rotateSecret, async ({ principal, params, headers, body, request }) => {
    const result = await rotateSecrets(needs, {
      which: { reach: principal, id: params.id },
      graceSeconds: body.grace_period_seconds,
      signingSecret: body.signing_secret,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    switch (result.outcome) {
      case 'rotated': {
        const { subscription } = result;
        const inForceAtMs = subscription.updatedAtMs + needs.staleMs;
        return { status: 200, body: rotatedSecret(subscription, needs.clock.nowMs(), inForceAtMs) };
      }
      case 'not-found':
        throw subscriptionNotFound();
      case 'conflict':
        throw changedMeanwhile();
      case 'too-many':
        throw new Refusal(
          'limit-reached',
          `${signingSecretLimits.inGraceMost} old secrets are still in their grace periods, the limit. Wait until one ends.`,
        );
      case 'idempotency-conflict':
        throw idempotencyConflict();
    }
  }),

  route(operations.getPublicKeys, async ({ params }) => {
    const subscription = await openSubscription(needs, params.id);
    if (subscription === undefined) throw subscriptionNotFound();
    return {
      status: 200,
      headers: { 'cache-control': 'public, max-age=60' },
      body: jsonWebKeySet(subscription),
    };
  }),
];
