import * as z from 'zod';
import { subscriptionId } from '../core/fields.ts';
import { cursor, eventTypeFilter, limit, refuseEmptyPeriod, since, until } from '../core/list-queries.ts';
import { deliveryStatus } from '../core/named-values.ts';

export const deliveriesQuery = z
  .strictObject({
    limit,
    cursor,
    status: deliveryStatus
      .optional()
      .meta({ description: 'Only deliveries with this status.', examples: ['exhausted'] }),
    event_type: eventTypeFilter,
    since,
    until,
  })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { status: query.status, eventType: query.event_type, sinceMs: query.since, untilMs: query.until },
  }));

export const deadLettersQuery = z
  .strictObject({
    limit,
    cursor,
    subscription_id: subscriptionId.optional().meta({ description: 'Only deliveries of this subscription.' }),
    event_type: eventTypeFilter,
    since,
    until,
  })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: {
      subscriptionId: query.subscription_id,
      eventType: query.event_type,
      sinceMs: query.since,
      untilMs: query.until,
    },
  }));
