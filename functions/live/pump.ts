import { haveLiveRights } from '../../src/application/live-tickets.ts';
import type { Needs } from '../../src/application/needs.ts';
import { liveLimits } from '../../src/domain/limits.ts';
import { shownLiveFilter } from '../../src/http/live/input.ts';
import { hello, type LeftOut, liveProblem, nothingNew, skipped } from '../../src/http/live/output.ts';
import type {
  ChangeReader,
  ChangeStream,
  LiveConnection,
  LiveConnections,
  LivePosts,
  PumpHandover,
  PumpLease,
  PumpStarter,
  StreamMarks,
  SubscriptionReceivers,
} from '../../src/ports/live-pump.ts';
import { CatchUp } from './catch-up.ts';
import { byTenant, offerTo } from './changes.ts';
import { pumpLimits } from './limits.ts';
import { cursorOfRound } from './outbox.ts';
import { Poster } from './poster.ts';
import { Watcher } from './watcher.ts';

export interface PumpNeeds
  extends Pick<
    Needs,
    'apiKeys' | 'portalVersions' | 'clock' | 'log' | 'pause' | 'randomness' | 'retentionHours'
  > {
  readonly connections: LiveConnections;
  readonly lease: PumpLease;
  readonly stream: ChangeStream;
  readonly marks: StreamMarks;
  readonly posts: LivePosts;
  readonly receivers: SubscriptionReceivers;
  readonly starter: PumpStarter;
}

/** `stood by`: another pump works. `stopped`: no watcher is left. `handed over`: its time is up. `superseded`: it lost its lease. */
export type PumpResult = 'stood by' | 'stopped' | 'handed over' | 'superseded';

/**
 * Shows changes to watchers, for as long as there are any: reads the stream in rounds, and offers each change to the
 * watchers that may see it. There is one at a time. It writes nothing that depends on the number of deliveries.
 */
export class Pump {
  readonly #needs: PumpNeeds;
  readonly #owner: string;
  readonly #watchers = new Map<string, Watcher>();
  readonly #poster: Poster;
  readonly #catchUp: CatchUp;
  #ofTenant: ReadonlyMap<string, readonly Watcher[]> = new Map();
  #roundAtMs = 0;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #leasedAtMs = Number.NEGATIVE_INFINITY;
  #markedAtMs = Number.NEGATIVE_INFINITY;
  #watchedAtMs = 0;

