import * as z from 'zod';
import { type DeliveryStatus, deliveryStatuses } from '../../domain/delivery.ts';
import { time, timeOrNull } from '../core/fields.ts';

const count = z.int().min(0);

const deliveryTimes = z
  .object({ p50: z.number(), p95: z.number() })
  .meta({ id: 'DeliveryTimes', description: 'The median and the 95th percentile, in milliseconds.' });

export const statsShape = z
  .object({
    deliveries: z
      .object(
        Object.fromEntries(deliveryStatuses.map((status) => [status, count])) as Record<
          DeliveryStatus,
          typeof count
        >,
      )
      .meta({ id: 'DeliveryCounts', description: 'The number of deliveries of each status.' }),
    attempts: count.meta({ description: 'The number of attempts of these deliveries.' }),
    delivery_ms: deliveryTimes.nullable().meta({
      description: 'From the publishing of an event to the success of its delivery; `null`: no success yet.',
    }),
    oldest: time
      .nullable()
      .meta({ description: 'When the event of the oldest counted delivery was published.' }),
    is_complete: z
      .boolean()
      .meta({ description: '`true`: all stored deliveries are counted; `false`: only the newest.' }),
  })
  .meta({ id: 'SubscriptionStats', description: 'The deliveries of a subscription, counted by status.' });

interface Stats {
  readonly byStatus: Readonly<Record<DeliveryStatus, number>>;
  readonly attempts: number;
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  readonly oldestMs: number | null;
  readonly isComplete: boolean;
}

export const statsResource = (stats: Stats): z.infer<typeof statsShape> => ({
  deliveries: { ...stats.byStatus },
  attempts: stats.attempts,
  delivery_ms:
    stats.medianMs === null || stats.p95Ms === null ? null : { p50: stats.medianMs, p95: stats.p95Ms },
  oldest: timeOrNull(stats.oldestMs),
  is_complete: stats.isComplete,
});
