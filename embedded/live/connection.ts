import type { RawData, WebSocket } from 'ws';
import { liveLimits } from '../../src/domain/limits.ts';
import { liveCursorAt, timeOfLiveCursor } from '../../src/domain/live/cursor.ts';
import type { LiveTicket } from '../../src/domain/live/ticket.ts';
import { admit } from '../../src/domain/rate-limit.ts';
import { invalidCursor, notText, readClientMessage } from '../../src/http/live/client-message.ts';
import { type LiveFilterInput, liveFilterOf } from '../../src/http/live/input.ts';
import type { SkippedReason } from '../../src/http/live/messages.ts';
import { hello, liveCloseCodes, liveProblem, nothingNew, pong, skipped } from '../../src/http/live/output.ts';
import { type Clock, monotonicMs } from '../../src/ports/platform.ts';
import type { Audience, Watcher } from './audience.ts';
import { hubLimits } from './limits.ts';
import { Outlet, type Share } from './outlet.ts';
import type { RenderedChange } from './rendered-change.ts';

/** The parts of the hub that a connection uses. */
export interface Hub {
  readonly clock: Clock;
  readonly share: Share;
  /** Shows the connection the changes of this audience, and of no other. Returns the audience it has joined. */
  move(connection: LiveConnection, filter: ReturnType<typeof liveFilterOf>): Audience;
  leave(connection: LiveConnection): void;
  resume(connection: LiveConnection, sinceMs: number): void;
  /** Whether the key or token behind a ticket is still good. */
  haveRights(ticket: LiveTicket): Promise<boolean>;
}

const RESUME_MS = liveLimits.resumeSeconds * 1_000;

/** One live connection: reads the messages of the client, and sends it the changes that it watches. */
export class LiveConnection implements Watcher {
  readonly ticket: LiveTicket;
  readonly outlet: Outlet;
  /** The audience that the connection belongs to; undefined before the first `watch`. */
  audience: Audience | undefined;
  /** Rises with each `watch`, which ends the resume of an earlier one. */
  generation = 0;
  readonly #socket: WebSocket;
  readonly #hub: Hub;
  readonly #openedMs: number;
  #messagesPaidUntilMs: number | undefined;
  /** The moment from which changes are still to be sent again; undefined: none are. */
  #resumesFromMs: number | undefined;
  #resumedAtMs = Number.NEGATIVE_INFINITY;
  #quietSinceMs: number;
  #pingedMs: number;
  #rightsCheckedMs: number;
  #isAlive = true;

