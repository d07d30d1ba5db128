import type { ApiNeeds } from '../../application/needs.ts';
import { readCaller } from '../../application/read-caller.ts';
import { Refusal } from '../core/http.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './operations.ts';
import { callerResource } from './output.ts';

export const meRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.getMe, async ({ principal }) => {
    const caller = await readCaller(needs, principal);
    if (caller === undefined) throw new Refusal('unauthenticated', 'The API key was revoked.');
    return { status: 200, body: callerResource(caller) };
  }),
];
