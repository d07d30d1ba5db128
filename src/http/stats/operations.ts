import { statsLimits } from '../../domain/limits.ts';
import type { StatsNumbers } from '../../domain/stats.ts';
import { operation } from '../core/operation.ts';
import { statsQuery } from './input.ts';
import { statsOverTimeResource, statsOverTimeShape } from './output.ts';

const fromMs = Date.UTC(2026, 0, 31, 9, 28);
const stepMs = 60_000;
const exampleNumbers: StatsNumbers = {
  events: 120,
  deliveries: 240,
  attempts: 243,
  delivered: 239,
  failedAttempts: 4,
  exhausted: 0,
  cancelled: 0,
  timeToDeliveryMs: { p50: 46, p95: 167 },
};
const noNumbers: StatsNumbers = {
  events: 0,
  deliveries: 0,
  attempts: 0,
  delivered: 0,
  failedAttempts: 0,
  exhausted: 0,
  cancelled: 0,
  timeToDeliveryMs: null,
};

export const getStatsOverTime = operation({
  id: 'getStatsOverTime',
  method: 'GET',
  path: '/stats',
  tag: 'Deliveries',
  summary: 'Count events, deliveries and attempts over time',
  description:
    `From counters by minute, which are kept for ${statsLimits.keptHours} hours. Events count in the minute in which they ` +
    'were accepted, attempts and ends of deliveries in the minute in which they were recorded. The embedded service counts ' +
    'exactly; on AWS up to the last minute of each container can be missing. A portal token gets the numbers of its ' +
    'receiver.',
  scope: 'read',
  forPortal: true,
  query: statsQuery,
  success: {
    status: 200,
    description: 'The numbers.',
    schema: statsOverTimeShape,
    example: statsOverTimeResource(
      {
        range: { fromMs, toMs: fromMs + 2 * stepMs, stepMs },
        series: [
          {
            key: null,
            isOther: false,
            points: [
              { atMs: fromMs, ...exampleNumbers },
              { atMs: fromMs + stepMs, ...noNumbers },
            ],
            totals: exampleNumbers,
          },
        ],
        open: { pending: 0, retrying: 1, held: 0, isExact: true },
      },
      undefined,
    ),
  },
});
