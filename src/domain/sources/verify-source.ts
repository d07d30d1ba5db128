import { isEventHeaderValue } from '../event-headers.ts';
import { isEventType } from '../event-type-pattern.ts';
import { requestLimits } from '../limits.ts';
import { github } from './github.ts';
import { shopify } from './shopify.ts';
import { wrongSignature } from './signature-text.ts';
import { signedBody } from './signed-body.ts';
import type {
  Headers,
  Provider,
  SignedRequest,
  Source,
  SourceContent,
  SourceEntry,
  SourceFault,
} from './source.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { stripe } from './stripe.ts';

const entries: Readonly<Record<Provider, SourceEntry>> = {
  standard_webhooks: standardWebhooks,
  github,
  stripe,
  shopify,
};

const entryOf = (source: Source): SourceEntry =>
  source.type === 'hmac' ? signedBody(source) : entries[source.type];

export type SourceVerification =
  | {
      readonly outcome: 'verified';
      /** What the provider calls the event, where that is an event type. */
      readonly eventType: string | null;
      /** What the provider tells its deliveries by, where that can be an `Idempotency-Key`. */
      readonly deliveryKey: string | null;
      /** What receivers of the event look at, in lower case. */
      readonly headers: Headers;
    }
  | { readonly outcome: SourceFault['fault']; readonly detail: string };

/** What is wrong with a secret for this source, or undefined. */
export const sourceSecretFault = (source: Source, secret: string): string | undefined =>
  entryOf(source).secretFault(secret);

/** Whether the source has signed this request, and what it says of the event. No request makes it throw. */
export function verifySource(source: Source, request: SignedRequest): SourceVerification {
  const entry = entryOf(source);
  // A secret that would not have been taken, such as an empty one, keeps nobody out.
  const isUsable = entry.secretFault(request.secret) === undefined;
  const result = isUsable ? entry.verify(request) : wrongSignature;
  if (result !== 'verified') return { outcome: result.fault, detail: result.detail };
  const content = contentOf(request);
  return {
    outcome: 'verified',
    eventType: textWhere(isEventType, entry.eventTypeOf(content)),
    deliveryKey: textWhere(isIdempotencyKey, entry.deliveryKeyOf(content)),
    headers: sentAlong(entry, request.headers),
  };
}

/** Only what fits into a header again; they are not signed, so that anybody on the way may have written them. */
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

function contentOf({ headers, body }: SignedRequest): SourceContent {
  let members: Readonly<Record<string, unknown>> | undefined;
  const json = () => {
    members ??= membersOf(body);
    return members;
  };
  return { headers, json };
}

function membersOf(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // Not JSON, or not UTF-8: that is no fault, only nothing to find a type or key in.
  }
}
