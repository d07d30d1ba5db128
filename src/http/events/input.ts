import * as z from 'zod';
import {
  cursor,
  eventTypeFilter,
  limit,
  receiverIdFilter,
  refuseEmptyPeriod,
  since,
  until,
} from '../core/list-queries.ts';

export const eventsQuery = z
  .strictObject({ limit, cursor, event_type: eventTypeFilter, receiver_id: receiverIdFilter, since, until })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: {
      eventType: query.event_type,
      receiverId: query.receiver_id,
      sinceMs: query.since,
      untilMs: query.until,
    },
  }));
