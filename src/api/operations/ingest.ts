import * as z from 'zod';
import { exampleDelivery, exampleEvent } from '../examples.ts';
import { operation } from '../operation.ts';
import {
  ingestAccepted,
  ingestAcceptedShape,
  publishAccepted,
  publishAcceptedShape,
} from '../present/accepted.ts';
import { subscriptionId } from '../wire/fields.ts';
import { ingestQuery, publishQuery } from '../wire/list-queries.ts';
import { publishInput } from '../wire/publish-input.ts';
import { ingestHeaders, publishHeaders } from '../wire/request-headers.ts';

/** The operations that take events in. */

export const ingestEvent = operation({
  id: 'ingestEvent',
  method: 'POST',
  path: '/ingest/{subscription_id}',
  tag: 'Ingest',
  summary: 'Hand an event to one subscription',
  description:
    'The body may be any bytes up to 1 MiB, of any content type, and is delivered byte for byte. When the subscription ' +
    'has an `ingest_secret`, the body must be signed: in the header `X-Posthorn-Signature`, or by sending the JSON ' +
    'object `{"body": "<text>", "signature": "<hex>"}`, of which `body` is delivered. The answer 202 means that the ' +
    'event is kept: it will be delivered, or end exhausted and visible.',
  scope: 'ingest',
  takesIdempotencyKey: true,
  params: z.object({
    subscription_id: subscriptionId.meta({ description: 'The subscription that it is for.' }),
  }),
  query: ingestQuery,
  headers: ingestHeaders,
  body: {
    kind: 'raw',
    description: 'The payload: any bytes of any content type.',
    examples: {
      payload: { summary: 'A payload', value: { order: 1001, total: '49.90' } },
      wrapper: {
        summary: 'Signed inside the body',
        value: {
          body: '{"order": 1001}',
          signature: '0b2bd4be4eee1f65e6e7ba2f9fd2d1d9b8dfa1e5c2c4d3f0a1b2c3d4e5f60718',
        },
      },
    },
  },
  success: {
    status: 202,
    description: 'The event is kept and will be delivered.',
    schema: ingestAcceptedShape,
    example: ingestAccepted(exampleDelivery),
  },
  errors: [
    'missing-signature',
    'wrong-signature',
    'subscription-disabled',
    'event-type-mismatch',
    'filter-mismatch',
  ],
});

export const publishEvent = operation({
  id: 'publishEvent',
  method: 'POST',
  path: '/events',
  tag: 'Ingest',
  summary: 'Hand an event to every subscription that wants it',
  description:
    'Sent as `application/json`, the body names the type and has the payload, whose bytes are delivered exactly as they ' +
    'stand in the request. Any other body is the payload itself, and its type is in the header `X-Event-Type`. An event ' +
    'that no subscription wants is kept all the same.',
  scope: 'ingest',
  takesIdempotencyKey: true,
  query: publishQuery,
  headers: publishHeaders,
  body: {
    kind: 'json-or-raw',
    schema: publishInput,
    description: 'An event as JSON; with any other content type, the payload itself.',
    examples: {
      event: {
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
  },
});
