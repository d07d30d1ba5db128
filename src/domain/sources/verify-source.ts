import { isEventHeaderValue } from '../event-headers.ts';
import { isEventType } from '../event-type-pattern.ts';
import { requestLimits } from '../limits.ts';
import { hmacSource } from './hmac-signature.ts';
import { github, linear, meta, paddle, shopify, slack, square, stripe, zoom } from './presets.ts';
import { basicSource, gitlab, tokenSource } from './shared-token.ts';
import { wrongSignature } from './signature-text.ts';
import type {
  Headers,
  Provider,
  SignedRequest,
  Source,
  SourceContent,
  SourceEntry,
  SourceFault,
  Verified,
} from './source.ts';
import { standardWebhooks } from './standard-webhooks.ts';

const entries: Readonly<Record<Provider, SourceEntry>> = {
  standard_webhooks: standardWebhooks,
  svix: standardWebhooks,
  github,
  gitlab,
  stripe,
  shopify,
  slack,
  zoom,
  paddle,
  linear,
};

function entryOf(source: Source): SourceEntry {
  switch (source.type) {
    case 'hmac':
      return hmacSource(source);
    case 'token':
      return tokenSource(source);
    case 'basic':
      return basicSource(source);
    case 'square':
      return square(source);
    case 'meta':
      return meta;
    default:
      return entries[source.type];
  }
}

export type SourceVerification =
  | {
      readonly outcome: 'verified';
      /** The provider's name of the event, if it is a valid event type. */
      readonly eventType: string | null;
      /**
       * Equal for all requests with the same event, and different for other events. Derived from signed content alone.
       * `null` if nothing is signed.
       */
      readonly deliveryKey: string | null;
      /** Headers for the event's receivers, in lower case. */
      readonly headers: Headers;
    }
  /** A question to the owner of the URL, with the JSON answer. */
  | { readonly outcome: 'question'; readonly answer: object }
  | { readonly outcome: SourceFault['fault']; readonly detail: string };

/** The fault of a secret for this source, or undefined. */
export const sourceSecretFault = (source: Source, secret: string): string | undefined =>
  entryOf(source).secretFault(secret);

/** Whether the source signed this request, and the event's type and key. Never throws, for any request. */
export function verifySource(source: Source, request: SignedRequest): SourceVerification {
  const entry = entryOf(source);
  // A secret that would be rejected today, for example an empty one, lets no caller in.
  const isUsable = entry.secretFault(request.secret) === undefined;
  const result = isUsable ? entry.verify(request) : wrongSignature;
  if ('fault' in result) return refusal(result);
  const content = contentOf(request, result);
  const fault = entry.contentFault?.(content);
  if (fault !== undefined) return refusal(fault);
  const answer = entry.answerOf?.(content);
  if (answer !== undefined) return { outcome: 'question', answer };
  return {
    outcome: 'verified',
    eventType: textWhere(isEventType, entry.eventTypeOf(content)),
    deliveryKey: textWhere(isIdempotencyKey, entry.deliveryKeyOf(content)) ?? result.fingerprint,
    headers: sentAlong(entry, request.headers),
  };
}

const refusal = ({ fault, detail }: SourceFault): SourceVerification => ({ outcome: fault, detail });

/** Only values that are valid headers. They are not signed, so they can have been changed on the way. */
const sentAlong = ({ headersSentAlong }: SourceEntry, headers: Headers): Headers =>
  Object.fromEntries(
    headersSentAlong.flatMap((name) => {
      const value = headers[name];
      return value !== undefined && isEventHeaderValue(value) ? [[name, value]] : [];
    }),
  );

const IDEMPOTENCY_KEY = new RegExp(`^[!-~]{1,${requestLimits.idempotencyKeyCharacters}}$`);
const isIdempotencyKey = (text: string): boolean => IDEMPOTENCY_KEY.test(text);

const textWhere = (isFit: (text: string) => boolean, value: unknown): string | null =>
  typeof value === 'string' && isFit(value) ? value : null;

function contentOf({ headers, body, secret, nowMs }: SignedRequest, verified: Verified): SourceContent {
  let members: Readonly<Record<string, unknown>> | undefined;
  const json = () => {
    members ??= membersOf(body);
    return members;
  };
  return { ...verified, headers, body, secret, nowMs, json };
}

function membersOf(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // Neither is a fault: there is just no type and no key to find.
  }
}
