import { AsyncLocalStorage } from 'node:async_hooks';
import type { IdempotencyKeys } from '../../ports/storage.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';

/** The header of answers that repeat the result of an earlier call with the same `Idempotency-Key`. */

export const replayedHeader = (isRepeat: boolean): Readonly<Record<string, string>> =>
  isRepeat ? { 'idempotency-replayed': 'true' } : {};

interface Result {
  readonly outcome: string;
  readonly isRepeat?: boolean;
}

/** For a batch: whether every accepted event had been accepted before. */
export function areAllRepeats(results: readonly Result[]): boolean {
  const accepted = results.filter(({ outcome }) => outcome === 'accepted');
  return accepted.length > 0 && accepted.every(({ isRepeat }) => isRepeat === true);
}

/** One for each call that has an `Idempotency-Key`. */
const calls = new AsyncLocalStorage<{ isRepeat: boolean }>();

/** The same keys; each look-up also records for the current call whether the key existed. */
export const notingRepeats = (keys: IdempotencyKeys): IdempotencyKeys => ({
  reserve: async (call) => {
    const reservation = await keys.reserve(call);
    note(reservation.outcome === 'repeat');
    return reservation;
  },
  recall: async (tenantId, operation, key) => {
    const value = await keys.recall(tenantId, operation, key);
    note(value !== undefined);
    return value;
  },
});

function note(isRepeat: boolean): void {
  const call = calls.getStore();
  if (call !== undefined && isRepeat) call.isRepeat = true;
}

/** Serves a call, and marks its answer if it is a repeat. A call without a key costs nothing. */
export async function sayingRepeats(
  { headers }: HttpRequest,
  serve: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (headers['idempotency-key'] === undefined) return serve();
  const call = { isRepeat: false };
  const answer = await calls.run(call, serve);
  return call.isRepeat ? { ...answer, headers: { ...answer.headers, ...replayedHeader(true) } } : answer;
}
