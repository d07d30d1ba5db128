/** How attempts authenticate to a receiver, besides their signature: with the header `Authorization`. */
export type ReceiverAuth = BearerAuth | BasicAuth | ClientCredentials;

/** RFC 6750. */
interface BearerAuth {
  readonly type: 'bearer';
  readonly token: string;
}

/** RFC 7617, in UTF-8. */
export interface BasicAuth {
  readonly type: 'basic';
  /** Without a colon. */
  readonly username: string;
  readonly password: string;
}

/** OAuth 2.0 client credentials (RFC 6749, section 4.4): the receiver's own authorization server gives the token. */
export interface ClientCredentials {
  readonly type: 'oauth2';
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string | null;
  /** Some servers require it. */
  readonly audience: string | null;
}

/** The secret part, which is never shown. */
export function secretIn(auth: ReceiverAuth): string {
  switch (auth.type) {
    case 'bearer':
      return auth.token;
    case 'basic':
      return auth.password;
    case 'oauth2':
      return auth.clientSecret;
  }
}

/** With another secret: encrypted, decrypted or hidden. */
export function withSecret(auth: ReceiverAuth, replaced: (secret: string) => string): ReceiverAuth {
  switch (auth.type) {
    case 'bearer':
      return { ...auth, token: replaced(auth.token) };
    case 'basic':
      return { ...auth, password: replaced(auth.password) };
    case 'oauth2':
      return { ...auth, clientSecret: replaced(auth.clientSecret) };
  }
}

export const basicAuthorization = ({ username, password }: Omit<BasicAuth, 'type'>): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

export const bearerAuthorization = (token: string): string => `Bearer ${token}`;
