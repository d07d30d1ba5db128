import { basicAuthorization, bearerAuthorization } from '../domain/receiver-auth.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';

export type Authorization = { readonly header: string | undefined } | { readonly fault: string };

/** The `Authorization` header that the receiver wants with an attempt, or why it cannot be had. */
export async function authorizationOf(
  accessTokens: AccessTokens,
  { id, auth }: Subscription,
): Promise<Authorization> {
  switch (auth?.type) {
    case undefined:
      return { header: undefined };
    case 'bearer':
      return { header: bearerAuthorization(auth.token) };
    case 'basic':
      return { header: basicAuthorization(auth) };
    case 'oauth2': {
      const token = await accessTokens.tokenFor(id, auth);
      return token.ok
        ? { header: bearerAuthorization(token.token) }
        : { fault: `no access token: the token endpoint ${token.fault}` };
    }
  }
}

/** The receiver has not taken the authorization: a token may have been revoked before its time. */
export function forgetToken(accessTokens: AccessTokens, { id, auth }: Subscription): void {
  if (auth?.type === 'oauth2') accessTokens.forget(id, auth);
}
