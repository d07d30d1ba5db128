import { basicAuthorization, bearerAuthorization } from '../domain/receiver-auth.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { AccessTokens } from '../ports/receivers.ts';

export type Authorization =
  | { readonly header: string | undefined }
  | { readonly fault: string }
  | { readonly ownFault: string };

/** The `Authorization` header of an attempt, for example `Bearer …`, or the reason why there is none. */
export async function authorizationOf(
  accessTokens: AccessTokens,
  subscription: Subscription,
): Promise<Authorization> {
  const { auth } = subscription;
  switch (auth?.type) {
    case undefined:
      return { header: undefined };
    case 'bearer':
      return { header: bearerAuthorization(auth.token) };
    case 'basic':
      return { header: basicAuthorization(auth) };
    case 'oauth2': {
      const token = await accessTokens.tokenFor(subscription, auth);
      if (token.ok) return { header: bearerAuthorization(token.token) };
      return 'ownFault' in token
        ? { ownFault: token.ownFault }
        : { fault: `no access token: the token endpoint ${token.fault}` };
    }
  }
}

/** The receiver rejected the authorization: its token may have been revoked before it expired. */
export function forgetToken(accessTokens: AccessTokens, subscription: Subscription): void {
  const { auth } = subscription;
  if (auth?.type === 'oauth2') accessTokens.forget(subscription, auth);
}
