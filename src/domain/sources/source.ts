/**
 * A verified source: a provider whose webhooks are posted straight to a subscription's ingest URL. Its signature, made
 * with the subscription's ingest secret, is what proves who calls, in the place of an API key.
 */

export const hmacAlgorithms = ['sha256', 'sha1', 'sha512'] as const;
export const hmacEncodings = ['hex', 'base64'] as const;

/** A header that holds the HMAC of the body, and of nothing else. */
export interface BodySignature {
  /** In any case. */
  readonly header: string;
  readonly algorithm: (typeof hmacAlgorithms)[number];
  readonly encoding: (typeof hmacEncodings)[number];
  /** What stands before the signature, such as `sha256=`; mostly nothing. */
  readonly prefix: string;
}

/** Providers of whom all is known but the secret. */
export const providers = ['standard_webhooks', 'github', 'stripe', 'shopify'] as const;
export type Provider = (typeof providers)[number];

/** As it is stored with a subscription; `hmac` is any other provider, as its owner describes it. */
export type Source = { readonly type: Provider } | HmacSource;
export type HmacSource = BodySignature & { readonly type: 'hmac' };

/** Names in lower case; repeated ones joined with `, `. */
export type Headers = Readonly<Record<string, string>>;

export interface SignedRequest {
  readonly headers: Headers;
  /** The bytes as they came: signatures are over these, and over no other spelling of the same JSON. */
  readonly body: Uint8Array;
  /** The subscription's ingest secret. */
  readonly secret: string;
  readonly nowMs: number;
}

export interface SourceFault {
  readonly fault: 'missing-signature' | 'malformed-signature' | 'wrong-signature' | 'too-old';
  /** A sentence that repeats nothing of the request. */
  readonly detail: string;
}

/** What a provider's signature has vouched for. */
export interface SourceContent {
  readonly headers: Headers;
  /** The members of the body's JSON object, which is read at the first call; none if the body is anything else. */
  readonly json: () => Readonly<Record<string, unknown>>;
}

/**
 * All that is known of a provider. What the last two give may be anything: `verifySource` takes only what is an event
 * type, or an idempotency key.
 */
export interface SourceEntry {
  /** What is wrong with a secret, or undefined. */
  readonly secretFault: (secret: string) => string | undefined;
  /** Is asked only with a secret that has no fault. */
  readonly verify: (request: SignedRequest) => 'verified' | SourceFault;
  readonly eventTypeOf: (content: SourceContent) => unknown;
  /** What the provider tells one delivery from another by, its own repeats included. */
  readonly deliveryKeyOf: (content: SourceContent) => unknown;
  /** What receivers of its events look at: sent along with each attempt. In lower case. */
  readonly headersSentAlong: readonly string[];
}
