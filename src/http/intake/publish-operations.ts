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

/** The operations that hand events to whoever wants them. */

export const publishEvent = operation({
  id: 'publishEvent',
  method: 'POST',
  path: '/events',
  tag: 'Ingest',
  summary: 'Hand an event to every subscription that wants it',
  description:
    'Sent as `application/json`, the body names the type and has the payload, whose bytes are delivered exactly as they ' +
    'stand in the request. Any other body is the payload itself, which may be empty, and its type is in the header ' +
    '`X-Event-Type`. CloudEvents 1.0 are taken in both modes, structured (`application/cloudevents+json`) and binary ' +
    '(`ce-` headers), and delivered as they came; the same `source` and `id` are the same event, whatever else a repeat ' +
    'says. A list of them (`application/cloudevents-batch+json`) is answered as a batch, with a 200. An event that no ' +
    'subscription wants is kept all the same.',
  scope: 'ingest',
  takesIdempotencyKey: true,
  query: publishQuery,
  headers: publishHeaders,
  body: {
    kind: 'json-or-raw',
    schema: publishInput,
    isRaw: (requestHeaders) => cloudEventMode(requestHeaders) === 'binary',
    description: 'An event as JSON; with any other content type, the payload itself.',
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
    description: 'The event is kept and will be delivered.',
    schema: publishAcceptedShape,
    example: publishAccepted(exampleEvent),
    optionalHeaders: rateLimitHeaders,
  },
  otherSuccesses: [
    {
      status: '2XX',
      description: '200, to a list of CloudEvents: what became of each.',
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
  summary: 'Hand many events to every subscription that wants them',
  description:
    'Each event is taken or refused by itself: the answer has a result for each, in their order, whatever is wrong with ' +
    'the others. Only a batch that cannot be read is refused as a whole. The bytes of each `payload` are delivered ' +
    'exactly as they stand in the request. A list of CloudEvents (`application/cloudevents-batch+json`) is taken as well.',
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
    description: 'What became of each.',
    schema: publishBatchShape,
    example: batchAnswer([
      publishItemAccepted(exampleEvent),
      {
        status: 409,
        problem: problem('idempotency-conflict', {
          detail: 'This Idempotency-Key came with another request in the last 24 hours.',
          requestId: '5b1c7a0e-9d5f-4c38-8a55-2f6f3b1f7f10',
        }),
      },
    ]),
    optionalHeaders: rateLimitHeaders,
  },
  errors: ['loop-detected'],
});
