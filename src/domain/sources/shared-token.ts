import { eventTypeAt } from './hmac-signature.ts';
import {
  headerIn,
  isSameSecret,
  malformedSignature,
  missingSignature,
  sharedSecretFault,
} from './signature-text.ts';
import type {
  BasicSource,
  SignedRequest,
  SourceContent,
  SourceEntry,
  SourceFault,
  TokenSource,
  Verified,
} from './source.ts';

/**
 * Sources that send the secret itself. They sign nothing, so a caller that knows the secret also chooses which event it
 * repeats: its `Idempotency-Key` counts.
 */

const SHOWN: Verified = { id: null, fingerprint: null };

const base = { deliveryKeyOf: () => null, headersSentAlong: [] };

/** The whole secret is in a header. */
export const tokenSource = ({ header, prefix, eventType }: TokenSource): SourceEntry => ({
  ...base,
  secretFault: tokenFault,
  verify: ({ headers, secret }) => {
    const value = headerIn(headers, header);
    if (value === undefined) return missingSignature(header);
    if (!value.startsWith(prefix)) return malformedSignature(header, `${prefix}<token>`);
    return isSameSecret(value.slice(prefix.length), secret) ? SHOWN : wrongToken(header);
  },
  eventTypeOf: eventTypeAt(eventType),
});

const VISIBLE_ASCII = /^[!-~]+$/;

const tokenFault = (secret: string): string | undefined =>
  sharedSecretFault(secret) ??
  (VISIBLE_ASCII.test(secret)
    ? undefined
    : 'must be visible ASCII characters, because it is sent in a header');

const wrongToken = (header: string): SourceFault => ({
  fault: 'wrong-signature',
  detail: `Invalid token: ${header} does not match the ingest_secret of the subscription.`,
});

/** HTTP Basic authentication. https://www.rfc-editor.org/rfc/rfc7617 */
export const basicSource = ({ username, eventType }: BasicSource): SourceEntry => ({
  ...base,
  secretFault: sharedSecretFault,
  verify: (request) => verifyBasic(username, request),
  eventTypeOf: eventTypeAt(eventType),
});

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;

function verifyBasic(username: string, { headers, secret }: SignedRequest): Verified | SourceFault {
  const value = headerIn(headers, 'Authorization');
  if (value === undefined) return missingSignature('Authorization');
  const encoded = BASIC.exec(value)?.[1];
  if (encoded === undefined) {
    return malformedSignature('Authorization', 'Basic and the base64 of <user>:<password>');
  }
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  return isSameSecret(given, `${username}:${secret}`) ? SHOWN : wrongToken('Authorization');
}

/** https://docs.gitlab.com/user/project/integrations/webhooks/ */
export const gitlab: SourceEntry = {
  ...tokenSource({ type: 'token', header: 'X-Gitlab-Token', prefix: '' }),
  eventTypeOf: gitlabEventType,
  headersSentAlong: ['x-gitlab-event', 'x-gitlab-instance', 'x-gitlab-event-uuid', 'x-gitlab-webhook-uuid'],
};

/** `merge_request.open`, or `push` without an action. System hooks have an `event_name`. */
function gitlabEventType({ json }: SourceContent): unknown {
  const { object_kind: kind, event_name: name, object_attributes: attributes } = json();
  if (typeof kind !== 'string') return name;
  const isObject = typeof attributes === 'object' && attributes !== null;
  const action = isObject && 'action' in attributes ? attributes.action : undefined;
  return typeof action === 'string' ? `${kind}.${action}` : kind;
}
