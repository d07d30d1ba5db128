import * as z from 'zod';
import { retention } from '../../domain/limits.ts';
import { exampleDelivered, exampleEvent } from '../examples.ts';
import { operation } from '../operation.ts';
import { eventPageShape, eventResource, eventWithPayload, eventWithPayloadShape } from '../present/event.ts';
import { page, shortPages } from '../present/page.ts';
import { eventId } from '../wire/fields.ts';
import { eventsQuery } from '../wire/list-queries.ts';

const params = z.object({ id: eventId.meta({ description: 'The id of the event.' }) });

export const listEvents = operation({
  id: 'listEvents',
  method: 'GET',
  path: '/events',
  tag: 'Events',
  summary: 'List events',
  description: `Newest first, without their payloads. ${shortPages}`,
  scope: 'read',
  query: eventsQuery,
  success: {
    status: 200,
    description: 'A page of events.',
    schema: eventPageShape,
    example: page([eventResource(exampleEvent)], null),
  },
});

export const deletePayload = operation({
  id: 'deletePayload',
  method: 'DELETE',
  path: '/events/{id}/payload',
  tag: 'Events',
  summary: 'Delete the payload of an event',
  description:
    'What became of the event can still be seen; its deliveries cannot be replayed any more. Not while one of them is ' +
    'open: cancel it first.',
  scope: 'manage',
  audit: 'event.payload_deleted',
  params,
  success: { status: 204, description: 'It is deleted.', schema: undefined, example: undefined },
  errors: ['conflict'],
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
