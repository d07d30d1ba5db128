/** Says of an answer that it repeats what an earlier call with the same `Idempotency-Key` came to. */
export const replayedHeader = (isRepeat: boolean): Readonly<Record<string, string>> =>
  isRepeat ? { 'idempotency-replayed': 'true' } : {};

interface Result {
  readonly outcome: string;
  readonly isRepeat?: boolean;
}

/** Of a batch: whether all that was accepted was accepted before. */
export function areAllRepeats(results: readonly Result[]): boolean {
  const accepted = results.filter(({ outcome }) => outcome === 'accepted');
  return accepted.length > 0 && accepted.every(({ isRepeat }) => isRepeat === true);
}
