import type { Needs } from '../../application/needs.ts';
import { type HttpRequest, Refusal } from './http.ts';
import { challenge, keyMissing } from './refusals.ts';

const TOKEN_NOT_GOOD = 'This portal token is invalid, expired or revoked. Create a new one.';

const details = {
  missing: undefined,
  malformed: undefined,
  unknown_key: 'This API key does not exist.',
  expired_key: 'This API key has expired. Create a new one.',
  unknown_code: 'This sign-in link was used already, or has expired. Make a new one: posthorn sign-in.',
  forged_token: TOKEN_NOT_GOOD,
  expired_token: TOKEN_NOT_GOOD,
  revoked_token: TOKEN_NOT_GOOD,
} as const;

export type AuthenticationFault = keyof typeof details;

/** Credentials that never existed or no longer exist. An address that tries many of them is slowed down. */
const guesses: ReadonlySet<AuthenticationFault> = new Set(['unknown_key', 'unknown_code', 'forged_token']);

/**
 * The answer to a call without valid credentials. The failure is counted and logged, never with the credentials. Called
 * after the look-up, so that a valid key is let in no matter how many failures came from its address.
 */
export function authenticationFailed(
  { failureBrake, log, metrics }: Pick<Needs, 'failureBrake' | 'log' | 'metrics'>,
  { sourceAddress, requestId }: HttpRequest,
  fault: AuthenticationFault,
): Refusal {
  metrics?.count('AuthenticationFailed');
  const waitMs = guesses.has(fault) ? failureBrake.note(sourceAddress) : 0;
  // Failures over the limit are not logged one by one: the earlier log lines name the address.
  if (waitMs > 0) return tooManyFailures(Math.ceil(waitMs / 1_000));
  log.warn('authentication.failed', {
    reason: fault,
    source_address: sourceAddress,
    request_id: requestId,
  });
  const detail = details[fault];
  return detail === undefined ? keyMissing() : new Refusal('unauthenticated', detail, challenge);
}

const tooManyFailures = (seconds: number) =>
  new Refusal(
    'rate-limited',
    `Too many calls with unknown API keys or tokens from your address. Try again in ${seconds} s.`,
    { headers: { 'retry-after': String(seconds) } },
  );
