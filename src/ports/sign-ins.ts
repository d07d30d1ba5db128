import type { Principal } from '../domain/principal.ts';

/** The key that a code was made with. */
export type SignInOwner = Pick<Principal, 'id' | 'tenantId' | 'expiresAtMs'>;

/** One-use codes of sign-in links. */
export interface SignInCodes {
  /** A new code, which cannot be guessed. Of the codes of a tenant only the newest are kept. */
  issue(owner: SignInOwner): { readonly code: string; readonly expiresAtMs: number };
  /** The owner of a code that is still valid; the code is used then. */
  take(code: string): SignInOwner | undefined;
}
