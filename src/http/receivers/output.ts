import * as z from 'zod';
import type { Receiver } from '../../domain/receiver.ts';
import { receiverId, time, timeOf } from '../core/fields.ts';
import { pageOf } from '../core/page.ts';
import { rateLimit, wireRateLimit } from '../subscriptions/rate-limit.ts';

/** Records of receivers, as answers show them. */

export const receiverShape = z
  .object({
    id: receiverId,
    name: z.string(),
    metadata: z.record(z.string(), z.string()).meta({ description: 'Not shown to a portal token.' }),
    rate_limit: rateLimit
      .nullable()
      .meta({ description: 'The limit of the events with this `receiver_id`; `null`: no limit.' }),
    subscriptions_limit: z.int().nullable().meta({
      description: 'The most subscriptions with this `receiver_id`; `null`: no limit of its own.',
    }),
    created_at: time,
    updated_at: time,
  })
  .meta({
    id: 'Receiver',
    description:
      'Your record of a customer that receives webhooks: its `id` is the `receiver_id` of events and subscriptions.',
  });

export const receiverPageShape = pageOf(receiverShape, 'ReceiverPage', 'Sorted by id.');

export const receiverResource = (one: Receiver): z.infer<typeof receiverShape> => ({
  id: one.id,
  name: one.name,
  metadata: { ...one.metadata },
  rate_limit: one.rateLimit && wireRateLimit(one.rateLimit),
  subscriptions_limit: one.subscriptionsLimit,
  created_at: timeOf(one.createdAtMs),
  updated_at: timeOf(one.updatedAtMs),
});
