import type { Attempt, Delivery } from '../../../client/src/posthorn.ts';

/** A change of a delivery; with the attempt that led to it, if there was one. */
export interface LiveChange {
  readonly delivery: Delivery;
  readonly attempt: Omit<Attempt, 'response_excerpt'> | undefined;
}
