import { Connection, type Origin } from './connection.ts';
import type { Exchange } from './exchange.ts';
import { connectionLimits } from './limits.ts';
import { SenderClosed } from './send-failure.ts';

/**
 * Kept-alive connections to one origin, and the exchanges that wait for one, first come, first served. The pool opens a
 * connection whenever more exchanges wait than connections are being opened.
 */
export class ConnectionPool {
  readonly #origin: Origin;
  /** All connections: connecting, busy or idle. */
  readonly #connections = new Set<Connection>();
  /** The last one is used first, so that surplus connections age. */
  readonly #idle: Connection[] = [];
  readonly #waiting = new Set<Exchange>();
  /** Connections being opened, except those for a specific exchange. */
  #connecting = 0;
  #session: Buffer | undefined;
  #isClosed = false;

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0 && this.#waiting.size === 0;
  }

  submit(exchange: Exchange): void {
    const connection = this.#takeIdle();
    if (connection !== undefined) {
      connection.carry(exchange);
      return;
    }
    this.#waiting.add(exchange);
    this.#connectForWaiting();
  }

  /** Call it when the deadline of a waiting exchange has passed. */
  withdraw(exchange: Exchange): void {
    this.#waiting.delete(exchange);
  }

  /** Closes connections that have been idle for too long. */
  sweep(nowMs: number): void {
    const isOld = (connection: Connection) => !connection.isUsableAt(nowMs);
    for (const connection of this.#idle.filter(isOld)) connection.abandon();
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#connections) connection.abandon();
    for (const exchange of this.#waiting) exchange.fail(new SenderClosed());
    this.#waiting.clear();
  }

  ready(connection: Connection): void {
    const { madeFor } = connection;
    const isNew = !connection.isUsed;
    if (isNew && madeFor === undefined) this.#connecting -= 1;
    const exchange = isNew && madeFor?.isSettled === false ? madeFor : this.#nextWaiting();
    if (exchange === undefined) this.#idle.push(connection);
    else connection.carry(exchange);
  }

  closed(connection: Connection, error: Error, unsent: Exchange | undefined): void {
    this.#connections.delete(connection);
    const place = this.#idle.indexOf(connection);
    if (place >= 0) this.#idle.splice(place, 1);
    if (!connection.isConnected) this.#connectFailed(connection, error);
    if (this.#isClosed) unsent?.fail(new SenderClosed());
    else if (unsent !== undefined) this.#repeat(unsent);
    this.#connectForWaiting();
  }

  session(session: Buffer): void {
    this.#session = session;
  }

  #connectFailed({ madeFor }: Connection, error: Error): void {
    if (madeFor !== undefined) {
      madeFor.fail(this.#isClosed ? new SenderClosed() : error);
      return;
    }
    this.#connecting -= 1;
    // If enough other connections are being opened for all waiting exchanges, their results decide.
    if (this.#connecting < this.#waiting.size) this.#nextWaiting()?.fail(error);
  }

  #repeat(exchange: Exchange): void {
    exchange.beginAgain();
    this.#connections.add(new Connection(this.#origin, this, this.#session, exchange));
  }

  #takeIdle(): Connection | undefined {
    const nowMs = performance.now();
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (connection.isUsableAt(nowMs)) return connection;
      connection.abandon();
    }
    return undefined;
  }

  #nextWaiting(): Exchange | undefined {
    const [exchange] = this.#waiting;
    if (exchange !== undefined) this.#waiting.delete(exchange);
    return exchange;
  }

  #connectForWaiting(): void {
    while (
      !this.#isClosed &&
      this.#connecting < this.#waiting.size &&
      this.#connections.size < connectionLimits.perOrigin
    ) {
      this.#connecting += 1;
      this.#connections.add(new Connection(this.#origin, this, this.#session));
    }
  }
}
