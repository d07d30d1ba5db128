import { isEventType } from '../event-type-pattern.ts';
import { hmacSigned } from './hmac-signature.ts';
import { slackAnswer, zoomAnswer } from './questions.ts';
import { fingerprintOf, sharedSecretFault } from './signature-text.ts';
import { ageFault, TOLERANCE_SECONDS } from './signed-time.ts';
import type { SourceContent, SourceEntry, SourceFault, SquareSource } from './source.ts';

/** Providers that sign with an HMAC: where the signature is, and how each event names its type and id. */

const hex256 = { algorithm: 'sha256', encoding: 'hex' } as const;
const base64Of256 = { algorithm: 'sha256', encoding: 'base64' } as const;
const seconds = { format: 'seconds', toleranceSeconds: TOLERANCE_SECONDS } as const;

const member =
  (name: string) =>
  ({ json }: SourceContent): unknown =>
    json()[name];

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const github: SourceEntry = {
  // The delivery's id, X-GitHub-Delivery, is not signed, so it is only passed on.
  ...hmacSigned({ ...hex256, header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
  eventTypeOf: githubEventType,
  headersSentAlong: ['x-github-event', 'x-github-delivery', 'x-github-hook-id'],
};

/**
 * `pull_request.opened`: with the action, because most receivers want only some actions; `pull_request.*` matches all
 * of them. An action can be a user's text (`repository_dispatch`). If it gives no valid event type, the type is the
 * event's name.
 */
function githubEventType({ headers, json }: SourceContent): unknown {
  const event = headers['x-github-event'];
  if (event === undefined) return null;
  const { action } = json();
  if (typeof action !== 'string') return event;
  const withAction = `${event}.${action}`;
  return isEventType(withAction) ? withAction : event;
}

/** https://shopify.dev/docs/apps/build/webhooks/verify-deliveries */
export const shopify: SourceEntry = {
  ...hmacSigned({ ...base64Of256, header: 'X-Shopify-Hmac-SHA256', prefix: '' }),
  // A topic such as `orders/create` becomes `orders.create`, so that patterns such as `orders.*` match it.
  eventTypeOf: ({ headers }) => headers['x-shopify-topic']?.replace('/', '.'),
  headersSentAlong: [
    'x-shopify-topic',
    'x-shopify-shop-domain',
    'x-shopify-api-version',
    'x-shopify-webhook-id',
    'x-shopify-event-id',
    'x-shopify-triggered-at',
  ],
};

/** https://docs.stripe.com/webhooks#verify-manually */
export const stripe: SourceEntry = {
  ...hmacSigned({
    ...hex256,
    header: 'Stripe-Signature',
    prefix: '',
    field: 'v1',
    signed: '{timestamp}.{body}',
    timestamp: { field: 't', ...seconds },
  }),
  secretFault: stripeSecretFault,
  eventTypeOf: member('type'),
  // The id of the event, not of the attempt: Stripe repeats an event until it is answered.
  deliveryKeyOf: member('id'),
};

/** An API key entered by mistake would reveal more than a webhook secret. */
function stripeSecretFault(secret: string): string | undefined {
  if (secret.startsWith('whsec_')) return sharedSecretFault(secret);
  return 'must be the signing secret of the endpoint, which begins with whsec_, not the API key';
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const slack: SourceEntry = {
  ...hmacSigned({
    ...hex256,
    header: 'X-Slack-Signature',
    prefix: 'v0=',
    signed: 'v0:{timestamp}:{body}',
    timestamp: { header: 'X-Slack-Request-Timestamp', ...seconds },
  }),
  // `app_mention` of an `event_callback`. Commands and interactions are forms, which have neither.
  eventTypeOf: ({ json }) => {
    const { event, type } = json();
    return typeof event === 'object' && event !== null && 'type' in event ? event.type : type;
  },
  deliveryKeyOf: member('event_id'),
  headersSentAlong: ['x-slack-retry-num', 'x-slack-retry-reason'],
  answerOf: slackAnswer,
};

/** https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events */
export const zoom: SourceEntry = {
  ...hmacSigned({
    ...hex256,
    header: 'x-zm-signature',
    prefix: 'v0=',
    signed: 'v0:{timestamp}:{body}',
    timestamp: { header: 'x-zm-request-timestamp', ...seconds },
  }),
  eventTypeOf: member('event'),
  // A retry is signed with another time. The body carries the time of the event, in milliseconds.
  deliveryKeyOf: ({ body }) => fingerprintOf(body),
  answerOf: zoomAnswer,
};

/** https://developer.paddle.com/webhooks/signature-verification */
export const paddle: SourceEntry = {
  ...hmacSigned({
    ...hex256,
    header: 'Paddle-Signature',
    prefix: '',
    field: 'h1',
    separator: ';',
    signed: '{timestamp}:{body}',
    timestamp: { field: 'ts', ...seconds },
  }),
  eventTypeOf: member('event_type'),
  deliveryKeyOf: member('event_id'),
};

/** https://linear.app/developers/webhooks#securing-webhooks */
export const linear: SourceEntry = {
  ...hmacSigned({ ...hex256, header: 'Linear-Signature', prefix: '' }),
  contentFault: linearAgeFault,
  // `Issue.create`
  eventTypeOf: ({ json }) => {
    const { type, action } = json();
    return typeof type === 'string' && typeof action === 'string' ? `${type}.${action}` : type;
  },
  // A retry has another time inside, and is the same event.
  deliveryKeyOf: ({ json }) => {
    const { webhookTimestamp, ...event } = json();
    return webhookTimestamp === undefined ? null : fingerprintOf(JSON.stringify(event));
  },
  headersSentAlong: ['linear-delivery', 'linear-event'],
};

/** The time is in the body, in Unix milliseconds. */
function linearAgeFault({ json, nowMs }: SourceContent): SourceFault | undefined {
  const { webhookTimestamp: timeMs } = json();
  return typeof timeMs === 'number' ? ageFault(timeMs / 1_000, nowMs) : undefined;
}

/** https://developer.squareup.com/docs/webhooks/step3validate */
export const square = ({ url }: SquareSource): SourceEntry => ({
  ...hmacSigned({
    ...base64Of256,
    header: 'x-square-hmacsha256-signature',
    prefix: '',
    signed: '{url}{body}',
    url,
  }),
  eventTypeOf: member('type'),
  deliveryKeyOf: member('event_id'),
});

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#event-notifications */
export const meta: SourceEntry = {
  ...hmacSigned({ ...hex256, header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
  // The object that changed: `page`, `instagram`, `whatsapp_business_account`.
  eventTypeOf: member('object'),
};
