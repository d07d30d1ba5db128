import type { ClientCredentials } from '../domain/receiver-auth.ts';
import type { Subscription } from '../domain/subscription.ts';

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
