/** Tries of a change for which no caller waits: other changes of the same record at the same moment are rare. */
const TRIES = 3;

interface Trying {
  readonly tries?: number;
  /** Waits before the next try, which gets the number of tries so far. */
  readonly pause?: (tries: number) => Promise<void>;
}

/**
 * Changes a stored record that another process may change at the same moment. `change` reads the record, makes the change
 * and writes it under the condition that the record is still the one that it read; `conflict` says that it is not, and
 * `change` is called again.
 *
 * @returns `conflict` only if every try met another change
 */
export async function readChangeWrite<Result>(
  change: () => Promise<Result | 'conflict'>,
  { tries: most = TRIES, pause }: Trying = {},
): Promise<Result | 'conflict'> {
  for (let tries = 1; ; tries += 1) {
    const result = await change();
    if (result !== 'conflict' || tries === most) return result;
    await pause?.(tries);
  }
}
