import * as z from 'zod';
import { eventTypeLimits } from '../../domain/limits.ts';
import { eventType, openApiShape } from '../core/fields.ts';
import { plainQuery } from '../core/list-queries.ts';
import { noContent, operation } from '../core/operation.ts';
import { pageAnswer, shortPages } from '../core/page.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import { exampleEventType } from './examples.ts';
import { eventTypePatch, newEventType } from './input.ts';
import { eventTypePageShape, eventTypeResource, eventTypeShape } from './output.ts';

/** The catalogue of event types. */

const params = z.object({ name: eventType.meta({ description: 'The name of the event type.' }) });

const theEventType = {
  status: 200,
  description: 'The event type.',
  schema: eventTypeShape,
  example: eventTypeResource(exampleEventType),
} as const;

const SEEN_WITHIN = 'The change takes effect everywhere within 30 seconds.';

export const createEventType = operation({
  id: 'createEventType',
  method: 'POST',
  path: '/event-types',
  tag: 'Event types',
  summary: 'Add an event type to the catalogue',
  description:
    'Documents the events of one type. With `"validation": "enforce"`, published events of this type whose payload ' +
    `does not match the schema are rejected. ${SEEN_WITHIN} Event types that are not in the catalogue ` +
    'are accepted without a check.',
  scope: 'manage',
  audit: 'event_type.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newEventType,
    examples: {
      enforced: {
        summary: 'With an enforced schema',
        value: {
          name: exampleEventType.name,
          description: exampleEventType.description,
          schema: exampleEventType.schema,
          example: exampleEventType.example,
          validation: 'enforce',
        },
      },
      minimum: {
        summary: 'Name and description only',
        value: { name: 'order.paid', description: 'The order is paid.' },
      },
    },
  },
  success: {
    status: 201,
    description: 'The new event type.',
    schema: eventTypeShape,
    example: eventTypeResource(exampleEventType),
    headers: { Location: 'The path of the new event type.' },
  },
  errors: ['conflict', 'limit-reached'],
});

export const listEventTypes = operation({
  id: 'listEventTypes',
  method: 'GET',
  path: '/event-types',
  tag: 'Event types',
  summary: 'List the event types of the catalogue',
  description: `Sorted by name. ${shortPages}`,
  scope: 'read',
  forPortal: true,
  query: plainQuery,
  success: pageAnswer('event types', eventTypePageShape, eventTypeResource(exampleEventType)),
});

export const getEventType = operation({
  id: 'getEventType',
  method: 'GET',
  path: '/event-types/{name}',
  tag: 'Event types',
  summary: 'Read an event type',
  description: 'With its schema and example.',
  scope: 'read',
  forPortal: true,
  params,
  success: theEventType,
});

export const updateEventType = operation({
  id: 'updateEventType',
  method: 'PATCH',
  path: '/event-types/{name}',
  tag: 'Event types',
  summary: 'Change an event type',
  description:
    `Omitted fields stay, \`null\` clears a field; a schema or an example is replaced as a whole. ${SEEN_WITHIN} Accepted ` +
    'events are not checked again, and repeats with their `Idempotency-Key` get the same answer as before.',
  scope: 'manage',
  audit: 'event_type.updated',
  params,
  body: {
    kind: 'json',
    schema: eventTypePatch,
    examples: { loosen: { summary: 'No longer enforced', value: { validation: 'none' } } },
  },
  success: theEventType,
  errors: ['conflict'],
});

export const deleteEventType = operation({
  id: 'deleteEventType',
  method: 'DELETE',
  path: '/event-types/{name}',
  tag: 'Event types',
  summary: 'Delete an event type from the catalogue',
  description: 'Events of this type are still accepted, without a check; everywhere within 30 seconds.',
  scope: 'manage',
  audit: 'event_type.deleted',
  params,
  success: noContent('The event type is deleted.'),
});

export const eventTypesOpenApi = operation({
  id: 'eventTypesOpenApi',
  method: 'GET',
  path: '/openapi/event-types.json',
  tag: 'Event types',
  summary: 'Read the catalogue as an OpenAPI document',
  description:
    'An OpenAPI 3.1 document for your receivers, with a webhook for each event type of the catalogue. Schemas and ' +
    `examples beyond ${eventTypeLimits.documentCharacters} characters in all are left out; their webhooks say so.`,
  scope: 'read',
  success: {
    status: 200,
    description: 'The document.',
    schema: openApiShape,
    example: { openapi: '3.1.0', info: { title: 'Webhooks', version: '0.1.0' } },
  },
});
