import { operation } from '../core/operation.ts';
import { filterTestInput } from './input.ts';
import { filterTestResult, filterTestShape } from './output.ts';

export const testFilter = operation({
  id: 'testFilter',
  method: 'POST',
  path: '/filters/test',
  tag: 'Subscriptions',
  summary: 'Test a filter with an event',
  description:
    'Tells whether a subscription with this `filter` and these `event_types` would get the event, and which parts do not ' +
    'match. Nothing is stored or sent. An omitted setting matches every event.',
  scope: 'read',
  forPortal: true,
  body: {
    kind: 'json',
    schema: filterTestInput,
    examples: {
      filter: {
        summary: 'A filter and a payload',
        value: {
          filter: { order: { country: ['DE'], total: [{ numeric: ['>=', 100] }] } },
          payload: { order: { country: 'DE', total: 49.9 } },
        },
      },
      types: {
        summary: 'With event types',
        value: {
          event_types: ['order.*'],
          filter: { status: [{ 'anything-but': 'draft' }] },
          event_type: 'order.created',
          payload: { status: 'paid' },
        },
      },
    },
  },
  success: {
    status: 200,
    description: 'The result.',
    schema: filterTestShape,
    example: filterTestResult({
      mismatches: [
        {
          pointer: '/filter/order/total',
          detail: 'The payload has 49.9 at /order/total, which does not match.',
        },
      ],
    }),
  },
});
