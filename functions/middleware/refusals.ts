import type { FieldFault } from '../../src/api/problem.ts';
import { Refusal } from './http.ts';

/** Refusals that several routes have in common. */

export const fieldsRefused = (faults: readonly FieldFault[]) =>
  new Refusal('invalid-request', 'Some fields are not valid: see errors.', { faults });

export const idempotencyConflict = () =>
  new Refusal('idempotency-conflict', 'This Idempotency-Key came with another request in the last 24 hours.');
