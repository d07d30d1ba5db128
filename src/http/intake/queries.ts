import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { instant, producedEventType, receiverId } from '../core/fields.ts';

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
