import * as z from 'zod';
import { receiverId, subscriptionId } from '../core/fields.ts';
import {
  cursor,
  eventTypeFilter,
  limit,
  refuseEmptyPeriod,
  since,
  until,
  wholeNumber,
} from '../core/list-queries.ts';
import { deliveryStatus } from '../core/named-values.ts';

/** More than a delivery can have: replays go on counting. */
const ATTEMPT_NUMBER_MOST = 99_999;

export const attemptNumber = z.preprocess(
  wholeNumber,
  z
    .int()
    .min(1)
    .max(ATTEMPT_NUMBER_MOST)
    .meta({ examples: [1], description: 'The `number` of the attempt.' }),
);

const status = deliveryStatus
  .optional()
  .meta({ description: 'Only deliveries with this status.', examples: ['exhausted'] });

const ofSubscription = subscriptionId
  .optional()
  .meta({ description: 'Only deliveries of this subscription.' });

export const deliveriesQuery = z
  .strictObject({ limit, cursor, status, event_type: eventTypeFilter, since, until })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { status: query.status, eventType: query.event_type, sinceMs: query.since, untilMs: query.until },
  }));

export const allDeliveriesQuery = z
  .strictObject({
    limit,
    cursor,
    status,
    event_type: eventTypeFilter,
    receiver_id: receiverId.optional().meta({
      description: 'Only events of this receiver, delivered to subscriptions that are its own now.',
    }),
    subscription_id: ofSubscription,
    since,
    until,
  })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: {
      status: query.status,
      eventType: query.event_type,
      receiverId: query.receiver_id,
      subscriptionId: query.subscription_id,
      sinceMs: query.since,
      untilMs: query.until,
    },
  }));

export const deadLettersQuery = z
  .strictObject({
    limit,
    cursor,
    subscription_id: ofSubscription,
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
