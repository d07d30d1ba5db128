import type { IntakeNeeds } from '../src/application/ingest-event.ts';
import type { Log } from '../src/ports/log.ts';
import { type HttpFunction, httpFunction } from './middleware/http-function.ts';
import { type RouterNeeds, router } from './middleware/router.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { type KeptEventRoutesNeeds, keptEventRoutes } from './routes/kept-events.ts';
import { publishRoutes } from './routes/publish.ts';

/** Takes events in: `POST /ingest/{subscription_id}` and `POST /events`, and batches of both; sends kept ones. */
export const createIngestFunction = (
  needs: IntakeNeeds & KeptEventRoutesNeeds & RouterNeeds & { readonly log: Log },
): HttpFunction =>
  httpFunction(
    needs.log,
    router(needs, [...ingestRoutes(needs), ...publishRoutes(needs), ...keptEventRoutes(needs)]),
  );
