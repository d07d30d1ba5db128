import type { ApiNeeds } from '../../application/needs.ts';
import { storeUnavailable } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { openApiDocument } from '../openapi/document.ts';
import * as operations from './operations.ts';

/** Routes about the service itself. */
export const serviceRoutes = ({ version, storeHealth }: ApiNeeds): readonly Route[] => {
  // Made at the first request for it: few callers ask, and it would lengthen every cold start.
  let document: object | undefined;
  return [
    route(operations.health, async () => {
      const fault = await storeHealth.faultNow();
      if (fault !== undefined) throw storeUnavailable(fault);
      return { status: 200, body: { status: 'ok', version } };
    }),
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
