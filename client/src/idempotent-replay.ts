/** Answers with the header `Idempotency-Replayed: true`. */
const replays = new WeakSet<object>();

export function noteIdempotentReplay(answer: unknown): void {
  if (typeof answer === 'object' && answer !== null) replays.add(answer);
}

/**
 * Whether an answer is the answer of an earlier call with the same `Idempotency-Key` (`Idempotency-Replayed: true`), so
 * that this call did nothing. Also true after a retry by the client itself, if the first answer was lost.
 * @param answer the object that the call resolved with; for a copy the result is always false
 */
export const isIdempotentReplay = (answer: object): boolean => replays.has(answer);
