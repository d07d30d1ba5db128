import { attemptLimits } from '../../domain/limits.ts';
import { WEBHOOKS_TAG } from '../core/operation.ts';

/** What receivers get, for the section `webhooks` of OpenAPI documents. https://spec.openapis.org/oas/v3.1.0 */

interface Webhook {
  /** The OpenAPI `operationId`, one of its own in a document. */
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  /** Of the body. */
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
    'The id of the event: the same at every attempt and replay, so that duplicates can be told.',
    'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
  ),
  header('webhook-timestamp', 'When the attempt was signed, in Unix seconds.', '1769851800'),
  header(
    'webhook-signature',
    'Of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, ' +
      'while a secret is being rotated.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
  header('x-posthorn-attempt', 'The number of the attempt, from 1.', '1'),
  header(
    'x-posthorn-subscription-id',
    'The subscription that it is delivered to.',
    'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  ),
  header(
    'x-posthorn-hops',
    'How often the event has been delivered, this time included, where it was handed in again: 1 for nearly all. Pass it ' +
      'along when you hand the event in to Posthorn again, so that a loop ends.',
    '1',
  ),
  header('x-posthorn-event-type', 'The type of the event, if it has one.', 'order.created', false),
];

export const receiverResponses = {
  '2XX': {
    description: `It is delivered. The first ${attemptLimits.responseExcerptBytes} bytes of the body are kept.`,
  },
  '410': { description: 'The subscription is disabled: nothing more is sent.' },
  '429': { description: 'It is attempted again; `Retry-After` is heeded within bounds. So it is at 503.' },
  default: {
    description:
      'It is attempted again, by the retry policy of the subscription. Redirects are not followed.',
  },
};

/**
 * Generators make calls of webhooks as well: by the tag these are apart from the calls of the API.
 * https://spec.openapis.org/oas/v3.1.0#tag-object
 */
export const webhooksTag = {
  name: WEBHOOKS_TAG,
  description: 'Requests that receivers get from Posthorn. These are not calls of its API.',
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

/** The general one: any payload. */
export const anyDelivery: object = webhookOf({
  id: 'receiveDelivery',
  summary: 'A delivery',
  description:
    'What the target of a subscription gets. The body is what was handed in, byte for byte, with its content type. What ' +
    'your own event types look like is at `/openapi/event-types.json`.',
  content: { '*/*': { schema: {} } },
});
