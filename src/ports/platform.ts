/** The time, so that tests can set it. */
export interface Clock {
  /** Unix milliseconds: what records carry and users see. It may be set back or ahead at any moment. */
  nowMs(): number;
  /** Milliseconds since an arbitrary moment: never steps. Without it, as in tests, `nowMs` is taken for it. */
  monotonicMs?(): number;
}

/** For all that this process measures or waits for by itself: setting the wall clock does not disturb it. */
export const monotonicMs = (clock: Clock): number => clock.monotonicMs?.() ?? clock.nowMs();

/** All that is not determined by its inputs comes through here. */
export interface Randomness {
  /** A number in [0, 1): for jitter, never for secrets. */
  fraction(): number;
  /** Cryptographically strong bytes, for secrets and keys. */
  bytes(count: number): Uint8Array;
  /** A new ULID for this time; those of one process in one millisecond ascend. */
  ulid(nowMs: number): string;
}

/** One wide line an occurrence. Never payloads, secrets, keys, or the query string of a target. */
export interface Log {
  debug(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  info(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
  error(occurrence: string, fields?: Readonly<Record<string, unknown>>): void;
}

export type MetricName =
  /** Of the shared cache of subscriptions, per command. Skipped: not asked, for want of a connection or of trust in it. */
  | 'CacheHit'
  | 'CacheMiss'
  | 'CacheFailed'
  | 'CacheSkipped'
  /** Events that came in although nobody could tell whether they were over a rate limit. */
  | 'RateLimitFailedOpen'
  /** Calls without a valid API key or portal token. */
  | 'AuthenticationFailed';

/** What operators watch as numbers over time. */
export interface Metrics {
  count(name: MetricName, n?: number): void;
}

/** Keys for purposes of their own, made of the one that secrets are encrypted with: the same ones in every process. */
export interface DerivedKeys {
  /** 32 bytes; for each purpose others, and from none can the others be told. */
  keyFor(purpose: string): Uint8Array;
}
