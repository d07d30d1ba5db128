import { openApiDocument } from '../../src/api/openapi.ts';
import * as operations from '../../src/api/operations/service.ts';
import { type Route, route } from '../middleware/route.ts';

/** What the service says about itself. */
export const serviceRoutes = ({ version }: { readonly version: string }): readonly Route[] => {
  // Made at the first request for it: few ask, and it would lengthen every cold start.
  let document: object | undefined;
  return [
    route(operations.health, async () => ({ status: 200, body: { status: 'ok', version } })),
    route(operations.openapi, async ({ request }) => {
      document ??= openApiDocument({ version, serverUrl: request.basePath || '/' });
      return { status: 200, body: document };
    }),
    route(operations.root, async ({ request }) => ({
      status: 307,
      headers: { location: request.basePath + operations.docs.path },
    })),
  ];
};
