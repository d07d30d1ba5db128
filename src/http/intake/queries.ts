import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { instant, producedEventType, receiverId } from '../core/fields.ts';

const typeOfRawBody = producedEventType
  .optional()
  .meta({ description: 'The type of the event, in place of the header X-Event-Type.' });

const deliverAtOfRawBody = instant(
  `The earliest time of the first attempts, at most ${requestLimits.deliverAheadSeconds} seconds ahead.`,
  '2026-01-31T09:30:00Z',
).optional();

export const ingestQuery = z.strictObject({ event_type: typeOfRawBody, deliver_at: deliverAtOfRawBody });

export const publishQuery = z.strictObject({
  event_type: typeOfRawBody.meta({
    description: 'The type of the event, if the body is the payload itself.',
  }),
  receiver_id: receiverId
    .optional()
    .meta({ description: 'The receiver of the event, if the body is the payload itself.' }),
  deliver_at: deliverAtOfRawBody,
});
