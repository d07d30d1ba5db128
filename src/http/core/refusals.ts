import { storeLimits } from '../../domain/limits.ts';
import { type StoreFault, storeFaultDetails } from '../../ports/storage.ts';
import { Refusal } from './http.ts';
import type { FieldFault } from './problem.ts';

/** Refusals that several routes have in common. */

export const fieldsRefused = (faults: readonly FieldFault[]) =>
  new Refusal('invalid-request', 'Some fields are not valid: see errors.', { faults });

export const subscriptionNotFound = () => new Refusal('not-found', 'There is no subscription of this id.');

/** RFC 9110, section 11.6.1: whoever is not let in is told how to say who they are. */
export const challenge = { headers: { 'www-authenticate': 'Bearer realm="posthorn"' } };

export const keyMissing = () =>
  new Refusal('unauthenticated', 'Send an API key: Authorization: Bearer <API key>.', challenge);

/** @param what was created: "subscription" */
export const createdIsGone = (what: string) =>
  new Refusal(
    'idempotency-conflict',
    `The ${what} that was created with this Idempotency-Key no longer exists. Use a new key to create another one.`,
  );

/** RFC 9110, section 15.6.4. */
export const storeUnavailable = (fault: StoreFault) =>
  new Refusal('unavailable', `${storeFaultDetails[fault]} Repeat the request later.`, {
    headers: { 'retry-after': String(storeLimits.retryAfterSeconds) },
  });

export const idempotencyConflict = () =>
  new Refusal('idempotency-conflict', 'This Idempotency-Key came with another request in the last 24 hours.');
