import { ProblemError } from '../errors.ts';
import type { Attempt, Delivery, DeliveryWithAttempts } from '../generated/openapi.ts';

/** The reported part of a delivery. */
export interface Seen {
  readonly attemptNumber: number;
  readonly status: Delivery['status'];
}

/** An attempt, or a status that no attempt has caused. */
export interface Change {
  readonly delivery: Delivery;
  readonly attempt?: Attempt;
}

/** The new facts about a delivery, oldest first. */
export function changesSince(seen: Seen | undefined, delivery: DeliveryWithAttempts): Change[] {
  const news = delivery.attempts
    .filter(({ number }) => number > (seen?.attemptNumber ?? 0))
    .sort((one, other) => one.number - other.number)
    .map((attempt) => ({ delivery, attempt }));
  return news.length === 0 && delivery.status !== seen?.status ? [{ delivery }] : news;
}

export const seenNow = (delivery: Delivery): Seen => ({
  attemptNumber: delivery.attempt_count,
  status: delivery.status,
});

export const isGone = (error: unknown): boolean => error instanceof ProblemError && error.status === 404;
