/**
 * A verified source: a provider that posts its webhooks to a subscription's ingest URL. Its signature, made with the
 * subscription's ingest secret, identifies the caller instead of an API key.
 */

export const hmacAlgorithms = ['sha256', 'sha1', 'sha512'] as const;
export const hmacEncodings = ['hex', 'base64', 'base64url'] as const;
/** Unix time in whole seconds, in milliseconds, or RFC 3339. */
export const timeFormats = ['seconds', 'milliseconds', 'rfc3339'] as const;
/** The separator between the fields of a header such as `t=…,v1=…`. */
export const fieldSeparators = [',', ';', ' ', ', ', '; '] as const;

/** How a header carries an HMAC. */
export interface BodySignature {
  /** In any case. */
  readonly header: string;
  readonly algorithm: (typeof hmacAlgorithms)[number];
  readonly encoding: (typeof hmacEncodings)[number];
  /** The text before the signature, for example `sha256=`; usually empty. */
  readonly prefix: string;
}

/** The signed time: in a header of its own, or in a field of the signature's header. */
export interface SignedTimestamp {
  readonly header?: string;
  readonly field?: string;
  readonly format: (typeof timeFormats)[number];
  /** A signature is rejected if its time is older than this, or this far in the future. */
  readonly toleranceSeconds: number;
}

/** The signed content and the places of its parts. Rows from before these members existed sign the body alone. */
export interface SignedContent {
  /** The signed bytes as a template, for example `v0:{timestamp}:{body}`; undefined means `{body}`. */
  readonly signed?: string;
  /** The name of the signature if the header is a list of fields: `v1` in `t=1,v1=ab`. It can occur several times. */
  readonly field?: string;
  readonly separator?: (typeof fieldSeparators)[number];
  readonly timestamp?: SignedTimestamp;
  /** The header with the provider's id of the event. The id is signed. */
  readonly id?: { readonly header: string };
  /** The value of `{url}`: the ingest URL as the provider knows it. `{subscription_id}` in it is replaced. */
  readonly url?: string;
}

/** The place of the event type, if any: a header (which is not signed) or a member of the JSON body. */
export type EventTypePlace = { readonly header: string } | { readonly member: string };

interface MaybeTyped {
  readonly eventType?: EventTypePlace;
}

/** Providers that need no settings except the secret. */
export const providers = [
  'standard_webhooks',
  'svix',
  'github',
  'gitlab',
  'stripe',
  'shopify',
  'slack',
  'zoom',
  'paddle',
  'linear',
] as const;
export type Provider = (typeof providers)[number];

export type HmacSource = BodySignature & SignedContent & MaybeTyped & { readonly type: 'hmac' };

/** A static token in a header: the ingest secret itself. */
export interface TokenSource extends MaybeTyped {
  readonly type: 'token';
  readonly header: string;
  /** The text before the token, for example `Bearer `. */
  readonly prefix: string;
}

/** HTTP Basic (RFC 7617): the ingest secret is the password. */
export interface BasicSource extends MaybeTyped {
  readonly type: 'basic';
  readonly username: string;
}

/** Signs the URL too. */
export interface SquareSource {
  readonly type: 'square';
  readonly url: string;
}

export interface MetaSource {
  readonly type: 'meta';
  /** Meta repeats it in its first request, a GET, to show that the owner of the URL entered it. */
  readonly verifyToken: string;
}

/** A source as stored with a subscription. */
export type Source =
  | { readonly type: Provider }
  | HmacSource
  | TokenSource
  | BasicSource
  | SquareSource
  | MetaSource;

export const sourceTypes = [...providers, 'square', 'meta', 'hmac', 'token', 'basic'] as const;

/** Names in lower case; repeated headers are joined with `, `. */
export type Headers = Readonly<Record<string, string>>;

export interface SignedRequest {
  readonly headers: Headers;
  /** The bytes as received: signatures are over these, and over no other spelling of the same JSON. */
  readonly body: Uint8Array;
  /** The subscription's ingest secret. */
  readonly secret: string;
  readonly nowMs: number;
  readonly subscriptionId?: string;
}

export interface SourceFault {
  readonly fault: 'missing-signature' | 'malformed-signature' | 'wrong-signature' | 'too-old';
  /** A sentence that repeats nothing of the request. */
  readonly detail: string;
}

/** The result of a valid signature. */
export interface Verified {
  /** The provider's id of the event, if it is signed. */
  readonly id: string | null;
  /**
   * Equal for all requests with this signed content, even if their other headers differ. `null` if nothing is signed:
   * the caller has shown the secret itself, and may say which event it repeats.
   */
  readonly fingerprint: string | null;
}

export interface SourceContent extends Verified {
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly secret: string;
  readonly nowMs: number;
  /** The members of the body's JSON object, parsed at the first call; empty if the body is not a JSON object. */
  readonly json: () => Readonly<Record<string, unknown>>;
}

/**
 * A provider. The functions that return `unknown` may return anything: `verifySource` uses only valid event types and
 * idempotency keys.
 */
export interface SourceEntry {
  /** The fault of a secret, or undefined. */
  readonly secretFault: (secret: string) => string | undefined;
  /** Called only with a secret without faults. */
  readonly verify: (request: SignedRequest) => Verified | SourceFault;
  readonly eventTypeOf: (content: SourceContent) => unknown;
  /** The provider's key for an event, the same for its repeats. Derived only from signed content. */
  readonly deliveryKeyOf: (content: SourceContent) => unknown;
  /** Headers for the event's receivers, sent with each attempt. In lower case. */
  readonly headersSentAlong: readonly string[];
  /** The fault of signed content under a valid signature, for example an old time inside the body. */
  readonly contentFault?: (content: SourceContent) => SourceFault | undefined;
  /** The JSON answer if the request is a question to the owner of the URL, and no event. */
  readonly answerOf?: (content: SourceContent) => object | undefined;
}
