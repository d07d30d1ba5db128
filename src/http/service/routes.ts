import type { ApiNeeds } from '../../application/needs.ts';
import { storeFault } from '../../application/store-fault.ts';
import { storeUnavailable } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import { openApiDocument } from '../openapi/document.ts';
import { aboutResource } from './about-output.ts';
import * as operations from './operations.ts';

/** Routes about the service itself. */
export const serviceRoutes = (needs: ApiNeeds): readonly Route[] => {
  const { version, storeHealth } = needs;
  // Made at the first request for it: few callers ask, and it would lengthen every cold start.
  let document: object | undefined;
  return [
    route(operations.health, async () => {
      const fault = await storeHealth.faultNow();
      if (fault !== undefined) throw storeUnavailable(fault);
      return { status: 200, body: { status: 'ok', version } };
    }),
    route(operations.getAbout, async ({ principal }) => {
      const fault = await storeFault(needs, principal);
      const hasLive = (await needs.live?.address()) !== undefined;
      return { status: 200, body: aboutResource({ ...needs, fault, hasLive }) };
    }),
    route(operations.openapi, async ({ request }) => {
      document ??= openApiDocument({ version, serverUrl: request.basePath || '/' });
      return { status: 200, body: document };
    }),
    route(operations.root, async ({ request }) => ({
      status: 307,
      headers: { location: `${request.basePath}/dashboard/` },
    })),
  ];
};