  constructor(socket: WebSocket, ticket: LiveTicket, hub: Hub) {
    this.#socket = socket;
    this.ticket = ticket;
    this.#hub = hub;
    this.outlet = new Outlet(socket, () => this.cursor);
    const nowMs = monotonicMs(hub.clock);
    this.#openedMs = nowMs;
    this.#quietSinceMs = nowMs;
    this.#pingedMs = nowMs;
    this.#rightsCheckedMs = nowMs;
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    socket.on('pong', (data) => {
      if (this.outlet.isAnswer(data)) this.#isAlive = true;
    });
    // The library has answered the ping already.
    socket.on('ping', () => this.#cutIfStuck());
    // A frame that breaks the protocol: the library closes the connection with the code of its fault.
    socket.on('error', () => {});
    socket.once('close', () => hub.leave(this));
  }

  take(change: RenderedChange): void {
    this.outlet.take(change, this.#hub.share, () =>
      this.#resumesFromMs === undefined ? change.frames : change.framesWith(this.cursor),
    );
  }

  /** The missed changes have been sent. */
  resumed(): void {
    this.#resumesFromMs = undefined;
    this.#sayNothingNew();
  }

  /** Once a second. */
  tick(): void {
    const { clock, share } = this.#hub;
    const nowMs = monotonicMs(clock);
    const { expiresAtMs } = this.ticket.rights;
    if (expiresAtMs !== null && expiresAtMs <= clock.nowMs()) {
      this.end('rights-ended');
      return;
    }
    if (this.audience === undefined) this.#endUnlessWatching(nowMs);
    else this.#beat(nowMs, share);
    if (nowMs - this.#rightsCheckedMs >= liveLimits.rightsCheckSeconds * 1_000) this.#checkRights(nowMs);
    if (nowMs - this.#pingedMs >= hubLimits.pingSeconds * 1_000) this.#ping(nowMs);
  }

  /** Says why, and closes. A peer that does not answer is cut. */
  end(code: keyof typeof liveCloseCodes): void {
    this.outlet.send(liveProblem(code));
    this.#close(liveCloseCodes[code]);
  }

  cut(): void {
    this.#socket.terminate();
  }

  #cutIfStuck(): void {
    if (this.outlet.isStuck) this.cut();
  }

  #close(code: number): void {
    this.#hub.leave(this);
    this.#socket.close(code);
    setTimeout(() => this.cut(), hubLimits.closeSeconds * 1_000).unref();
  }

  #beat(nowMs: number, share: Share): void {
    this.outlet.flush(share);
    if (this.outlet.tookTurn()) this.#quietSinceMs = nowMs;
    if (nowMs - this.#quietSinceMs >= liveLimits.heartbeatSeconds * 1_000) this.#sayNothingNew();
  }

  #sayNothingNew(): void {
    this.outlet.send(nothingNew(this.#hub.clock.nowMs(), this.cursor));
  }

  #endUnlessWatching(nowMs: number): void {
    if (nowMs - this.#openedMs >= hubLimits.watchWithinSeconds * 1_000) this.#close(NO_WATCH);
  }

  #ping(nowMs: number): void {
    const wasAlive = this.#isAlive;
    this.#isAlive = false;
    this.#pingedMs = nowMs;
    if (!wasAlive) this.cut();
    else this.outlet.ping();
  }

  #checkRights(nowMs: number): void {
    this.#rightsCheckedMs = nowMs;
    this.#hub.haveRights(this.ticket).then(
      (areGood) => {
        if (!areGood) this.end('rights-ended');
      },
      // The store is in trouble: the next check decides.
      () => {},
    );
  }

  #read(data: RawData, isBinary: boolean): void {
    this.#cutIfStuck();
    if (!this.outlet.isOpen) return;
    if (!this.#mayTalk()) this.end('rate-limited');
    else if (isBinary || !Buffer.isBuffer(data)) this.outlet.send(notText());
    else if (data.length > liveLimits.clientMessageBytes) this.end('too-large');
    else this.#answer(data.toString());
  }

  #answer(text: string): void {
    const read = readClientMessage(text);
    if (read.outcome === 'refused') this.outlet.send(read.answer);
    else if (read.message.type === 'watch') this.#watch(read.message.filter, read.message.cursor);
    else this.outlet.send(pong(this.audience === undefined ? null : this.cursor));
  }

  #mayTalk(): boolean {
    const nowMs = monotonicMs(this.#hub.clock);
    const { admitted, paidUntilMs } = admit(liveLimits.clientMessages, this.#messagesPaidUntilMs, nowMs, 1);
    this.#messagesPaidUntilMs = paidUntilMs;
    return admitted === 1;
  }

  #watch(filter: LiveFilterInput | undefined, cursor: string | undefined): void {
    const askedMs = cursor === undefined ? undefined : timeOfLiveCursor(cursor);
    if (cursor !== undefined && askedMs === undefined) {
      this.outlet.send(invalidCursor());
      return;
    }
    const nowMs = this.#hub.clock.nowMs();
    const oldestMs = nowMs - RESUME_MS;
    this.generation += 1;
    this.#resumesFromMs = askedMs === undefined ? undefined : Math.min(Math.max(askedMs, oldestMs), nowMs);
    this.audience = this.#hub.move(this, liveFilterOf(filter));
    this.outlet.send(hello(filter, this.ticket.rights, this.cursor));
    if (askedMs !== undefined && askedMs < oldestMs) this.#saySkipped('too_old', askedMs, oldestMs);
    if (this.#resumesFromMs !== undefined) this.#resume(this.#resumesFromMs, nowMs);
  }

  #resume(fromMs: number, toMs: number): void {
    const nowMs = monotonicMs(this.#hub.clock);
    if (nowMs - this.#resumedAtMs >= hubLimits.resumeEverySeconds * 1_000) {
      this.#resumedAtMs = nowMs;
      this.#hub.resume(this, fromMs);
      return;
    }
    this.#saySkipped('too_many', fromMs, toMs);
    this.resumed();
  }

  #saySkipped(reason: SkippedReason, fromMs: number, toMs: number): void {
    this.outlet.send(skipped({ reason, deliveries: null, attempts: null, fromMs, toMs }, this.cursor));
  }

  /** While missed changes are sent, the place where they begin: after a break in the middle they are all sent again. */
  get cursor(): string {
    return liveCursorAt(this.#resumesFromMs ?? this.#hub.clock.nowMs());
  }
}

/** RFC 6455, section 7.4.1: the connection does not keep to the rules. */
const NO_WATCH = 1008;
