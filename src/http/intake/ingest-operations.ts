import * as z from 'zod';
import { subscriptionId } from '../core/fields.ts';
import { operation } from '../core/operation.ts';
import { exampleDelivery } from '../deliveries/examples.ts';
import { cloudEventMode } from './cloud-events.ts';
import { anyBatch, ingestBatchInput } from './input.ts';
import {
  batchAnswer,
  ingestAccepted,
  ingestAcceptedShape,
  ingestBatchShape,
  ingestItemAccepted,
} from './output.ts';
import { ingestQuery } from './queries.ts';
import { ingestBatchHeaders, ingestHeaders } from './request-headers.ts';

/** The operations that accept events for one subscription. */

/** The description of limits, if there are any. */
export const rateLimitHeaders = {
  'RateLimit-Policy': 'The limits: a quota of `q` events within a window of `w` seconds.',
  RateLimit: 'The state of the limits: `r` events are left, and the next one is available in `t` seconds.',
};

const sourceAnswerShape = z.record(z.string(), z.string()).meta({
  id: 'SourceAnswer',
  description:
    'The answer to a verification request of a provider, for example `{"challenge": "…"}` for Slack.',
});

export const ingestEvent = operation({
  id: 'ingestEvent',
  method: 'POST',
  path: '/ingest/{subscription_id}',
  tag: 'Ingest',
  summary: 'Ingest an event for one subscription',
  description:
    'The body may be any bytes up to 1 MiB, of any content type, and is delivered byte for byte. If the subscription ' +
    'has an `ingest_secret`, the body must be signed: in the header `X-Posthorn-Signature`, or as the JSON ' +
    'object `{"body": "<text>", "signature": "<hex>"}`, of which `body` is delivered. If it has a `source`, the ' +
    'provider’s own signature is needed instead of an API key; requests with the same signed content are the same event, ' +
    'regardless of `Idempotency-Key`. CloudEvents 1.0 are accepted in structured mode ' +
    '(`application/cloudevents+json`) and in binary mode (`ce-` headers), and delivered unchanged, unless a `source` ' +
    'defines the events. The answer 202 means that the event is stored: it will be ' +
    'delivered, or end as exhausted.',
  scope: 'ingest',
  mayBeSigned: true,
  takesIdempotencyKey: true,
  params: z.object({
    subscription_id: subscriptionId.meta({ description: 'The id of the subscription.' }),
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
    description: 'The event is stored and will be delivered.',
    schema: ingestAcceptedShape,
    example: ingestAccepted(exampleDelivery),
    optionalHeaders: rateLimitHeaders,
  },
  otherSuccesses: [
    {
      status: '2XX',
      description:
        'For a source only; nothing is stored. 200: the answer to a verification request of the provider (Slack, ' +
        'Zoom). 204, without a body: the subscription does not match the event.',
      schema: sourceAnswerShape,
      example: { challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P' },
    },
  ],
  errors: [
    'missing-signature',
    'wrong-signature',
    'subscription-disabled',
    'event-type-mismatch',
    'filter-mismatch',
    'schema-mismatch',
    'rate-limited',
    'loop-detected',
  ],
});

/** The request with which Meta verifies a URL, in the names of WebSub. */
export const answerHub = operation({
  id: 'answerHub',
  method: 'GET',
  path: '/ingest/{subscription_id}',
  tag: 'Ingest',
  summary: 'Answer the request with which Meta verifies an ingest URL',
  description:
    'Only for subscriptions with the source `meta`. The answer is `hub.challenge`, if `hub.verify_token` is the ' +
    '`verify_token` of the source.',
  scope: null,
  params: z.object({
    subscription_id: subscriptionId.meta({ description: 'The id of the subscription.' }),
  }),
  query: z.strictObject({
    'hub.mode': z
      .string()
      .max(32)
      .meta({ description: '`subscribe`', examples: ['subscribe'] }),
    'hub.challenge': z
      .string()
      .regex(/^[!-~]{1,256}$/, 'must be 1–256 visible ASCII characters')
      .meta({ description: 'The text of the answer.', examples: ['1158201444'] }),
    'hub.verify_token': z
      .string()
      .max(256)
      .meta({
        description: 'The `verify_token` of the source.',
        examples: ['meatyhamhock'],
      }),
  }),
  success: {
    status: 200,
    description: 'The challenge.',
    schema: undefined,
    example: '1158201444',
    mediaType: 'text/plain',
  },
  errors: ['forbidden'],
});

export const ingestBatch = operation({
  id: 'ingestBatch',
  method: 'POST',
  path: '/ingest/{subscription_id}/batch',
  tag: 'Ingest',
  summary: 'Ingest a batch of events for one subscription',
  description:
    'Each event is accepted or rejected on its own: the answer has a result for each, in the order of the request. ' +
    'Only a batch that cannot be parsed is rejected as a whole. The bytes of each `payload` are delivered ' +
    'exactly as sent. A list of CloudEvents (`application/cloudevents-batch+json`) is accepted, ' +
    'too. If the subscription has an `ingest_secret`, the whole body must be ' +
    'signed, in `X-Posthorn-Signature`.',
  scope: 'ingest',
  takesIdempotencyKey: true,
  params: z.object({
    subscription_id: subscriptionId.meta({ description: 'The id of the subscription.' }),
  }),
  headers: ingestBatchHeaders,
  body: {
    kind: 'json',
    holdsEvents: true,
    schema: anyBatch,
    documentedSchema: ingestBatchInput,
    isRaw: (requestHeaders) => cloudEventMode(requestHeaders) === 'batched',
    examples: {
      orders: {
        summary: 'Two orders',
        value: {
          events: [
            { event_type: 'order.created', payload: { order: 1001, total: '49.90' } },
            { event_type: 'order.paid', payload: { order: 1001 } },
          ],
        },
      },
    },
  },
  success: {
    status: 200,
    description: 'The result of each event.',
    schema: ingestBatchShape,
    example: batchAnswer([ingestItemAccepted(exampleDelivery)]),
    optionalHeaders: rateLimitHeaders,
  },
  errors: ['missing-signature', 'wrong-signature', 'subscription-disabled', 'loop-detected'],
});
