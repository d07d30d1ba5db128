import { signedBody } from './signed-body.ts';
import type { SourceEntry } from './source.ts';

/** https://shopify.dev/docs/apps/build/webhooks/verify-deliveries */
export const shopify: SourceEntry = {
  ...signedBody({ header: 'X-Shopify-Hmac-SHA256', algorithm: 'sha256', encoding: 'base64', prefix: '' }),
  // A topic such as `orders/create` becomes `orders.create`, so that patterns can name it.
  eventTypeOf: ({ headers }) => headers['x-shopify-topic']?.replace('/', '.'),
  // Not X-Shopify-Event-Id: one action of a merchant may cause webhooks of several topics under the same one.
  deliveryKeyOf: ({ headers }) => headers['x-shopify-webhook-id'],
  headersSentAlong: [
    'x-shopify-topic',
    'x-shopify-shop-domain',
    'x-shopify-api-version',
    'x-shopify-webhook-id',
    'x-shopify-event-id',
    'x-shopify-triggered-at',
  ],
};
