import * as z from 'zod';
import { eventType } from '../core/fields.ts';
import { cursor, limit, receiverIdFilter } from '../core/list-queries.ts';
import { subscriptionStatus } from '../core/named-values.ts';

export const subscriptionsQuery = z
  .strictObject({
    limit,
    cursor,
    status: subscriptionStatus
      .optional()
      .meta({ description: 'Only subscriptions with this status.', examples: ['enabled'] }),
    event_type: eventType.optional().meta({ description: 'Only subscriptions that match this event type.' }),
    receiver_id: receiverIdFilter,
  })
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { status: query.status, eventType: query.event_type, receiverId: query.receiver_id },
  }));
