/** The time; tests can set it. */
export interface Clock {
  /** Unix milliseconds, for records and for users. The clock can be set back or ahead at any moment. */
  nowMs(): number;
  /** Milliseconds since an arbitrary moment; never jumps. A clock without it, as in tests, uses `nowMs`. */
  monotonicMs?(): number;
}

/** For durations and waits of this process: setting the wall clock does not change them. */
export const monotonicMs = (clock: Clock): number => clock.monotonicMs?.() ?? clock.nowMs();

/** The source of everything random, so that tests can set it. */
export interface Randomness {
  /** A number in [0, 1), for jitter, never for secrets. */
  fraction(): number;
  /** Cryptographically strong bytes, for secrets and keys. */
  bytes(count: number): Uint8Array;
  /** A new ULID for this time. ULIDs that one process makes in the same millisecond ascend. */
  ulid(nowMs: number): string;
}

/**
 * One line with many fields for each occurrence. Never log payloads, secrets, keys, or the query string of a target.
 */
export interface Log {
  debug(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  info(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  error(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
}

export type MetricName =
  /** Commands to the shared cache of subscriptions. Skipped: no connection, or the cache failed recently. */
  | 'CacheHit'
  | 'CacheMiss'
  | 'CacheFailed'
  | 'CacheSkipped'
  /** Events that came in unchecked because a rate limit could not be read. */
  | 'RateLimitFailedOpen'
  /** Calls without a valid API key or portal token. */
  | 'AuthenticationFailed';

/** Numbers that operators watch over time. */
export interface Metrics {
  count(name: MetricName, n?: number): void;
}

/** Makes one key for each purpose from the key that encrypts secrets. Every process gets the same keys. */
export interface DerivedKeys {
  /** 32 bytes. No key reveals the key of another purpose. */
  keyFor(purpose: string): Uint8Array;
}
