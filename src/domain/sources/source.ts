/**
 * A verified source: a provider whose webhooks are posted straight to a subscription's ingest URL. Its signature, made
 * with the subscription's ingest secret, proves who calls, in the place of an API key.
 */

export const hmacAlgorithms = ['sha256', 'sha1', 'sha512'] as const;
export const hmacEncodings = ['hex', 'base64', 'base64url'] as const;
/** Unix time in whole seconds, the same in milliseconds, or RFC 3339. */
export const timeFormats = ['seconds', 'milliseconds', 'rfc3339'] as const;
/** What stands between the fields of a header such as `t=…,v1=…`. */
export const fieldSeparators = [',', ';', ' ', ', ', '; '] as const;

/** How an HMAC is written into a header. */
export interface BodySignature {
  /** In any case. */
  readonly header: string;
  readonly algorithm: (typeof hmacAlgorithms)[number];
  readonly encoding: (typeof hmacEncodings)[number];
  /** What stands before the signature, such as `sha256=`; mostly nothing. */
  readonly prefix: string;
}

/** The time that is signed: in a header of its own, or in a field of the signature's header. */
export interface SignedTimestamp {
  readonly header?: string;
  readonly field?: string;
  readonly format: (typeof timeFormats)[number];
  /** A signature is refused when it is older than this, or as far in the future. */
  readonly toleranceSeconds: number;
}

/** What is signed, and where its parts stand. Rows that were stored before these members existed sign the body alone. */
export interface SignedContent {
  /** The signed bytes as a template, for example `v0:{timestamp}:{body}`; `{body}` without one. */
  readonly signed?: string;
  /** The name of the signature when the header is a list of fields: `v1` in `t=1,v1=ab`. It may be there several times. */
  readonly field?: string;
  readonly separator?: (typeof fieldSeparators)[number];
  readonly timestamp?: SignedTimestamp;
  /** The header with the provider's id of the event, which is signed. */
  readonly id?: { readonly header: string };
  /** What `{url}` stands for: the ingest URL as the provider knows it. `{subscription_id}` in it is replaced. */
  readonly url?: string;
}

/** Where the event type stands, if anywhere: in a header (which is not signed) or in a member of the JSON body. */
export type EventTypePlace = { readonly header: string } | { readonly member: string };

interface MaybeTyped {
  readonly eventType?: EventTypePlace;
}

/** Providers of whom all is known but the secret. */
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
  /** What stands before the token, such as `Bearer `. */
  readonly prefix: string;
}

/** HTTP Basic (RFC 7617): the ingest secret is the password. */
export interface BasicSource extends MaybeTyped {
  readonly type: 'basic';
  readonly username: string;
}

/** Signs the URL as well. */
export interface SquareSource {
  readonly type: 'square';
  readonly url: string;
}

export interface MetaSource {
  readonly type: 'meta';
  /** What Meta repeats in its first request, a GET, to show that the URL was entered by its owner. */
  readonly verifyToken: string;
}

/** As it is stored with a subscription. */
export type Source =
  | { readonly type: Provider }
  | HmacSource
  | TokenSource
  | BasicSource
  | SquareSource
  | MetaSource;

export const sourceTypes = [...providers, 'square', 'meta', 'hmac', 'token', 'basic'] as const;

/** Names in lower case; repeated ones joined with `, `. */
export type Headers = Readonly<Record<string, string>>;

export interface SignedRequest {
  readonly headers: Headers;
  /** The bytes as they came: signatures are over these, and over no other spelling of the same JSON. */
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

/** What a signature has vouched for. */
export interface Verified {
  /** The provider's id of the event, where that is a part of what is signed. */
  readonly id: string | null;
  /**
   * The same for every request with this signed content, whatever its other headers say. `null` where nothing is signed:
   * then the caller has shown the secret itself, and may say what it likes.
   */
  readonly fingerprint: string | null;
}

export interface SourceContent extends Verified {
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly secret: string;
  readonly nowMs: number;
  /** The members of the body's JSON object, which is read at the first call; none if the body is anything else. */
  readonly json: () => Readonly<Record<string, unknown>>;
}

/**
 * All that is known of a provider. The functions that return `unknown` may return anything: `verifySource` takes only
 * what is an event type, or an idempotency key.
 */
export interface SourceEntry {
  /** What is wrong with a secret, or undefined. */
  readonly secretFault: (secret: string) => string | undefined;
  /** Is asked only with a secret that has no fault. */
  readonly verify: (request: SignedRequest) => Verified | SourceFault;
  readonly eventTypeOf: (content: SourceContent) => unknown;
  /** What the provider tells one event from another by, its own repeats included: only from what is signed. */
  readonly deliveryKeyOf: (content: SourceContent) => unknown;
  /** What receivers of its events look at: sent along with each attempt. In lower case. */
  readonly headersSentAlong: readonly string[];
  /** What is wrong with signed content although the signature is right, such as a time inside the body. */
  readonly contentFault?: (content: SourceContent) => SourceFault | undefined;
  /** The JSON to answer with when the request is a question to the owner of the URL, and no event. */
  readonly answerOf?: (content: SourceContent) => object | undefined;
}
