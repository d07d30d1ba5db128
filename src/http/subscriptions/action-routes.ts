import { disableSubscription, enableSubscription } from '../../application/change-subscription.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { listDeliveries } from '../../application/read-deliveries.ts';
import { sendTestEvent } from '../../application/send-test-event.ts';
import { subscriptionStats } from '../../application/subscription-stats.ts';
import { isEventId } from '../../domain/ids.ts';
import { type Members, memberSlices } from '../../domain/json-members.ts';
import { hopsOf } from '../core/hops.ts';
import { Refusal } from '../core/http.ts';
import { GIVEN_TWICE } from '../core/member-bytes.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { pointerTo } from '../core/problem.ts';
import { fieldsRefused, idempotencyConflict, subscriptionNotFound } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { deliveryResource } from '../deliveries/output.ts';
import { ingestAccepted } from '../intake/output.ts';
import * as actions from './action-operations.ts';
import * as operations from './operations.ts';
import { answerToChange } from './route-answers.ts';
import { statsResource } from './stats-output.ts';

/** Routes of a subscription besides changing its settings. */
export const subscriptionActionRoutes = (needs: ApiNeeds): readonly Route[] => [
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
        throw new Refusal('subscription-disabled', 'The subscription is disabled. Enable it first.');
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
  detail: 'must not begin with posthorn., which is reserved for operational events',
} as const;