  constructor(needs: PumpNeeds) {
    this.#needs = needs;
    const nowMs = () => this.#nowMs();
    this.#owner = needs.randomness.ulid(nowMs());
    this.#poster = new Poster({
      posts: needs.posts,
      nowMs,
      skippedOf: (leftOut: LeftOut) => JSON.stringify(skipped(leftOut, cursorOfRound(this.#roundAtMs))),
      onGone: (watcher) => this.#leave(watcher),
    });
    this.#catchUp = new CatchUp({ ...needs, nowMs, flush: () => this.#flush() });
  }

  /** @param hasTimeLeft whether at least this many milliseconds are left */
  async run(handover: PumpHandover | undefined, hasTimeLeft: (ms: number) => boolean): Promise<PumpResult> {
    const { lease, stream, log } = this.#needs;
    // Also of a pump that was started again by Lambda: the position it was given is of before the crash.
    const hasCrashed = await lease.isAbandoned(this.#nowMs());
    if (!(await lease.take(this.#owner, this.#nowMs(), handover?.from))) return 'stood by';
    this.#leasedAtMs = this.#nowMs();
    this.#watchedAtMs = this.#nowMs();
    this.#roundAtMs = this.#nowMs();
    const reader = await stream.open(hasCrashed ? await this.#positionOfCrash() : handover?.position);
    log.info('live.pump_started', { owner: this.#owner, from: handover?.from });
    await this.#look();
    for (const id of handover?.behind ?? []) {
      const watcher = this.#watchers.get(id);
      if (watcher !== undefined) this.#tellLeftOut(watcher, 'slow_reader', this.#nowMs());
    }
    const result = await this.#rounds(reader, hasTimeLeft);
    await this.#catchUp.settle();
    await this.#poster.settle();
    log.info('live.pump_ended', { owner: this.#owner, result });
    return result;
  }

  /** Where a pump stood that has crashed a moment ago; undefined: it was longer ago. */
  async #positionOfCrash() {
    const nowMs = this.#nowMs();
    return this.#needs.marks.latest(nowMs, nowMs - liveLimits.resumeSeconds * 1_000);
  }

  async #rounds(reader: ChangeReader, hasTimeLeft: (ms: number) => boolean): Promise<PumpResult> {
    while (true) {
      // Also if the clock is set back: a cursor never is of an earlier time than the one before.
      this.#roundAtMs = Math.max(this.#nowMs(), this.#roundAtMs + 1);
      if (!(await this.#keepLease())) return 'superseded';
      await this.#mark(reader);
      await this.#look();
      if (this.#nowMs() - this.#watchedAtMs > pumpLimits.lingerMs && (await this.#mayStop(reader)))
        return 'stopped';
      if (!hasTimeLeft(pumpLimits.handoverMs)) return this.#handOver(reader);
      const any = await reader.readOnce((changes) =>
        offerTo(this.#ofTenant, changes, cursorOfRound(this.#roundAtMs), this.#needs),
      );
      if (reader.takeMissed()) this.#tellMissed();
      this.#catchUp.start();
      this.#flush();
      await this.#needs.pause(any ? pumpLimits.pauseMs / 2 : pumpLimits.pauseMs);
    }
  }

  async #keepLease(): Promise<boolean> {
    if (this.#roundAtMs - this.#leasedAtMs < pumpLimits.leaseMs) return true;
    this.#leasedAtMs = this.#roundAtMs;
    return this.#needs.lease.take(this.#owner, this.#nowMs());
  }

  /** Before the stream is read, so that a watcher with the cursor of this round can read all of the round again. */
  async #mark(reader: ChangeReader): Promise<void> {
    if (this.#roundAtMs - this.#markedAtMs < pumpLimits.markMs) return;
    this.#markedAtMs = this.#roundAtMs;
    await this.#needs.marks.put(reader.position(), this.#roundAtMs);
  }

  /** Adopts new watchers, forgets those that have left, and checks rights. */
  async #look(): Promise<void> {
    if (this.#roundAtMs - this.#lookedAtMs < pumpLimits.lookMs) return;
    this.#lookedAtMs = this.#roundAtMs;
    const connections = await this.#needs.connections.watching(this.#nowMs());
    const present = new Set(connections.map(({ id }) => id));
    for (const id of this.#watchers.keys()) if (!present.has(id)) this.#watchers.delete(id);
    for (const connection of connections) await this.#meet(connection);
    this.#ofTenant = byTenant(this.#watchers.values());
    if (this.#watchers.size > 0) this.#watchedAtMs = this.#roundAtMs;
  }

  async #meet(connection: LiveConnection): Promise<void> {
    const watcher = this.#watchers.get(connection.id) ?? new Watcher(connection, this.#nowMs());
    const isNewWatch = connection.greeted < connection.watch.number;
    const hasAnswered = watcher.connection.greeted >= connection.watch.number;
    watcher.connection = isNewWatch && hasAnswered ? watcher.connection : connection;
    if (!(await this.#hasRights(watcher))) return;
    this.#watchers.set(connection.id, watcher);
    if (isNewWatch && !hasAnswered) await this.#greet(watcher);
    else if (this.#nowMs() - watcher.lastSentAtMs >= liveLimits.heartbeatSeconds * 1_000) this.#beat(watcher);
  }

  /** Ends the connection of a key or token that is gone. */
  async #hasRights(watcher: Watcher): Promise<boolean> {
    const nowMs = this.#nowMs();
    if (nowMs - watcher.rightsCheckedAtMs < liveLimits.rightsCheckSeconds * 500) return true;
    watcher.rightsCheckedAtMs = nowMs;
    if (await haveLiveRights(this.#needs, watcher.connection.rights)) return true;
    await this.#needs.posts.post(watcher.id, JSON.stringify(liveProblem('rights-ended')));
    await this.#needs.posts.close(watcher.id);
    this.#leave(watcher);
    return false;
  }

  async #greet(watcher: Watcher): Promise<void> {
    const { rights, watch } = watcher.connection;
    const cursor = cursorOfRound(watch.sinceMs ?? this.#roundAtMs);
    watcher.outbox.notice(JSON.stringify(hello(shownLiveFilter(watch.filter), rights, cursor)));
    watcher.connection = { ...watcher.connection, greeted: watch.number };
    if (watch.sinceMs !== undefined) this.#resume(watcher, watch.sinceMs);
    await this.#needs.connections.greeted(watcher.id, watch.number);
  }

  /** Of a longer break, the last minutes. */
  #resume(watcher: Watcher, sinceMs: number): void {
    const earliestMs = this.#nowMs() - liveLimits.resumeSeconds * 1_000;
    if (sinceMs < earliestMs) this.#tellLeftOut(watcher, 'too_old', sinceMs, earliestMs);
    this.#catchUp.add(watcher, Math.max(sinceMs, earliestMs));
  }

  /** Changes that were not counted are missing. */
  #tellLeftOut({ outbox }: Watcher, reason: LeftOut['reason'], fromMs: number, toMs = this.#nowMs()): void {
    const leftOut = { reason, deliveries: null, attempts: null, fromMs, toMs };
    outbox.notice(JSON.stringify(skipped(leftOut, cursorOfRound(this.#roundAtMs))));
  }

  #beat(watcher: Watcher): void {
    if (!watcher.outbox.isEmpty || watcher.isBusy || watcher.isResuming) return;
    const nowMs = this.#nowMs();
    watcher.outbox.notice(JSON.stringify(nothingNew(nowMs, cursorOfRound(this.#roundAtMs))));
  }

  #tellMissed(): void {
    for (const watcher of this.#watchers.values()) this.#tellLeftOut(watcher, 'too_old', this.#roundAtMs);
  }

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher.id);
    this.#ofTenant = byTenant(this.#watchers.values());
    // A row that stays is met again, and its connection is found to be gone again.
    this.#needs.connections.close(watcher.id).catch((error: unknown) => {
      this.#needs.log.warn('live.connection_not_closed', { err: error });
    });
  }

  /** A watcher that came while the lease was still held has started no pump: so the connections are read once more. */
  async #mayStop(reader: ChangeReader): Promise<boolean> {
    const { lease, marks, connections } = this.#needs;
    await marks.put(reader.position(), this.#roundAtMs);
    await lease.release(this.#owner);
    if ((await connections.watching(this.#nowMs())).length === 0) return true;
    this.#lookedAtMs = Number.NEGATIVE_INFINITY;
    return !(await lease.take(this.#owner, this.#nowMs()));
  }

  async #handOver(reader: ChangeReader): Promise<PumpResult> {
    await this.#catchUp.settle();
    await this.#empty();
    const behind = [...this.#watchers.values()].filter(({ outbox }) => !outbox.isEmpty).map(({ id }) => id);
    await this.#needs.starter.start({ from: this.#owner, position: reader.position(), behind });
    return 'handed over';
  }

  /** Sends what is left, as far as the connections take it. */
  async #empty(): Promise<void> {
    const endsAtMs = this.#nowMs() + pumpLimits.emptyMs;
    while ([...this.#watchers.values()].some(({ outbox }) => !outbox.isEmpty) && this.#nowMs() < endsAtMs) {
      this.#flush();
      await this.#needs.pause(pumpLimits.pauseMs);
    }
    await this.#poster.settle();
  }

  #flush(): void {
    this.#poster.flush([...this.#watchers.values()]);
  }

  #nowMs(): number {
    return this.#needs.clock.nowMs();
  }
}
