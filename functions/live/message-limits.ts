import { liveLimits } from '../../src/domain/limits.ts';
import { afterSending, type Bucket, fullBucket, refilled } from '../../src/domain/rate-limit.ts';

/** Connections that one process remembers; the oldest are forgotten first. */
const CONNECTIONS_MOST = 2_000;

/**
 * Limits the messages of each client, as this process sees them: another process does not know of them, but the
 * messages of one connection come one after the other, so nearly all of them come to the same process.
 */
export class MessageLimits {
  readonly #buckets = new Map<string, Bucket>();

  /** Counts a message. Whether it is within the limit. */
  admit(connectionId: string, nowMs: number): boolean {
    const limit = liveLimits.clientMessages;
    const bucket = this.#buckets.get(connectionId) ?? fullBucket(limit, nowMs);
    const next = afterSending(refilled(limit, bucket, nowMs));
    if (next === undefined) return false;
    this.#buckets.delete(connectionId);
    this.#buckets.set(connectionId, next);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > CONNECTIONS_MOST && oldest !== undefined) this.#buckets.delete(oldest);
    return true;
  }

  forget(connectionId: string): void {
    this.#buckets.delete(connectionId);
  }
}
