import * as actions from '../../src/api/operations/subscription-actions.ts';
import * as operations from '../../src/api/operations/subscriptions.ts';
import { ingestAccepted } from '../../src/api/present/accepted.ts';
import { deliveryResource } from '../../src/api/present/delivery.ts';
import { statsResource } from '../../src/api/present/stats.ts';
import { pointerTo } from '../../src/api/problem.ts';
import {
  type ChangeSubscriptionNeeds,
  disableSubscription,
  enableSubscription,
} from '../../src/application/change-subscription.ts';
import { listDeliveries, type ReadDeliveriesNeeds } from '../../src/application/read-deliveries.ts';
import { sendTestEvent, type TestEventNeeds } from '../../src/application/send-test-event.ts';
import { subscriptionStats } from '../../src/application/subscription-stats.ts';
import { isEventId } from '../../src/domain/ids.ts';
import { type Members, memberSlices } from '../../src/domain/json-members.ts';
import { Refusal } from '../middleware/http.ts';
import { fieldsRefused, idempotencyConflict, subscriptionNotFound } from '../middleware/refusals.ts';
import { type Route, route } from '../middleware/route.ts';
import { hopsOf } from './hops.ts';
import { GIVEN_TWICE } from './member-bytes.ts';
import { answerWithPage, startOfPage } from './paging.ts';
import { answerToChange } from './subscription-answers.ts';

export type SubscriptionActionNeeds = ChangeSubscriptionNeeds & ReadDeliveriesNeeds & TestEventNeeds;

/** What can be done with a subscription, beside changing its settings. */
export const subscriptionActionRoutes = (needs: SubscriptionActionNeeds): readonly Route[] => [
  route(operations.enableSubscription, async ({ principal, params }) =>
    answerToChange(principal, await enableSubscription(needs, { reach: principal, id: params.id })),
  ),

  route(operations.disableSubscription, async ({ principal, params }) =>
    answerToChange(principal, await disableSubscription(needs, { reach: principal, id: params.id })),
  ),

  route(operations.listSubscriptionDeliveries, async ({ principal, params, query }) => {
    // A cursor belongs to the list of one subscription.
    const start = startOfPage(
      { ...query, filter: { subscriptionId: params.id, ...query.filter } },
      isEventId,
    );
    const found = await listDeliveries(needs, {
      reach: principal,
      subscriptionId: params.id,
      filter: query.filter,
      beforeEventId: start.before,
      limit: query.limit,
    });
    if (found === undefined) throw subscriptionNotFound();
    return answerWithPage(found, start, (delivery) => deliveryResource(delivery, needs.retentionHours));
  }),

  route(actions.testSubscription, async ({ principal, params, headers, body, request }) => {
    const { slices, duplicate } = request.body.length === 0 ? NO_MEMBERS : memberSlices(request.body);
    if (duplicate !== undefined) throw givenTwice(duplicate);
    const hops = hopsOf(headers);
    const result = await sendTestEvent(needs, {
      which: { reach: principal, id: params.id },
      eventType: body.event_type,
      payload: slices.get('payload'),
      hops,
      idempotencyKey: headers['Idempotency-Key'],
    });
    switch (result.outcome) {
      case 'accepted':
        return { status: 202, body: ingestAccepted(result.delivery) };
      case 'not-found':
        throw subscriptionNotFound();
      case 'subscription-disabled':
        throw new Refusal('subscription-disabled', 'The subscription is disabled: enable it first.');
      case 'looks-operational':
        throw fieldsRefused([operationalPayload]);
      case 'idempotency-conflict':
        throw idempotencyConflict();
    }
  }),

  route(actions.getStats, async ({ principal, params, query }) => {
    const stats = await subscriptionStats(needs, { reach: principal, subscriptionId: params.id, ...query });
    if (stats === undefined) throw subscriptionNotFound();
    return { status: 200, body: statsResource(stats) };
  }),
];

const NO_MEMBERS: Members = { slices: new Map(), duplicate: undefined };

const givenTwice = (name: string) =>
  fieldsRefused([{ in: 'body', pointer: pointerTo([name]), detail: GIVEN_TWICE }]);

const operationalPayload = {
  in: 'body',
  pointer: '/payload/type',
  detail: 'begins with posthorn., which only the payloads of operational events do',
} as const;
