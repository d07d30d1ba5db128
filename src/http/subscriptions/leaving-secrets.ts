import { type ReceiverAuth, secretIn } from '../../domain/receiver-auth.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { isSameOrigin } from '../../domain/target-origin.ts';
import { REDACTED } from '../core/fields.ts';
import type { FieldFault } from '../core/problem.ts';
import type { SubscriptionReplacement } from './input.ts';
import { receiverAuthOf } from './receiver-auth.ts';

/**
 * Stored secrets stay with the origin that they were given for
 * (docs/adr/0028-secrets-are-bound-to-their-origin-and-their-row.md). A caller that may change a URL but never read a
 * secret must not be able to have the secret sent to another server.
 * @param input all settings, with `[redacted]` in place of each stored secret to keep
 */
export function faultsOfLeavingSecrets(
  input: SubscriptionReplacement,
  stored: Subscription,
): readonly FieldFault[] {
  const isNewTarget = !isSameOrigin(input.target_url, stored.targetUrl);
  const auth = input.auth == null ? null : receiverAuthOf(input.auth);
  const keptHeaders = Object.entries(input.headers ?? {}).filter(([, value]) => value === REDACTED);
  const faults: FieldFault[] = [];
  if (auth !== null && keepsSecret(auth)) {
    const url = isNewTarget ? 'target_url' : tokenUrlFault(auth, stored.auth);
    if (url !== undefined) faults.push({ in: 'body', pointer: '/auth', detail: leavingFault(url) });
  }
  if (isNewTarget && keptHeaders.length > 0) {
    const names = keptHeaders.map(([name]) => name).join(', ');
    const detail = `${leavingFault('target_url')}: ${names}`;
    faults.push({ in: 'body', pointer: '/headers', detail });
  }
  return faults;
}

const keepsSecret = (auth: ReceiverAuth): boolean => secretIn(auth) === REDACTED;

/** Client credentials are sent to the token endpoint. */
function tokenUrlFault(auth: ReceiverAuth, stored: ReceiverAuth | null): 'auth.token_url' | undefined {
  if (auth.type !== 'oauth2' || stored?.type !== 'oauth2') return undefined;
  return isSameOrigin(auth.tokenUrl, stored.tokenUrl) ? undefined : 'auth.token_url';
}

const leavingFault = (url: 'target_url' | 'auth.token_url'): string =>
  `has stored secrets, and ${url} changes its origin. Send the secrets again in this call, or remove them`;
