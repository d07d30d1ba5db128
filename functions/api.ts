import type { Log } from '../src/ports/log.ts';
import { type HttpFunction, httpFunction } from './middleware/http-function.ts';
import { notingRepeats } from './middleware/replayed.ts';
import { type RouterNeeds, router } from './middleware/router.ts';
import { type AccessRoutesNeeds, accessRoutes } from './routes/access.ts';
import { type DeliveryRoutesNeeds, deliveryRoutes } from './routes/deliveries.ts';
import { type EventTypeRoutesNeeds, eventTypeRoutes } from './routes/event-types.ts';
import { type EventRoutesNeeds, eventRoutes } from './routes/events.ts';
import { filterRoutes } from './routes/filters.ts';
import { type RecoveryRoutesNeeds, recoveryRoutes } from './routes/recoveries.ts';
import { type SecretRoutesNeeds, secretRoutes } from './routes/secrets.ts';
import { type ServiceRoutesNeeds, serviceRoutes } from './routes/service.ts';
import { type SubscriptionActionNeeds, subscriptionActionRoutes } from './routes/subscription-actions.ts';
import { type SubscriptionRoutesNeeds, subscriptionRoutes } from './routes/subscriptions.ts';

type ApiNeeds = SubscriptionRoutesNeeds &
  SubscriptionActionNeeds &
  SecretRoutesNeeds &
  DeliveryRoutesNeeds &
  EventRoutesNeeds &
  EventTypeRoutesNeeds &
  RecoveryRoutesNeeds &
  AccessRoutesNeeds &
  ServiceRoutesNeeds &
  RouterNeeds & { readonly log: Log };

/** Everything but taking events in: subscriptions, deliveries, events, who may call, and what the service says about itself. */
export function createApiFunction(plainNeeds: ApiNeeds): HttpFunction {
  const needs = { ...plainNeeds, idempotencyKeys: notingRepeats(plainNeeds.idempotencyKeys) };
  return httpFunction(
    needs.log,
    router(needs, [
      ...subscriptionRoutes(needs),
      ...subscriptionActionRoutes(needs),
      ...secretRoutes(needs),
      ...filterRoutes,
      ...deliveryRoutes(needs),
      ...eventRoutes(needs),
      ...recoveryRoutes(needs),
      ...eventTypeRoutes(needs),
      ...accessRoutes(needs),
      ...serviceRoutes(needs),
    ]),
  );
}
