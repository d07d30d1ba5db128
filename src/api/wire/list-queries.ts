import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { eventType, instant, producedEventType, receiverId, subscriptionId } from './fields.ts';
import { deliveryStatus, subscriptionStatus } from './named-values.ts';

/**
 * The queries of lists. They take a plain object of parameters: each a string, or a list of strings when it was given
 * more than once (which is refused). What comes out is the page that is asked for, and the filter in the ports' terms.
 */

const wholeNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

export const limit = z
  .preprocess(
    wholeNumber,
    z
      .int()
      .min(1)
      .max(requestLimits.pageItems)
      .meta({
        description: 'How many at most.',
        default: requestLimits.pageItemsDefault,
        examples: [requestLimits.pageItemsDefault],
      }),
  )
  .default(requestLimits.pageItemsDefault);

export const cursor = z
  .string()
  .min(1)
  .optional()
  .meta({ description: 'The `next_cursor` of the page before; the filters must be the same.' });

const since = instant('Only what was created at this time or later.', '2026-01-31T09:30:00Z').optional();
const until = instant('Only what was created before this time.', '2026-02-01T00:00:00Z').optional();

const eventTypeFilter = eventType.optional().meta({ description: 'Only those of this event type.' });
const receiverIdFilter = receiverId.optional().meta({ description: 'Only those of this receiver.' });

interface Period {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export function refuseEmptyPeriod({ since: from, until: to }: Period, context: z.RefinementCtx): void {
  if (from !== undefined && to !== undefined && from >= to) {
    context.addIssue({ code: 'custom', path: ['since'], message: 'must be before until' });
  }
}

/** Of a list without filters. */
export const plainQuery = z
  .strictObject({ limit, cursor })
  .transform((query) => ({ limit: query.limit, cursor: query.cursor, filter: {} }));

export const auditQuery = z
  .strictObject({ limit, cursor, since, until })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { sinceMs: query.since, untilMs: query.until },
  }));

/** Of what is no list, but of a time. */
export const periodQuery = z
  .strictObject({ since, until })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({ sinceMs: query.since, untilMs: query.until }));

export const subscriptionsQuery = z
  .strictObject({
    limit,
    cursor,
    status: subscriptionStatus
      .optional()
      .meta({ description: 'Only those of this status.', examples: ['enabled'] }),
    event_type: eventType.optional().meta({ description: 'Only those that want this event type.' }),
    receiver_id: receiverIdFilter,
  })
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { status: query.status, eventType: query.event_type, receiverId: query.receiver_id },
  }));

export const deliveriesQuery = z
  .strictObject({
    limit,
    cursor,
    status: deliveryStatus
      .optional()
      .meta({ description: 'Only those of this status.', examples: ['exhausted'] }),
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
    subscription_id: subscriptionId.optional().meta({ description: 'Only those of this subscription.' }),
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

const typeOfRawBody = producedEventType
  .optional()
  .meta({ description: 'The type of the event; short for the header X-Event-Type.' });

const deliverAtOfRawBody = instant(
  `Its deliveries are not attempted before then: ${requestLimits.deliverAheadSeconds} seconds ahead at most.`,
  '2026-01-31T09:30:00Z',
).optional();

export const ingestQuery = z.strictObject({ event_type: typeOfRawBody, deliver_at: deliverAtOfRawBody });

export const publishQuery = z.strictObject({
  event_type: typeOfRawBody.meta({
    description: 'The type of the event, where the body is the payload itself.',
  }),
  receiver_id: receiverId
    .optional()
    .meta({ description: 'The customer it is for, where the body is the payload itself.' }),
  deliver_at: deliverAtOfRawBody,
});
