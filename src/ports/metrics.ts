/** Of the shared cache of subscriptions, per command. Skipped: not asked, for want of a connection or of trust in it. */
export type MetricName = 'CacheHit' | 'CacheMiss' | 'CacheFailed' | 'CacheSkipped';

/** What operators watch as numbers over time. */
export interface Metrics {
  count(name: MetricName, n?: number): void;
}
