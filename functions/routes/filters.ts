import * as operations from '../../src/api/operations/filters.ts';
import { filterTestResult } from '../../src/api/present/filter-test.ts';
import { testFilter } from '../../src/application/test-filter.ts';
import { type Route, route } from '../middleware/route.ts';

/** Filters without a subscription. */
export const filterRoutes: readonly Route[] = [
  route(operations.testFilter, async ({ body }) => {
    const { filter = null, event_types, event_type = null, payload } = body;
    const result = testFilter({ filter, eventTypes: event_types ?? [], eventType: event_type, payload });
    return { status: 200, body: filterTestResult(result) };
  }),
];
