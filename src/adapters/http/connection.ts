import type { LookupFunction } from 'node:net';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { Exchange } from './exchange.ts';
import { connectionLimits, exchangeLimits } from './limits.ts';
import { ConnectionClosed, ConnectTimeout } from './send-failure.ts';

/** The origin of a pool's connections. */
export interface Origin {
  readonly hostName: string;
  readonly port: number;
  /** Undefined: plain HTTP. */
  readonly tls: SecureContext | undefined;
  readonly lookup: LookupFunction;
}

/** The pool of a connection, which the connection reports to. */
interface ConnectionOwner {
  /** The connection can carry an exchange. */
  ready(connection: Connection): void;
  /** The connection is closed. `unsent`: an exchange whose request reached no listening receiver. */
  closed(connection: Connection, error: Error, unsent: Exchange | undefined): void;
  /** A TLS session that the next connection can resume. */
  session(session: Buffer): void;
}

const { readsAtOnce, readRestMs } = exchangeLimits;
const READ_REST_MS_MOST = 8 * readRestMs;
/** Larger bodies are not copied to be written together with their head. */
const COPIED_BODY_BYTES = 64 * 1_024;
/** All connections read into the same memory, so bytes to keep are copied before the next read. */
const sharedMemory = Buffer.allocUnsafeSlow(64 * 1_024);

/** One connection to a receiver. It carries one exchange at a time. */
export class Connection {
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #madeAtMs = performance.now();
  /** The exchange that the connection is opened for; undefined: any exchange. */
  readonly madeFor: Exchange | undefined;
  #connectTimer: NodeJS.Timeout | undefined;
  #readTimer: NodeJS.Timeout | undefined;
  #exchange: Exchange | undefined;
  #startedAtMs = 0;
  #isReused = false;
  #reads = 0;
  #readRestMs: number = readRestMs;
  #error: Error | undefined;
  #isClosed = false;
  #idleUntilMs = 0;
  isConnected = false;
  /** The connection has carried an exchange. */
  isUsed = false;

  constructor(origin: Origin, owner: ConnectionOwner, session: Buffer | undefined, madeFor?: Exchange) {
    this.#owner = owner;
    this.madeFor = madeFor;
    this.#socket = this.#open(origin, session);
    this.#connectTimer = setTimeout(
      () => this.#close(new ConnectTimeout()),
      connectionLimits.connectSeconds * 1_000,
    );
  }

  #open({ hostName, port, tls, lookup }: Origin, session: Buffer | undefined): Socket {
    const options = {
      host: hostName,
      port,
      lookup,
      noDelay: true,
      autoSelectFamily: true,
      onread: { buffer: sharedMemory, callback: this.#onRead },
    };
    const socket =
      tls === undefined
        ? connectTcp(options)
        : connectTls({
            ...options,
            secureContext: tls,
            rejectUnauthorized: true, // Also if NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off.
            ALPNProtocols: ['http/1.1'],
            ...(isIP(hostName) === 0 && { servername: hostName }),
            ...(session !== undefined && { session }),
          });
    if (tls !== undefined) (socket as TLSSocket).on('session', (next: Buffer) => this.#owner.session(next));
    socket.once(tls === undefined ? 'connect' : 'secureConnect', this.#onConnected);
    socket.on('error', (error: Error) => {
      this.#error ??= error;
    });
    socket.once('end', () => this.#onEnd());
    socket.once('close', () => this.#close(this.#error ?? new ConnectionClosed()));
    return socket;
  }

  /** Whether the connection can carry another exchange. */
  isUsableAt(nowMs: number): boolean {
    return !this.#isClosed && nowMs < this.#idleUntilMs;
  }

  /** Writes the request. The connection must be idle. */
  carry(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#reads = 0;
    this.#readRestMs = readRestMs;
    this.#startedAtMs = performance.now();
    this.#isReused = this.isUsed;
    this.isUsed = true;
    exchange.begin(this);
    const { head, body } = exchange.request;
    if (body.length <= COPIED_BODY_BYTES) {
      const bytes = Buffer.allocUnsafe(head.length + body.length);
      bytes.write(head, 0, 'latin1');
      bytes.set(body, head.length);
      this.#socket.write(bytes);
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body);
    this.#socket.uncork();
  }

  readOn(): void {
    if (this.#readTimer === undefined) return;
    clearTimeout(this.#readTimer);
    this.#readTimer = undefined;
    this.#socket.resume();
  }

  abandon(): void {
    this.#close(new ConnectionClosed());
  }

  readonly #onConnected = (): void => {
    clearTimeout(this.#connectTimer);
    this.isConnected = true;
    this.#idleUntilMs = performance.now() + connectionLimits.idleSeconds * 1_000;
    this.#owner.ready(this);
  };

  /** False pauses reading. */
  readonly #onRead = (length: number): boolean => {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      // Bytes without a request.
      this.#close(new ConnectionClosed());
      return false;
    }
    exchange.response.read(sharedMemory.subarray(0, length));
    if (exchange.response.isOver) {
      this.#finish(exchange);
      return !this.#isClosed;
    }
    this.#reads += 1;
    return this.#reads < readsAtOnce || this.#rest();
  };

  /** A receiver that sends its response in thousands of pieces would otherwise cost a read for each. */
  #rest(): false {
    this.#readTimer = setTimeout(() => {
      this.#readTimer = undefined;
      this.#socket.resume();
    }, this.#readRestMs);
    this.#readRestMs = Math.min(READ_REST_MS_MOST, 2 * this.#readRestMs);
    return false;
  }

  #finish(exchange: Exchange): void {
    this.#exchange = undefined;
    const { response } = exchange;
    exchange.finish();
    const nowMs = performance.now();
    const isYoung = nowMs - this.#madeAtMs < connectionLimits.ageSeconds * 1_000;
    const idleMs = idleMsOf(response.keepAliveSeconds);
    const isReusable = isYoung && response.keepsConnection && idleMs > 0 && this.#socket.writableLength === 0;
    if (!isReusable) {
      this.#close(new ConnectionClosed());
      return;
    }
    this.#idleUntilMs = nowMs + idleMs;
    this.#owner.ready(this);
  }

  #onEnd(): void {
    const exchange = this.#exchange;
    if (exchange !== undefined) {
      exchange.response.end();
      if (exchange.response.status > 0 || exchange.response.fault !== undefined) {
        this.#exchange = undefined;
        exchange.finish();
      }
    }
    this.#close(this.#error ?? new ConnectionClosed());
  }

  #close(error: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#connectTimer);
    clearTimeout(this.#readTimer);
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#socket.destroy();
    const isUnsent = exchange !== undefined && this.#wasBeingClosed(exchange);
    if (exchange !== undefined && !isUnsent) exchange.fail(error);
    this.#owner.closed(this, error, isUnsent ? exchange : undefined);
  }

  /** A receiver can close an idle connection at the moment of its reuse, which says nothing about the request. */
  #wasBeingClosed(exchange: Exchange): boolean {
    const isReused = this.#isReused && exchange.response.receivedBytes === 0;
    const isAtOnce = performance.now() - this.#startedAtMs < connectionLimits.reuseRaceMs;
    return isReused && isAtOnce && !exchange.isRepeated && !exchange.isSettled;
  }
}

/** The receiver's `Keep-Alive` minus a second for network delay, within Posthorn's limits. */
function idleMsOf(keepAliveSeconds: number | undefined): number {
  if (keepAliveSeconds === undefined) return connectionLimits.idleSeconds * 1_000;
  return (Math.min(keepAliveSeconds, connectionLimits.idleSecondsMax + 1) - 1) * 1_000;
}
