import * as operations from '../../src/api/operations/subscriptions.ts';
import { deliveryResource } from '../../src/api/present/delivery.ts';
import { createdSubscription, subscriptionResource } from '../../src/api/present/subscription.ts';
import type { FieldFault } from '../../src/api/problem.ts';
import { changesOf, replacementOf, settingsOf } from '../../src/api/wire/subscription-settings.ts';
import {
  type ChangeSubscriptionNeeds,
  type ChangeSubscriptionResult,
  changeSettings,
  deleteSubscription,
  disableSubscription,
  enableSubscription,
  findOwn,
} from '../../src/application/change-subscription.ts';
import {
  type CreateSubscriptionNeeds,
  type CreateSubscriptionResult,
  createSubscription,
} from '../../src/application/create-subscription.ts';
import { listDeliveries, type ReadDeliveriesNeeds } from '../../src/application/read-deliveries.ts';
import { isEventId, isSubscriptionId } from '../../src/domain/ids.ts';
import { type HttpAnswer, Refusal } from '../middleware/http.ts';
import { fieldsRefused, idempotencyConflict } from '../middleware/refusals.ts';
import { type Route, route } from '../middleware/route.ts';
import { answerWithPage, pageOfOneMore, startOfPage } from './paging.ts';

export type SubscriptionRoutesNeeds = CreateSubscriptionNeeds &
  ChangeSubscriptionNeeds &
  ReadDeliveriesNeeds & { readonly retentionHours: number };

export const subscriptionRoutes = (needs: SubscriptionRoutesNeeds): readonly Route[] => [
  route(operations.createSubscription, async ({ principal, body, headers, request }) => {
    const result = await createSubscription(needs, {
      tenantId: principal.tenantId,
      settings: settingsOf(body),
      signingSecret: body.signing_secret ?? undefined,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    return answerToCreation(result, request.basePath);
  }),

  route(operations.listSubscriptions, async ({ principal, query }) => {
    const start = startOfPage(query, isSubscriptionId);
    const found = await needs.store.list(principal.tenantId, query.filter, {
      beforeId: start.before,
      limit: query.limit + 1,
    });
    return answerWithPage(pageOfOneMore(found, query), start, subscriptionResource);
  }),

  route(operations.getSubscription, async ({ principal, params }) => {
    const subscription = await findOwn(needs, { tenantId: principal.tenantId, id: params.id });
    if (subscription === undefined) throw notFound();
    return { status: 200, body: subscriptionResource(subscription) };
  }),

  route(operations.replaceSubscription, async ({ principal, params, body }) => {
    const which = { tenantId: principal.tenantId, id: params.id };
    return answerToChange(await changeSettings(needs, which, (stored) => replacementOf(body, stored)));
  }),

  route(operations.updateSubscription, async ({ principal, params, body }) => {
    const which = { tenantId: principal.tenantId, id: params.id };
    return answerToChange(await changeSettings(needs, which, (stored) => changesOf(body, stored)));
  }),

  route(operations.deleteSubscription, async ({ principal, params }) => {
    const result = await deleteSubscription(needs, { tenantId: principal.tenantId, id: params.id });
    if (result === 'not-found') throw notFound();
    if (result === 'conflict') throw changedMeanwhile();
    return { status: 204 };
  }),

  route(operations.enableSubscription, async ({ principal, params }) =>
    answerToChange(await enableSubscription(needs, { tenantId: principal.tenantId, id: params.id })),
  ),

  route(operations.disableSubscription, async ({ principal, params }) =>
    answerToChange(await disableSubscription(needs, { tenantId: principal.tenantId, id: params.id })),
  ),

  route(operations.listSubscriptionDeliveries, async ({ principal, params, query }) => {
    // A cursor belongs to the list of one subscription.
    const start = startOfPage(
      { ...query, filter: { subscriptionId: params.id, ...query.filter } },
      isEventId,
    );
    const found = await listDeliveries(needs, {
      tenantId: principal.tenantId,
      subscriptionId: params.id,
      filter: query.filter,
      beforeEventId: start.before,
      limit: query.limit,
    });
    if (found === undefined) throw notFound();
    return answerWithPage(found, start, (delivery) => deliveryResource(delivery, needs.retentionHours));
  }),
];

const notFound = () => new Refusal('not-found', 'There is no subscription of this id.');

const changedMeanwhile = () => new Refusal('conflict', 'Somebody else has just changed it: read it again.');

const limitReached = () =>
  new Refusal('subscription-limit', 'This receiver has as many subscriptions as an event can reach.');

const targetRefused = (fault: string) =>
  fieldsRefused([{ in: 'body', pointer: '/target_url', detail: fault }]);

function answerToCreation(result: CreateSubscriptionResult, basePath: string): HttpAnswer {
  switch (result.outcome) {
    case 'created': {
      const body = createdSubscription(result.subscription);
      return { status: 201, headers: { location: `${basePath}/subscriptions/${body.id}` }, body };
    }
    case 'target-refused':
      throw targetRefused(result.fault);
    case 'limit-reached':
      throw limitReached();
    case 'idempotency-conflict':
      throw idempotencyConflict();
  }
}

type ChangeResult =
  | ChangeSubscriptionResult
  | { readonly outcome: 'target-refused'; readonly fault: string }
  | { readonly outcome: 'settings-refused'; readonly errors: readonly FieldFault[] };

function answerToChange(result: ChangeResult): HttpAnswer {
  switch (result.outcome) {
    case 'changed':
      return { status: 200, body: subscriptionResource(result.subscription) };
    case 'not-found':
      throw notFound();
    case 'target-refused':
      throw targetRefused(result.fault);
    case 'settings-refused':
      throw fieldsRefused(result.errors);
    case 'conflict':
      throw changedMeanwhile();
    case 'limit-reached':
      throw limitReached();
  }
}
