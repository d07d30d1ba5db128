import { storeLimits } from '../../domain/limits.ts';
import { type StoreFault, storeFaultDetails } from '../../ports/storage.ts';
import { Refusal } from './http.ts';
import type { FieldFault } from './problem.ts';

/** Refusals that several routes share. */

export const fieldsRefused = (faults: readonly FieldFault[]) =>
  new Refusal('invalid-request', 'Some fields are not valid: see errors.', { faults });

export const subscriptionNotFound = () => new Refusal('not-found', 'No subscription has this id.');

/** RFC 9110, section 11.6.1: a 401 says how to authenticate. */
export const challenge = { headers: { 'www-authenticate': 'Bearer realm="posthorn"' } };

export const keyMissing = () =>
  new Refusal('unauthenticated', 'Send an API key: Authorization: Bearer <API key>.', challenge);

/** @param kind of the created resource: "subscription" */
export const createdIsGone = (kind: string) =>
  new Refusal(
    'idempotency-conflict',
    `The ${kind} created with this Idempotency-Key no longer exists. Use a new key to create another one.`,
  );

/** RFC 9110, section 15.6.4. */
export const storeUnavailable = (fault: StoreFault) =>
  new Refusal('unavailable', `${storeFaultDetails[fault]} Repeat the request later.`, {
    headers: { 'retry-after': String(storeLimits.retryAfterSeconds) },
  });

export const idempotencyConflict = () =>
  new Refusal(
    'idempotency-conflict',
    'This Idempotency-Key was used for a different request in the last 24 hours. Use a new key.',
  );
