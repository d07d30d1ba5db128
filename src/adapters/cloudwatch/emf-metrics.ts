import type { Clock, MetricName, Metrics } from '../../ports/platform.ts';

export interface EmfMetricsNeeds {
  /** The function's name, the only dimension. */
  readonly functionName: string;
  readonly clock: Clock;
  /** Writes one line, with its line end. In Lambda: to standard output, which CloudWatch Logs reads. */
  readonly write: (line: string) => void;
}

const NAMESPACE = 'Posthorn';
const WINDOW_MS = 10_000;
/** Written at once on the first count in a window, because no later count may come to write them. */
const URGENT: ReadonlySet<MetricName> = new Set([
  'CacheFailed',
  'RateLimitFailedOpen',
  'AuthenticationFailed',
]);

/**
 * Counts for CloudWatch, which reads metrics from log lines, so no call is made and nothing waits. Counts are summed
 * and written with the first count that comes ten seconds after the last line. Counts since then are lost when the
 * process ends.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmfMetrics implements Metrics {
  readonly #needs: EmfMetricsNeeds;
  readonly #counts = new Map<MetricName, number>();
  readonly #urgentSeen = new Set<MetricName>();
  #windowStartMs: number;

  constructor(needs: EmfMetricsNeeds) {
    this.#needs = needs;
    this.#windowStartMs = needs.clock.nowMs();
  }

  count(name: MetricName, n = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + n);
    const nowMs = this.#needs.clock.nowMs();
    if (nowMs - this.#windowStartMs >= WINDOW_MS) {
      this.#windowStartMs = nowMs;
      this.#urgentSeen.clear();
      this.#flush(nowMs);
    } else if (URGENT.has(name) && !this.#urgentSeen.has(name)) {
      this.#urgentSeen.add(name);
      this.#flush(nowMs);
    }
  }

  #flush(nowMs: number): void {
    const { functionName, write } = this.#needs;
    const metrics = [...this.#counts.keys()].map((Name) => ({ Name, Unit: 'Count' }));
    const directive = { Namespace: NAMESPACE, Dimensions: [['Function']], Metrics: metrics };
    const line = {
      _aws: { Timestamp: nowMs, CloudWatchMetrics: [directive] },
      Function: functionName,
      ...Object.fromEntries(this.#counts),
    };
    this.#counts.clear();
    write(`${JSON.stringify(line)}\n`);
  }
}
