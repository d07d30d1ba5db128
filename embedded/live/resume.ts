import type { Delivery } from '../../src/domain/delivery.ts';
import { liveLimits } from '../../src/domain/limits.ts';
import { type LeftOut, liveProblem, skipped } from '../../src/http/live/output.ts';
import type { LiveRecord, RecordedChange, RecordedChanges } from '../../src/ports/live.ts';
import { type Clock, type Log, monotonicMs } from '../../src/ports/platform.ts';
import type { LiveConnection } from './connection.ts';
import { hubLimits } from './limits.ts';
import { RenderedChange } from './rendered-change.ts';

/** A change is recorded at most this long after the time that its row carries. */
const RECORDED_WITHIN_MS = 10_000;
/** Changes that are sent before the reader has to have taken them. */
const CHANGES_AT_ONCE = 50;

export interface ResumeNeeds {
  readonly record: LiveRecord;
  readonly clock: Clock;
  readonly log: Log;
  readonly retentionHours: number;
}

/** A resume that waits for its turn. */
interface Wanted {
  /** Of the connection, when it asked: a later `watch` ends the resume. */
  readonly generation: number;
  readonly sinceMs: number;
}

/**
 * Sends watchers the changes that they missed, read from the record, a few watchers at a time. Watchers of one receiver,
 * or with keys of one tenant, take turns, so that they do not hold up others.
 */
export class Resumes {
  readonly #needs: ResumeNeeds;
  /** At most one of each connection: the latest. */
  readonly #waiting = new Map<LiveConnection, Wanted>();
  /** The receivers and tenants that are being resumed. */
  readonly #running = new Set<string>();

  constructor(needs: ResumeNeeds) {
    this.#needs = needs;
  }

  add(connection: LiveConnection, sinceMs: number): void {
    this.#waiting.set(connection, { generation: connection.generation, sinceMs });
    this.#next();
  }

  #next(): void {
    if (this.#running.size >= hubLimits.resumedAtOnce) return;
    for (const [connection, wanted] of this.#waiting) {
      const holder = holderOf(connection);
      if (this.#running.has(holder)) continue;
      this.#waiting.delete(connection);
      this.#running.add(holder);
      void this.#resume(connection, wanted).finally(() => {
        this.#running.delete(holder);
        this.#next();
      });
      return;
    }
  }

  async #resume(connection: LiveConnection, { generation, sinceMs }: Wanted): Promise<void> {
    const { audience, outlet } = connection;
    const isCurrent = () => outlet.isOpen && connection.generation === generation;
    if (audience === undefined || !isCurrent()) return;
    try {
      const fromMs = sinceMs - RECORDED_WITHIN_MS;
      const { record } = this.#needs;
      const wants = (one: Delivery) => audience.wants(one);
      const found = await record.changesSince(audience.tenantId, fromMs, wants, isCurrent);
      if (isCurrent()) await this.#send(connection, isCurrent, { ...found, sinceMs });
    } catch (error) {
      this.#needs.log.warn('live.not_resumed', { err: error });
      outlet.send(liveProblem('unavailable'));
    }
    if (isCurrent()) connection.resumed();
  }

  async #send(
    connection: LiveConnection,
    isCurrent: () => boolean,
    found: RecordedChanges & { readonly sinceMs: number },
  ): Promise<void> {
    const { clock, retentionHours } = this.#needs;
    const { outlet, cursor } = connection;
    const endMs = monotonicMs(clock) + hubLimits.resumeSeconds * 1_000;
    const leftOut = leftOutOf(found, clock.nowMs());
    if (leftOut !== undefined) outlet.send(skipped(leftOut, cursor));
    const latest = found.changes.slice(-liveLimits.resumeDeliveries);
    for (let n = 0; n < latest.length && isCurrent(); n += CHANGES_AT_ONCE) {
      for (const change of latest.slice(n, n + CHANGES_AT_ONCE)) {
        const about = { atMs: change.delivery.updatedAtMs, cursor, retentionHours };
        for (const frame of new RenderedChange(change, about).frames) outlet.sendFrame(frame);
      }
      await Promise.race([outlet.drained(), this.#pauseUntil(endMs)]);
      if (monotonicMs(clock) < endMs) continue;
      const rest = latest.slice(n + CHANGES_AT_ONCE);
      if (rest.length > 0) outlet.send(skipped({ reason: 'slow_reader', ...countsOf(rest) }, cursor));
      return;
    }
  }

  #pauseUntil(endMs: number): Promise<void> {
    const waitMs = Math.max(0, endMs - monotonicMs(this.#needs.clock));
    return new Promise((resolve) => {
      setTimeout(resolve, waitMs).unref();
    });
  }
}

const holderOf = ({ ticket: { rights } }: LiveConnection): string =>
  rights.receiverId === undefined ? rights.tenantId : `${rights.tenantId} ${rights.receiverId}`;

function leftOutOf(
  { changes, missingUntilMs, sinceMs }: RecordedChanges & { readonly sinceMs: number },
  nowMs: number,
): LeftOut | undefined {
  if (missingUntilMs !== undefined) {
    const toMs = Math.max(sinceMs, Math.min(missingUntilMs, nowMs));
    return { reason: 'too_many', deliveries: null, attempts: null, fromMs: sinceMs, toMs };
  }
  const earlier = changes.slice(0, -liveLimits.resumeDeliveries);
  return earlier.length === 0 ? undefined : { reason: 'too_many', ...countsOf(earlier) };
}

const countsOf = (changes: readonly RecordedChange[]) => ({
  deliveries: changes.length,
  attempts: changes.reduce((count, { attempts }) => count + attempts.length, 0),
  fromMs: changes.at(0)?.delivery.updatedAtMs ?? 0,
  toMs: changes.at(-1)?.delivery.updatedAtMs ?? 0,
});
