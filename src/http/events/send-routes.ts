import type { IngestNeeds } from '../../application/needs.ts';
import { sendKeptEvent } from '../../application/send-kept-event.ts';
import { refuseAttempts } from '../core/hops.ts';
import { Refusal } from '../core/http.ts';
import { subscriptionNotFound } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { deliveryResource } from '../deliveries/output.ts';
import { sendEvent } from './operations.ts';

/** A POST below `/events`: the function that accepts events serves all of them. */
export const keptEventRoutes = (needs: IngestNeeds): readonly Route[] => [
  route(sendEvent, async ({ principal, params, body, request }) => {
    refuseAttempts(request);
    const result = await sendKeptEvent(needs, {
      reach: principal,
      eventId: params.id,
      subscriptionId: body.subscription_id,
    });
    switch (result.outcome) {
      case 'sending':
        return { status: 202, body: deliveryResource(result.delivery, needs.retentionHours) };
      case 'event-not-found':
        throw new Refusal('not-found', 'No event has this id.');
      case 'subscription-not-found':
        throw subscriptionNotFound();
      case 'subscription-disabled':
        throw new Refusal('subscription-disabled', 'The subscription is disabled. Enable it first.');
      case 'not-now':
        throw new Refusal('conflict', `The event cannot be sent to this subscription: ${result.why}.`);
    }
  }),
];
