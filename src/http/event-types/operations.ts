import * as z from 'zod';
import { eventTypeLimits } from '../../domain/limits.ts';
import { eventType, openApiShape } from '../core/fields.ts';
import { plainQuery } from '../core/list-queries.ts';
import { operation } from '../core/operation.ts';
import { page, shortPages } from '../core/page.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import { exampleEventType } from './examples.ts';
import { eventTypePatch, newEventType } from './input.ts';
import { eventTypePageShape, eventTypeResource, eventTypeShape } from './output.ts';

/** The catalogue of event types. */

const params = z.object({ name: eventType.meta({ description: 'What the event type is called.' }) });

const theEventType = {
  status: 200,
  description: 'The event type.',
  schema: eventTypeShape,
  example: eventTypeResource(exampleEventType),
} as const;

const SEEN_WITHIN = 'Events are held against it everywhere within 30 seconds.';

export const createEventType = operation({
  id: 'createEventType',
  method: 'POST',
  path: '/event-types',
  tag: 'Event types',
  summary: 'Add an event type to the catalogue',
  description:
    'Says what events of one type mean and look like. With `"validation": "enforce"`, events of this type whose payload ' +
    `does not match the schema are refused when they are handed in. ${SEEN_WITHIN} Types that are not in the catalogue ` +
    'are taken as ever.',
  scope: 'manage',
  audit: 'event_type.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newEventType,
    examples: {
      enforced: {
        summary: 'With a schema that is enforced',
        value: {
          name: exampleEventType.name,
          description: exampleEventType.description,
          schema: exampleEventType.schema,
          example: exampleEventType.example,
          validation: 'enforce',
        },
      },
      minimum: {
        summary: 'A name, and what it means',
        value: { name: 'order.paid', description: 'It is paid.' },
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
  description: `In the order of their names. ${shortPages}`,
  scope: 'read',
  forPortal: true,
  query: plainQuery,
  success: {
    status: 200,
    description: 'A page of event types.',
    schema: eventTypePageShape,
    example: page([eventTypeResource(exampleEventType)], null),
  },
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
    `What is left out stays, \`null\` clears; a schema or an example is replaced as a whole. ${SEEN_WITHIN} Events that ` +
    'were taken are not looked at again, and repeats of them with their `Idempotency-Key` are answered as before.',
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
  description:
    'Events of this type are taken as before, and not checked any more; everywhere within 30 seconds.',
  scope: 'manage',
  audit: 'event_type.deleted',
  params,
  success: { status: 204, description: 'It is deleted.', schema: undefined, example: undefined },
});

export const eventTypesOpenApi = operation({
  id: 'eventTypesOpenApi',
  method: 'GET',
  path: '/openapi/event-types.json',
  tag: 'Event types',
  summary: 'The catalogue as an OpenAPI document',
  description:
    'An OpenAPI 3.1 document for your receivers, with a webhook for each event type of the catalogue. Schemas and ' +
    `examples beyond ${eventTypeLimits.documentCharacters} characters in all are left out of it, which their webhooks say.`,
  scope: 'read',
  success: {
    status: 200,
    description: 'The document.',
    schema: openApiShape,
    example: { openapi: '3.1.0', info: { title: 'Webhooks', version: '0.1.0' } },
  },
});
