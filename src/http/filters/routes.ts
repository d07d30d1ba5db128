import { testFilter } from '../../application/test-filter.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './operations.ts';
import { filterTestResult } from './output.ts';

/** Routes for filters that belong to no subscription. */
export const filterRoutes: readonly Route[] = [
  route(operations.testFilter, async ({ body }) => {
    const { filter = null, event_types, event_type = null, payload } = body;
    const result = testFilter({ filter, eventTypes: event_types ?? [], eventType: event_type, payload });
    return { status: 200, body: filterTestResult(result) };
  }),
];
