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

/** The operations that hand events to one subscription. */

/** What is said of limits, where there are any. */
export const rateLimitHeaders = {
  'RateLimit-Policy': 'The limits: `q` events at once, within `w` seconds.',
  RateLimit: 'How they stand: `r` events are left, and the next one comes in `t` seconds.',
};

const sourceAnswerShape = z
  .record(z.string(), z.string())
  .meta({ id: 'SourceAnswer', description: 'What a source asks for before it uses an ingest URL.' });

export const ingestEvent = operation({
  id: 'ingestEvent',
  method: 'POST',
  path: '/ingest/{subscription_id}',
  tag: 'Ingest',
  summary: 'Hand an event to one subscription',
  description:
    'The body may be any bytes up to 1 MiB, of any content type, and is delivered byte for byte. When the subscription ' +
    'has an `ingest_secret`, the body must be signed: in the header `X-Posthorn-Signature`, or by sending the JSON ' +
    'object `{"body": "<text>", "signature": "<hex>"}`, of which `body` is delivered. When it has a `source`, that ' +
    'provider’s own signature is needed, and no API key; a request with the same signed content is the same event, ' +
    'whatever its `Idempotency-Key` is. CloudEvents 1.0 are taken in both modes, structured ' +
    '(`application/cloudevents+json`) and binary (`ce-` headers), and delivered as they came, except where a `source` ' +
    'says what is an event. The answer 202 means that the event is kept: it will be ' +
    'delivered, or end exhausted and visible.',
  scope: 'ingest',
  mayBeSigned: true,
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
    optionalHeaders: rateLimitHeaders,
  },
  otherSuccesses: [
    {
      status: '2XX',
      description:
        'To a source only, and nothing was kept. 200: the answer to the question by which it tries the URL out (Slack, ' +
        'Zoom). 204, without a body: the subscription does not want the event.',
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

/** The question by which Meta tries an address out, in the names of WebSub. */
export const answerHub = operation({
  id: 'answerHub',
  method: 'GET',
  path: '/ingest/{subscription_id}',
  tag: 'Ingest',
  summary: 'Answer the question by which Meta tries an ingest URL',
  description:
    'For subscriptions with the source `meta` only. The answer is `hub.challenge`, if `hub.verify_token` is the ' +
    '`verify_token` of the source.',
  scope: null,
  params: z.object({
    subscription_id: subscriptionId.meta({ description: 'The subscription whose URL is tried.' }),
  }),
  query: z.strictObject({
    'hub.mode': z
      .string()
      .max(32)
      .meta({ description: '`subscribe`', examples: ['subscribe'] }),
    'hub.challenge': z
      .string()
      .regex(/^[!-~]{1,256}$/, 'must be 1–256 visible ASCII characters')
      .meta({ description: 'The text to answer with.', examples: ['1158201444'] }),
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
  summary: 'Hand many events to one subscription',
  description:
    'Each event is taken or refused by itself: the answer has a result for each, in their order, whatever is wrong with ' +
    'the others. Only a batch that cannot be read is refused as a whole. The bytes of each `payload` are delivered ' +
    'exactly as they stand in the request. A list of CloudEvents (`application/cloudevents-batch+json`) is taken as ' +
    'well. When the subscription has an `ingest_secret`, the whole body is ' +
    'signed, in `X-Posthorn-Signature`.',
  scope: 'ingest',
  takesIdempotencyKey: true,
  params: z.object({
    subscription_id: subscriptionId.meta({ description: 'The subscription that they are for.' }),
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
    description: 'What became of each.',
    schema: ingestBatchShape,
    example: batchAnswer([ingestItemAccepted(exampleDelivery)]),
    optionalHeaders: rateLimitHeaders,
  },
  errors: ['missing-signature', 'wrong-signature', 'subscription-disabled', 'loop-detected'],
});
