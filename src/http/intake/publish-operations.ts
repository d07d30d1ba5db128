import { operation } from '../core/operation.ts';
import { problem } from '../core/problem.ts';
import { exampleEvent } from '../events/examples.ts';
import { cloudEventMode } from './cloud-events.ts';
import { rateLimitHeaders } from './ingest-operations.ts';
import { anyBatch, publishBatchInput, publishInput } from './input.ts';
import {
  batchAnswer,
  publishAccepted,
  publishAcceptedShape,
  publishBatchShape,
  publishItemAccepted,
} from './output.ts';
import { publishQuery } from './queries.ts';
import { intakeHeaders, publishHeaders } from './request-headers.ts';

/** The operations that publish events to every matching subscription. */

export const publishEvent = operation({
  id: 'publishEvent',
  method: 'POST',
  path: '/events',
  tag: 'Ingest',
  summary: 'Publish an event to every matching subscription',
  description:
    'With `application/json`, the body has the type and the payload, whose bytes are delivered exactly as ' +
    'sent. Any other body is the payload itself, which may be empty, and its type is in the header ' +
    '`X-Event-Type`. CloudEvents 1.0 are accepted in structured mode (`application/cloudevents+json`) and in binary mode ' +
    '(`ce-` headers), and delivered unchanged. Two CloudEvents with the same `source` and `id` are the same event. ' +
    'A list of CloudEvents (`application/cloudevents-batch+json`) is answered as a batch, with a 200. An event that no ' +
    'subscription matches is stored as well.',
  scope: 'ingest',
  takesIdempotencyKey: true,
  query: publishQuery,
  headers: publishHeaders,
  body: {
    kind: 'json-or-raw',
    schema: publishInput,
    isRaw: (requestHeaders) => cloudEventMode(requestHeaders) === 'binary',
    description: 'An event as JSON, or with any other content type the payload itself.',
    examples: {
      event: {
        summary: 'An order',
        value: { event_type: 'order.created', payload: { order: 1001, total: '49.90' } },
      },
      ofOneReceiver: {
        summary: 'An order of one customer',
        value: {
          event_type: 'order.created',
          payload: { order: 1001, total: '49.90' },
          receiver_id: 'customer-42',
        },
      },
    },
  },
  success: {
    status: 202,
    description: 'The event is stored and will be delivered.',
    schema: publishAcceptedShape,
    example: publishAccepted(exampleEvent),
    optionalHeaders: rateLimitHeaders,
  },
  otherSuccesses: [
    {
      status: '2XX',
      description: '200, for a list of CloudEvents: the result of each event.',
      schema: publishBatchShape,
      example: batchAnswer([publishItemAccepted(exampleEvent)]),
      optionalHeaders: rateLimitHeaders,
    },
  ],
  errors: ['schema-mismatch', 'rate-limited', 'loop-detected'],
});

export const publishBatch = operation({
  id: 'publishBatch',
  method: 'POST',
  path: '/events/batch',
  tag: 'Ingest',
  summary: 'Publish a batch of events to every matching subscription',
  description:
    'Each event is accepted or rejected on its own: the answer has a result for each, in the order of the request. ' +
    'Only a batch that cannot be parsed is rejected as a whole. The bytes of each `payload` are delivered ' +
    'exactly as sent. A list of CloudEvents (`application/cloudevents-batch+json`) is accepted, too.',
  scope: 'ingest',
  takesIdempotencyKey: true,
  headers: intakeHeaders,
  body: {
    kind: 'json',
    holdsEvents: true,
    schema: anyBatch,
    documentedSchema: publishBatchInput,
    isRaw: (requestHeaders) => cloudEventMode(requestHeaders) === 'batched',
    examples: {
      orders: {
        summary: 'Two orders',
        value: {
          events: [
            { event_type: 'order.created', payload: { order: 1001, total: '49.90' } },
            {
              event_type: 'order.created',
              payload: { order: 1002, total: '12.00' },
              receiver_id: 'customer-42',
            },
          ],
        },
      },
    },
  },
  success: {
    status: 200,
    description: 'The result of each event.',
    schema: publishBatchShape,
    example: batchAnswer([
      publishItemAccepted(exampleEvent),
      {
        status: 409,
        problem: problem('idempotency-conflict', {
          detail:
            'This Idempotency-Key was used for a different request in the last 24 hours. Use a new key.',
          requestId: '5b1c7a0e-9d5f-4c38-8a55-2f6f3b1f7f10',
        }),
      },
    ]),
    optionalHeaders: rateLimitHeaders,
  },
  errors: ['loop-detected'],
});
