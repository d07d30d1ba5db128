import type { IntakeNeeds } from '../src/application/ingest-event.ts';
import { type HttpFunction, httpFunction } from '../src/http/core/http-function.ts';
import { type RouterNeeds, router } from '../src/http/core/router.ts';
import { type KeptEventRoutesNeeds, keptEventRoutes } from '../src/http/events/send-routes.ts';
import { ingestRoutes } from '../src/http/intake/ingest-routes.ts';
import { publishRoutes } from '../src/http/intake/publish-routes.ts';
import { loadOperations } from '../src/http/openapi/load-operations.ts';
import type { Log } from '../src/ports/platform.ts';

/** Takes events in: `POST /ingest/{subscription_id}` and `POST /events`, and batches of both; sends kept ones. */
export const createIngestFunction = (
  needs: IntakeNeeds & KeptEventRoutesNeeds & RouterNeeds & { readonly log: Log },
): HttpFunction =>
  httpFunction(
    needs.log,
    router(
      needs,
      [...ingestRoutes(needs), ...publishRoutes(needs), ...keptEventRoutes(needs)],
      loadOperations,
    ),
  );
