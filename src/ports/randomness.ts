/** All that is not determined by its inputs comes through here. */
export interface Randomness {
  /** A number in [0, 1): for jitter, never for secrets. */
  fraction(): number;
  /** Cryptographically strong bytes, for secrets and keys. */
  bytes(count: number): Uint8Array;
  /** A new ULID for this time; those of one process in one millisecond ascend. */
  ulid(nowMs: number): string;
}
