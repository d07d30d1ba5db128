import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { eventId, eventType, receiverId, time, timeOf, timeOrNull } from '../core/fields.ts';
import { pageOf } from '../core/page.ts';
import { deliveryResource, deliveryShape } from '../deliveries/output.ts';

const fields = {
  id: eventId,
  event_type: eventType.nullable(),
  receiver_id: receiverId.nullable(),
  content_type: z.string(),
  created_at: time,
  expires_at: time.meta({ description: 'The earliest time at which the event is deleted.' }),
  payload_deleted_at: time
    .nullable()
    .meta({ description: 'The time at which the payload was deleted; `null`: not deleted.' }),
};

export const eventShape = z.object(fields).meta({ id: 'Event', description: 'A published event.' });

export const eventPageShape = pageOf(eventShape, 'EventPage');

export const eventWithPayloadShape = z
  .object({
    ...fields,
    payload: z
      .string()
      .nullable()
      .meta({ description: 'The payload as text, if it is UTF-8 and not deleted.' }),
    payload_base64: z.string().nullable().meta({ description: 'The payload in base64, if it is not UTF-8.' }),
    payload_bytes: z.int().min(0),
    deliveries: z.array(deliveryShape),
    deliveries_count: z
      .int()
      .min(0)
      .meta({ description: 'The number of deliveries; in a large fan-out some may not be created yet.' }),
  })
  .meta({ id: 'EventWithPayload', description: 'An event with its payload and its deliveries.' });

export const eventResource = (event: Event): z.infer<typeof eventShape> => ({
  id: event.id,
  event_type: event.eventType,
  receiver_id: event.receiverId,
  content_type: event.contentType,
  created_at: timeOf(event.createdAtMs),
  expires_at: timeOf(event.expiresAtMs),
  payload_deleted_at: timeOrNull(event.payloadDeletedAtMs),
});

export function eventWithPayload(
  event: Event,
  deliveries: readonly Delivery[],
  retentionHours: number,
): z.infer<typeof eventWithPayloadShape> {
  const payload = Buffer.from(event.payload.buffer, event.payload.byteOffset, event.payload.byteLength);
  const isThere = event.payloadDeletedAtMs === null;
  const isText = isUtf8(payload);
  return {
    ...eventResource(event),
    payload: isThere && isText ? payload.toString('utf8') : null,
    payload_base64: isThere && !isText ? payload.toString('base64') : null,
    payload_bytes: payload.length,
    deliveries: deliveries.map((delivery) => deliveryResource(delivery, retentionHours)),
    deliveries_count: event.subscriptionIds.length,
  };
}
