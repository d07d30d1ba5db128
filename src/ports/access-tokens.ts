import type { SubscriptionId } from '../domain/ids.ts';
import type { ClientCredentials } from '../domain/receiver-auth.ts';

export type AccessToken =
  | { readonly ok: true; readonly token: string }
  /** A phrase about the token endpoint, which tells nothing of the credentials. */
  | { readonly ok: false; readonly fault: string }
  /** The endpoint was not asked: Posthorn itself could not. */
  | { readonly ok: false; readonly ownFault: string };

/** Access tokens by OAuth 2.0 client credentials, kept for as long as they are good. */
export interface AccessTokens {
  /** Never rejects. */
  tokenFor(id: SubscriptionId, credentials: ClientCredentials): Promise<AccessToken>;
  /** The receiver did not take it: the next one is asked for anew. */
  forget(id: SubscriptionId, credentials: ClientCredentials): void;
}
