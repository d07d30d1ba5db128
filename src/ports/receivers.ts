import type { ClientCredentials } from '../domain/receiver-auth.ts';
import type { SendResult } from '../domain/response-classification.ts';
import type { Subscription } from '../domain/subscription.ts';

export interface WebhookRequest {
  readonly url: string;
  /** Names are sent as they are spelled here; none is given twice in another spelling. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For the whole exchange: name resolution, connection, request and response. */
  readonly timeoutMs: number;
  /** What of the answer's body is wanted; as much as is kept with an attempt unless said otherwise. */
  readonly excerptBytes?: number;
}

/** Sends one POST to a receiver, guarded against targets that are not the tenant's to reach. Never rejects. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<SendResult>;
}

/** Says at registration whether a target may be delivered to; the sender checks again at every attempt. */
export interface TargetGuard {
  /**
   * What is wrong with a target URL, as a phrase about it, or undefined. Every address that its name resolves to is
   * checked; a name that does not resolve (yet) is not refused.
   */
  faultOf(url: string): Promise<string | undefined>;
}

/** Whose tokens they are: a token that was asked for with one origin of the target in force never goes to another one. */
export type TokenOwner = Pick<Subscription, 'id' | 'targetUrl'>;

export type AccessToken =
  | { readonly ok: true; readonly token: string }
  /** A phrase about the token endpoint, which tells nothing of the credentials. */
  | { readonly ok: false; readonly fault: string }
  /** The endpoint was not asked: Posthorn itself could not. */
  | { readonly ok: false; readonly ownFault: string };

/** Access tokens by OAuth 2.0 client credentials, kept for as long as they are good. */
export interface AccessTokens {
  /** Never rejects. */
  tokenFor(owner: TokenOwner, credentials: ClientCredentials): Promise<AccessToken>;
  /** The receiver did not take it: the next one is asked for anew. */
  forget(owner: TokenOwner, credentials: ClientCredentials): void;
}
