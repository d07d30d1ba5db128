import * as operations from '../../src/api/operations/subscriptions.ts';
import { deliveryResource } from '../../src/api/present/delivery.ts';
import {
  type ChangeSubscriptionNeeds,
  disableSubscription,
  enableSubscription,
} from '../../src/application/change-subscription.ts';
import { listDeliveries, type ReadDeliveriesNeeds } from '../../src/application/read-deliveries.ts';
import { isEventId } from '../../src/domain/ids.ts';
import { type Route, route } from '../middleware/route.ts';
import { answerWithPage, startOfPage } from './paging.ts';
import { answerToChange, subscriptionNotFound } from './subscription-answers.ts';

export type SubscriptionActionNeeds = ChangeSubscriptionNeeds &
  ReadDeliveriesNeeds & { readonly retentionHours: number };

/** What can be done with a subscription, beside changing its settings. */
export const subscriptionActionRoutes = (needs: SubscriptionActionNeeds): readonly Route[] => [
  route(operations.enableSubscription, async ({ principal, params }) =>
    answerToChange(await enableSubscription(needs, { reach: principal, id: params.id })),
  ),

  route(operations.disableSubscription, async ({ principal, params }) =>
    answerToChange(await disableSubscription(needs, { reach: principal, id: params.id })),
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
];
