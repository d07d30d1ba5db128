import { type AccessRoutesNeeds, accessRoutes } from '../src/http/access/routes.ts';
import { type HttpFunction, httpFunction } from '../src/http/core/http-function.ts';
import { notingRepeats } from '../src/http/core/replayed.ts';
import { type RouterNeeds, router } from '../src/http/core/router.ts';
import { type DeliveryRoutesNeeds, deliveryRoutes } from '../src/http/deliveries/routes.ts';
import { type EventTypeRoutesNeeds, eventTypeRoutes } from '../src/http/event-types/routes.ts';
import { type EventRoutesNeeds, eventRoutes } from '../src/http/events/routes.ts';
import { filterRoutes } from '../src/http/filters/routes.ts';
import { loadOperations } from '../src/http/openapi/load-operations.ts';
import { type RecoveryRoutesNeeds, recoveryRoutes } from '../src/http/recoveries/routes.ts';
import { type ServiceRoutesNeeds, serviceRoutes } from '../src/http/service/routes.ts';
import {
  type SubscriptionActionNeeds,
  subscriptionActionRoutes,
} from '../src/http/subscriptions/action-routes.ts';
import { type SubscriptionRoutesNeeds, subscriptionRoutes } from '../src/http/subscriptions/routes.ts';
import { type SecretRoutesNeeds, secretRoutes } from '../src/http/subscriptions/secret-routes.ts';
import type { Log } from '../src/ports/platform.ts';

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
    router(
      needs,
      [
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
      ],
      loadOperations,
    ),
  );
}
