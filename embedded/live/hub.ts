import type { WebSocket } from 'ws';
import type { LiveFeed, LiveListener } from '../../src/adapters/memory/live-feed.ts';
import { haveLiveRights } from '../../src/application/live-tickets.ts';
import type { Needs } from '../../src/application/needs.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { liveCursorAt } from '../../src/domain/live/cursor.ts';
import type { LiveChange, LiveFilter } from '../../src/domain/live/filter.ts';
import type { LiveTicket } from '../../src/domain/live/ticket.ts';
import type { LiveRecord } from '../../src/ports/live.ts';
import type { Clock } from '../../src/ports/platform.ts';
import { Audience, Audiences, type ReceiverOf } from './audience.ts';
import { type Hub, LiveConnection } from './connection.ts';
import { hubLimits } from './limits.ts';
import type { Share } from './outlet.ts';
import { RenderedChange } from './rendered-change.ts';
import { Resumes } from './resume.ts';

export interface HubNeeds
  extends Pick<Needs, 'apiKeys' | 'portalVersions' | 'clock' | 'log' | 'retentionHours'> {
  readonly liveFeed: Pick<LiveFeed, 'listen'>;
  readonly liveRecord: LiveRecord & { readonly receiverOf: ReceiverOf };
}

const TICK_MS = 1_000;

/**
 * Brings the changes of deliveries to the connections that watch them. The process that makes the attempts does this work
 * too, so it is bounded: a number of changes a turn of the event loop and a second, a number of bytes a connection.
 */
export class LiveHub implements Hub {
  readonly clock: Clock;
  readonly #needs: HubNeeds;
  readonly #connections = new Set<LiveConnection>();
  readonly #audiences = new Audiences();
  readonly #resumes: Resumes;
  readonly #listener: LiveListener = {
    changed: (change) => this.#take(change),
    missed: (tenants) => this.#leaveOut(tenants),
  };
  #waiting: LiveChange[] = [];
  #turn: NodeJS.Immediate | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #second = 0;

  constructor(needs: HubNeeds) {
    const { clock, log, retentionHours, liveRecord: record } = needs;
    this.#needs = needs;
    this.clock = clock;
    this.#resumes = new Resumes({ record, clock, log, retentionHours });
  }

  get share(): Share {
    const equal = Math.floor(hubLimits.changesASecond / Math.max(1, this.#connections.size));
    return { second: this.#second, changes: Math.max(hubLimits.changesOfAWatcherASecond, equal) };
  }

  connect(socket: WebSocket, ticket: LiveTicket): void {
    this.#connections.add(new LiveConnection(socket, ticket, this));
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS);
  }

  move(connection: LiveConnection, filter: LiveFilter): Audience {
    if (connection.audience !== undefined) this.#audiences.leave(connection, connection.audience);
    const { liveRecord, liveFeed } = this.#needs;
    const audience = new Audience(connection.ticket, filter, (id) => liveRecord.receiverOf(id));
    liveFeed.listen(this.#listener);
    return this.#audiences.join(connection, audience);
  }

  leave(connection: LiveConnection): void {
    if (connection.audience !== undefined) this.#audiences.leave(connection, connection.audience);
    if (this.#audiences.isEmpty) this.#needs.liveFeed.listen(undefined);
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  resume(connection: LiveConnection, sinceMs: number): void {
    this.#resumes.add(connection, sinceMs);
  }

  haveRights(ticket: LiveTicket): Promise<boolean> {
    return haveLiveRights(this.#needs, ticket.rights);
  }

  /** Asks every client to connect again, and closes. */
  stop(): void {
    for (const connection of this.#connections) connection.end('stopping');
  }

  #tick(): void {
    this.#second += 1;
    for (const connection of this.#connections) connection.tick();
  }

  #take(change: LiveChange): void {
    if (this.#waiting.length >= hubLimits.waitingChanges) {
      this.#leaveOutWaiting();
    }
    this.#waiting.push(change);
    this.#turn ??= setImmediate(() => this.#send());
  }

  /** Far more changes than can be matched. */
  #leaveOutWaiting(): void {
    const tenants = new Set(this.#waiting.map(({ delivery }) => delivery.tenantId));
    this.#waiting = [];
    this.#leaveOut(tenants);
  }

  /** Tells every watcher of these tenants that changes are missing. */
  #leaveOut(tenants: ReadonlySet<TenantId>): void {
    const atMs = this.clock.nowMs();
    for (const { ticket, audience, outlet } of this.#connections) {
      if (audience === undefined || !tenants.has(ticket.rights.tenantId)) continue;
      outlet.skip('busy', { deliveries: null, attempts: null, atMs });
    }
  }

  #send(): void {
    this.#turn = undefined;
    const now = this.#waiting.splice(0, hubLimits.changesATurn);
    const atMs = this.clock.nowMs();
    const about = { atMs, cursor: liveCursorAt(atMs), retentionHours: this.#needs.retentionHours };
    for (const { delivery, attempt } of now) {
      const attempts = attempt === undefined ? [] : [attempt];
      const change = new RenderedChange({ delivery, attempts }, about);
      for (const audience of this.#audiences.near(delivery)) {
        if (!audience.wants(delivery)) continue;
        for (const watcher of audience.watchers) watcher.take(change);
      }
    }
    if (this.#waiting.length > 0) this.#turn = setImmediate(() => this.#send());
  }
}
