import { attemptLimits } from '../../domain/limits.ts';
import { WEBHOOKS_TAG } from '../core/operation.ts';

/**
 * The requests that receivers get, for the section `webhooks` of OpenAPI documents.
 * https://spec.openapis.org/oas/v3.1.0
 */

interface Webhook {
  /** The OpenAPI `operationId`, unique in a document. */
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  /** Media type and schema of the body. */
  readonly content: object;
}

const header = (name: string, description: string, example: string, required = true) => ({
  in: 'header',
  name,
  required,
  description,
  schema: { type: 'string' },
  example,
});

const headers = [
  header(
    'webhook-id',
    'The id of the event, the same for every attempt and replay. Use it to drop duplicates.',
    'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
  ),
  header('webhook-timestamp', 'When the attempt was signed, in Unix seconds.', '1769851800'),
  header(
    'webhook-signature',
    'The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. While a secret is ' +
      'being rotated, there are several, separated by spaces.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
  header('x-posthorn-attempt', 'The number of the attempt, from 1.', '1'),
  header('x-posthorn-subscription-id', 'The id of the subscription.', 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN'),
  header(
    'x-posthorn-hops',
    'How many times the event has passed through Posthorn, usually 1. If you publish the event to Posthorn again, pass ' +
      'this header along, so that a loop ends.',
    '1',
  ),
  header('x-posthorn-event-type', 'The type of the event, if it has one.', 'order.created', false),
];

export const receiverResponses = {
  '2XX': {
    description: `Delivered. The first ${attemptLimits.responseExcerptBytes} bytes of the body are kept.`,
  },
  '410': { description: 'Posthorn disables the subscription and sends nothing more to it.' },
  '429': { description: 'Posthorn tries again, after `Retry-After` within bounds. The same for 503.' },
  default: {
    description: 'Posthorn tries again by the retry policy of the subscription. Redirects are not followed.',
  },
};

/**
 * Client generators make calls of webhooks, too; this tag keeps them apart from the calls of the API.
 * https://spec.openapis.org/oas/v3.1.0#tag-object
 */
export const webhooksTag = {
  name: WEBHOOKS_TAG,
  description: 'Requests that Posthorn sends to receivers. They are not calls of its API.',
};

/** One entry of `webhooks`. */
export const webhookOf = ({ id, summary, description, content }: Webhook): object => ({
  post: {
    operationId: id,
    tags: [WEBHOOKS_TAG],
    summary,
    description,
    security: [],
    parameters: headers,
    requestBody: { required: true, content },
    responses: receiverResponses,
  },
});

/** The general webhook: any payload. */
export const anyDelivery: object = webhookOf({
  id: 'receiveDelivery',
  summary: 'A delivery',
  description:
    'The request that the target of a subscription gets. The body is the published payload, byte for byte, with its ' +
    'content type. For the schemas of your own event types see `/openapi/event-types.json`.',
  content: { '*/*': { schema: {} } },
});
