/**
 * The bytes of request bodies in memory, across all connections. A body counts from before it is read until its request
 * is answered.
 */
const MIB = 1024 * 1024;
const BYTES_IN_FLIGHT = 64 * MIB;
/** The share for callers that are authenticated only after their body is read: sources sign it. */
const ANONYMOUS_BYTES_IN_FLIGHT = 16 * MIB;

export class BodyBudget {
  #bytes = 0;
  #anonymousBytes = 0;

  /** False if there is no room; then nothing is counted. */
  take(bytes: number, isKnown: boolean): boolean {
    const isFull = this.#bytes + bytes > BYTES_IN_FLIGHT;
    const isAnonymousFull = !isKnown && this.#anonymousBytes + bytes > ANONYMOUS_BYTES_IN_FLIGHT;
    if (isFull || isAnonymousFull) return false;
    this.#bytes += bytes;
    if (!isKnown) this.#anonymousBytes += bytes;
    return true;
  }

  giveBack(bytes: number, isKnown: boolean): void {
    this.#bytes -= bytes;
    if (!isKnown) this.#anonymousBytes -= bytes;
  }
}
