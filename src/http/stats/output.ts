import * as z from 'zod';
import { statsLimits } from '../../domain/limits.ts';
import type {
  OpenDeliveries,
  StatsDimension,
  StatsNumbers,
  StatsOverTime,
  StatsSeries,
} from '../../domain/stats.ts';
import { time, timeOf } from '../core/fields.ts';
import { statsDimension } from '../core/named-values.ts';

const count = z.int().min(0);

const timeToDelivery = z
  .object({ p50: z.number(), p95: z.number() })
  .meta({
    id: 'TimeToDelivery',
    description: 'The median and the 95th percentile, in milliseconds; they are at most 10 % off.',
  })
  .nullable()
  .meta({
    description:
      'From the acceptance of an event to the end of the attempt that delivered it, retries, `deliver_at` and replays included; `null`: nothing was delivered.',
  });

const numbers = {
  events: count.meta({
    description:
      'Accepted events. An event has no subscription and no answer: see the series with the key `null`.',
  }),
  deliveries: count.meta({ description: 'New deliveries.' }),
  attempts: count.meta({ description: 'Recorded attempts.' }),
  delivered: count.meta({ description: 'Deliveries that an attempt delivered.' }),
  failed_attempts: count.meta({ description: 'Recorded attempts that failed.' }),
  exhausted: count.meta({ description: 'Deliveries that were given up.' }),
  cancelled: count.meta({ description: 'Deliveries that were cancelled.' }),
  time_to_delivery_ms: timeToDelivery,
};

const numbersShape = z.object(numbers).meta({ id: 'StatsTotals', description: 'The sums over all points.' });

const pointShape = z
  .object({ at: time.meta({ description: 'The beginning of the step.' }), ...numbers })
  .meta({ id: 'StatsPoint', description: 'The numbers of one step.' });

const seriesShape = z
  .object({
    key: z
      .string()
      .nullable()
      .meta({
        description:
          'With `by=status`: `2xx`, `3xx`, `4xx`, `5xx`, or the failure kind of attempts without an answer. With `event_type` or ' +
          '`subscription`: its name or id. `null`: everything without such a key, or without `by` everything.',
        examples: ['2xx'],
      }),
    is_other: z.boolean().meta({
      description: `\`true\`: the sum of all series after the ${statsLimits.series} with the highest numbers.`,
    }),
    points: z
      .array(pointShape)
      .meta({ description: 'Oldest first, a point for each step, also without events.' }),
    totals: numbersShape,
  })
  .meta({ id: 'StatsSeries', description: 'Numbers over time.' });

const openShape = z
  .object({
    pending: count.meta({ description: 'Deliveries without a recorded attempt.' }),
    retrying: count.meta({ description: 'Deliveries that wait for a further attempt.' }),
    held: count.meta({ description: 'How many of all these wait for their subscription to be enabled.' }),
    is_exact: z
      .boolean()
      .meta({ description: '`false`: there are more held deliveries, which were not counted.' }),
  })
  .meta({ id: 'OpenDeliveries', description: 'The open deliveries at this moment.' });

export const statsOverTimeShape = z
  .object({
    from: time,
    to: time,
    step_seconds: z.int(),
    by: statsDimension.nullable(),
    series: z.array(seriesShape).meta({ description: 'Highest numbers first.' }),
    open: openShape.nullable().meta({ description: '`null`: not known, as on AWS.' }),
  })
  .meta({ id: 'Stats', description: 'Events, deliveries and attempts over time.' });

export const statsOverTimeResource = (
  { range, series, open }: Omit<StatsOverTime, 'outcome'>,
  by: StatsDimension | undefined,
): z.infer<typeof statsOverTimeShape> => ({
  from: timeOf(range.fromMs),
  to: timeOf(range.toMs),
  step_seconds: range.stepMs / 1_000,
  by: by ?? null,
  series: series.map(seriesResource),
  open: open && openResource(open),
});

const seriesResource = ({ key, isOther, points, totals }: StatsSeries): z.infer<typeof seriesShape> => ({
  key,
  is_other: isOther,
  points: points.map((point) => ({ at: timeOf(point.atMs), ...numbersResource(point) })),
  totals: numbersResource(totals),
});

const openResource = ({ pending, retrying, held, isExact }: OpenDeliveries): z.infer<typeof openShape> => ({
  pending,
  retrying,
  held,
  is_exact: isExact,
});

const numbersResource = (counted: StatsNumbers): z.infer<typeof numbersShape> => ({
  events: counted.events,
  deliveries: counted.deliveries,
  attempts: counted.attempts,
  delivered: counted.delivered,
  failed_attempts: counted.failedAttempts,
  exhausted: counted.exhausted,
  cancelled: counted.cancelled,
  time_to_delivery_ms: counted.timeToDeliveryMs,
});
