import type { IngestNeeds } from '../src/application/needs.ts';
import { type HttpFunction, httpFunction } from '../src/http/core/http-function.ts';
import { router } from '../src/http/core/router.ts';
import { keptEventRoutes } from '../src/http/events/send-routes.ts';
import { ingestRoutes } from '../src/http/intake/ingest-routes.ts';
import { publishRoutes } from '../src/http/intake/publish-routes.ts';
import { operationPaths } from '../src/http/openapi/operation-paths.ts';

/** Accepts events: `POST /ingest/{subscription_id}` and `POST /events`, and batches of both; sends stored events. */
export const createIngestFunction = (needs: IngestNeeds): HttpFunction =>
  httpFunction(
    needs.log,
    router(
      needs,
      [...ingestRoutes(needs), ...publishRoutes(needs), ...keptEventRoutes(needs)],
      operationPaths,
    ),
  );
