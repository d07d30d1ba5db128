import type { ClientCredentials } from '../domain/receiver-auth.ts';
import type { SendResult } from '../domain/response-classification.ts';
import type { Subscription } from '../domain/subscription.ts';

export interface WebhookRequest {
  readonly url: string;
  /** Names are sent in this spelling. No name appears twice in different spellings. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For the whole exchange: name resolution, connection, request and response. */
  readonly timeoutMs: number;
  /** How many bytes of the response body to return; by default as many as are kept with an attempt. */
  readonly excerptBytes?: number;
}

/** Sends one POST to a receiver, and refuses targets that the tenant must not reach. Never rejects. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<SendResult>;
}

/** Checks a target at registration. The sender checks it again at every attempt. */
export interface TargetGuard {
  /**
   * The fault of a target URL, as a phrase about the URL, or undefined. Checks every address that its name resolves to.
   * A name that does not resolve (yet) is accepted.
   */
  faultOf(url: string): Promise<string | undefined>;
}

/** The owner of an access token. A token requested for one target origin is never sent to another origin. */
export type TokenOwner = Pick<Subscription, 'id' | 'targetUrl'>;

export type AccessToken =
  | { readonly ok: true; readonly token: string }
  /** A phrase about the token endpoint that reveals nothing about the credentials. */
  | { readonly ok: false; readonly fault: string }
  /** Posthorn itself failed and did not ask the endpoint. */
  | { readonly ok: false; readonly ownFault: string };

/** Access tokens by OAuth 2.0 client credentials, kept while they are valid. */
export interface AccessTokens {
  /** Never rejects. */
  tokenFor(owner: TokenOwner, credentials: ClientCredentials): Promise<AccessToken>;
  /** The receiver rejected the token: request a new one next time. */
  forget(owner: TokenOwner, credentials: ClientCredentials): void;
}
