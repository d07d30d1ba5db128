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
