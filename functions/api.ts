import type { ApiNeeds } from '../src/application/needs.ts';
import { accessRoutes } from '../src/http/access/routes.ts';
import { type HttpFunction, httpFunction } from '../src/http/core/http-function.ts';
import { notingRepeats } from '../src/http/core/replayed.ts';
import { router } from '../src/http/core/router.ts';
import { deliveryRoutes } from '../src/http/deliveries/routes.ts';
import { eventTypeRoutes } from '../src/http/event-types/routes.ts';
import { eventRoutes } from '../src/http/events/routes.ts';
import { filterRoutes } from '../src/http/filters/routes.ts';
import { liveRoutes } from '../src/http/live/routes.ts';
import { meRoutes } from '../src/http/me/routes.ts';
import { operationPaths } from '../src/http/openapi/operation-paths.ts';
import { receiverRoutes } from '../src/http/receivers/routes.ts';
import { recoveryRoutes } from '../src/http/recoveries/routes.ts';
import { serviceRoutes } from '../src/http/service/routes.ts';
import { signInRoutes } from '../src/http/sign-ins/routes.ts';
import { statsRoutes } from '../src/http/stats/routes.ts';
import { subscriptionActionRoutes } from '../src/http/subscriptions/action-routes.ts';
import { subscriptionRoutes } from '../src/http/subscriptions/routes.ts';
import { secretRoutes } from '../src/http/subscriptions/secret-routes.ts';

/** Every operation except publishing: subscriptions, deliveries, events, access, and the service itself. */
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
        ...liveRoutes(needs),
        ...eventRoutes(needs),
        ...recoveryRoutes(needs),
        ...statsRoutes(needs),
        ...eventTypeRoutes(needs),
        ...receiverRoutes(needs),
        ...accessRoutes(needs),
        ...meRoutes(needs),
        ...signInRoutes(needs),
        ...serviceRoutes(needs),
      ],
      operationPaths,
    ),
  );
}
