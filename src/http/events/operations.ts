import * as z from 'zod';
import { madeLater } from '../../domain/delivery.ts';
import { retention } from '../../domain/limits.ts';
import { eventId } from '../core/fields.ts';
import { noContent, operation } from '../core/operation.ts';
import { pageAnswer, shortPages } from '../core/page.ts';
import { exampleDelivered, exampleDelivery } from '../deliveries/examples.ts';
import { deliveryResource, deliveryShape } from '../deliveries/output.ts';
import { eventToSend } from '../intake/input.ts';
import { exampleEvent } from './examples.ts';
import { eventsQuery } from './input.ts';
import { eventPageShape, eventResource, eventWithPayload, eventWithPayloadShape } from './output.ts';

const sentAtMs = exampleDelivery.createdAtMs + 3_600_000;

const params = z.object({ id: eventId.meta({ description: 'The id of the event.' }) });

export const listEvents = operation({
  id: 'listEvents',
  method: 'GET',
  path: '/events',
  tag: 'Events',
  summary: 'List events',
  description: `Newest first, without their payloads. A portal token gets the events of its receiver. ${shortPages}`,
  scope: 'read',
  forPortal: true,
  query: eventsQuery,
  success: pageAnswer('events', eventPageShape, eventResource(exampleEvent)),
});

export const deletePayload = operation({
  id: 'deletePayload',
  method: 'DELETE',
  path: '/events/{id}/payload',
  tag: 'Events',
  summary: 'Delete the payload of an event',
  description:
    'The event and its deliveries can still be read, but no longer be replayed. Fails while one of the deliveries is ' +
    'open: cancel that delivery first.',
  scope: 'manage',
  audit: 'event.payload_deleted',
  params,
  success: noContent('The payload is deleted.'),
  errors: ['conflict'],
});

export const sendEvent = operation({
  id: 'sendEvent',
  isSending: true,
  method: 'POST',
  path: '/events/{id}/deliveries',
  tag: 'Events',
  summary: 'Send a stored event to one subscription',
  description:
    'For a subscription that has no delivery of the event, for example one that was disabled when the event came in, or ' +
    'that was created later. Both must have the same receiver; event types and filters are not checked. If the ' +
    'subscription already has a delivery of the event, the answer is that delivery, unchanged: `replay` sends it again.',
  scope: 'manage',
  forPortal: true,
  audit: 'event.sent',
  params,
  body: {
    kind: 'json',
    schema: eventToSend,
    examples: {
      subscription: {
        summary: 'To one subscription',
        value: { subscription_id: exampleDelivered.subscriptionId },
      },
    },
  },
  success: {
    status: 202,
    description: 'The delivery.',
    schema: deliveryShape,
    example: deliveryResource(madeLater(exampleDelivery, sentAtMs, sentAtMs), retention.hoursDefault),
  },
  errors: ['conflict', 'subscription-disabled', 'loop-detected'],
});

export const getEvent = operation({
  id: 'getEvent',
  method: 'GET',
  path: '/events/{id}',
  tag: 'Events',
  summary: 'Read an event',
  description: 'With its payload and its deliveries.',
  scope: 'read',
  forPortal: true,
  params,
  success: {
    status: 200,
    description: 'The event.',
    schema: eventWithPayloadShape,
    example: eventWithPayload(exampleEvent, [exampleDelivered], retention.hoursDefault),
  },
});
