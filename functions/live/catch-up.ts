import { liveLimits } from '../../src/domain/limits.ts';
import type { LiveChange } from '../../src/domain/live/filter.ts';
import { type LeftOut, liveProblem, nothingNew, skipped } from '../../src/http/live/output.ts';
import type { ChangeReader, ChangeStream, StreamMarks } from '../../src/ports/live-pump.ts';
import type { Log } from '../../src/ports/platform.ts';
import { type OfferNeeds, rendered } from './changes.ts';
import { pumpLimits } from './limits.ts';
import { cursorOfRound } from './outbox.ts';
import { identityOf, type Watcher } from './watcher.ts';

export interface CatchUpNeeds extends OfferNeeds {
  readonly stream: ChangeStream;
  readonly marks: StreamMarks;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
  /** Sends what is in the outboxes. */
  readonly flush: () => void;
}

/** A watcher that resumes, and the changes offered to it. */
interface Resuming {
  readonly watcher: Watcher;
  readonly sinceMs: number;
  readonly seen: Set<string>;
  deliveries: number;
  leftOut: { deliveries: number; attempts: number; fromMs: number; toMs: number } | undefined;
}

/** Identities of changes that are remembered for each watcher, so that no change is sent twice. */
const SEEN_MOST = 2_000;

/**
 * Reads the stream again from an earlier position, for all watchers that wait for it: a reader of its own, so that the
 * changes of now are not delayed. Runs one at a time.
 */
export class CatchUp {
  readonly #needs: CatchUpNeeds;
  readonly #waiting = new Map<string, Resuming>();
  #running: Promise<void> | undefined;
  #endsAtMs = 0;

  constructor(needs: CatchUpNeeds) {
    this.#needs = needs;
  }

  /** The watcher gets the changes from `sinceMs` on, and then those that have come in meanwhile. */
  add(watcher: Watcher, sinceMs: number): void {
    watcher.resume();
    this.#waiting.set(watcher.id, { watcher, sinceMs, seen: new Set(), deliveries: 0, leftOut: undefined });
  }

  /** Starts if watchers wait and no other run is going on. */
  start(): void {
    if (this.#running !== undefined || this.#waiting.size === 0) return;
    const group = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#running = this.#run(group).finally(() => {
      this.#running = undefined;
    });
  }

  async settle(): Promise<void> {
    await this.#running;
  }

  async #run(group: readonly Resuming[]): Promise<void> {
    const { log } = this.#needs;
    try {
      await this.#readAgain(group);
    } catch (error) {
      log.warn('live.not_resumed', { watchers: group.length, err: error });
      for (const { watcher } of group) watcher.outbox.notice(JSON.stringify(liveProblem('unavailable')));
    }
    for (const resuming of group) {
      this.#tellLeftOut(resuming);
      // The end of the changes since the cursor.
      const nowMs = this.#needs.nowMs();
      resuming.watcher.outbox.notice(JSON.stringify(nothingNew(nowMs, cursorOfRound(nowMs))));
      resuming.watcher.resumed((change) => !resuming.seen.has(identityOf(change)));
    }
  }

  async #readAgain(group: readonly Resuming[]): Promise<void> {
    const { stream, marks, nowMs } = this.#needs;
    const startedAtMs = nowMs();
    const sinceMs = Math.min(...group.map((one) => one.sinceMs));
    const notBeforeMs = startedAtMs - 2 * liveLimits.resumeSeconds * 1_000;
    const position = await marks.latest(sinceMs, notBeforeMs);
    if (position === undefined) {
      for (const one of group) this.#leaveOut(one, { kind: 'unknown', atMs: one.sinceMs });
      return;
    }
    const reader = await stream.open(position);
    this.#endsAtMs = startedAtMs + pumpLimits.resumeMs;
    await this.#readToEnd(reader, group);
  }

  async #readToEnd(reader: ChangeReader, group: readonly Resuming[]): Promise<void> {
    const { nowMs } = this.#needs;
    const cursor = () => cursorOfRound(nowMs());
    let isAtEnd = false;
    while (!isAtEnd && nowMs() < this.#endsAtMs) {
      const any = await reader.readOnce(async (changes) => {
        for (const change of changes) await this.#offer(group, change, cursor());
      });
      isAtEnd = !any;
      this.#needs.flush();
    }
    if (isAtEnd && !reader.takeMissed()) return;
    for (const one of group) this.#leaveOut(one, { kind: 'unknown', atMs: nowMs() });
  }

  async #offer(group: readonly Resuming[], change: LiveChange, cursor: string): Promise<void> {
    for (const one of group) {
      // The position is of some seconds before, and the oldest of the group.
      const isOld = change.delivery.updatedAtMs < one.sinceMs - pumpLimits.streamLagMs;
      if (isOld || !(await one.watcher.takes(change, this.#needs.receivers))) continue;
      if (one.seen.size < SEEN_MOST) one.seen.add(identityOf(change));
      if (one.deliveries < liveLimits.resumeDeliveries) await this.#show(one, change, cursor);
      else
        this.#leaveOut(one, {
          kind: change.attempt === undefined ? 'delivery' : 'both',
          atMs: change.delivery.updatedAtMs,
        });
    }
  }

  async #show(one: Resuming, change: LiveChange, cursor: string): Promise<void> {
    one.deliveries += 1;
    await this.#room(one.watcher);
    const { items } = rendered(change, this.#needs.retentionHours, cursor);
    for (const item of items) one.watcher.outbox.offer(item);
  }

  /** Earlier changes come faster than they can be sent: they wait, since they are bounded. */
  async #room(watcher: Watcher): Promise<void> {
    while (watcher.outbox.isNearlyFull && this.#needs.nowMs() < this.#endsAtMs) {
      this.#needs.flush();
      await this.#needs.pause(ROOM_PAUSE_MS);
    }
  }

  #leaveOut(one: Resuming, { kind, atMs }: { kind: 'delivery' | 'both' | 'unknown'; atMs: number }): void {
    const counted = one.leftOut ?? { deliveries: 0, attempts: 0, fromMs: atMs, toMs: atMs };
    one.leftOut = counted;
    if (kind !== 'unknown') counted.deliveries += 1;
    if (kind === 'both') counted.attempts += 1;
    counted.fromMs = Math.min(counted.fromMs, atMs);
    counted.toMs = Math.max(counted.toMs, atMs);
  }

  #tellLeftOut({ watcher, leftOut }: Resuming): void {
    if (leftOut === undefined) return;
    const { deliveries, attempts, ...times } = leftOut;
    const isCounted = deliveries + attempts > 0;
    const message: LeftOut = {
      ...times,
      reason: 'too_many',
      deliveries: isCounted ? deliveries : null,
      attempts: isCounted ? attempts : null,
    };
    watcher.outbox.notice(JSON.stringify(skipped(message, cursorOfRound(this.#needs.nowMs()))));
  }
}

const ROOM_PAUSE_MS = 50;
