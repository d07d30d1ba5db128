import type { SendResult } from '../../domain/response-classification.ts';
import { exchangeLimits } from './limits.ts';
import { ResponseReader } from './response-reader.ts';
import { failure, failureOf } from './send-failure.ts';

/** The connection that carries an exchange. */
interface Carrier {
  /** Reads the bytes that have arrived, if reading is paused. */
  readOn(): void;
  /** Closes the connection. */
  abandon(): void;
}

interface ExchangeRequest {
  /** Latin1. */
  readonly head: string;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  readonly excerptBytes?: number | undefined;
}

/**
 * One request and its response. One deadline covers everything, also the wait for a connection. An exchange settles
 * once; later reports are ignored.
 */
export class Exchange {
  readonly request: ExchangeRequest;
  readonly #settle: (result: SendResult) => void;
  /** Why there is no connection, if Posthorn itself is at fault. */
  readonly #ownFault: () => Error | undefined;
  #reader: ResponseReader;
  #deadline: NodeJS.Timeout;
  #dueAtMs: number;
  #hadStandstill = false;
  #carrier: Carrier | undefined;
  /** The exchange is on its second connection: the first one was being closed. */
  isRepeated = false;
  isSettled = false;

  constructor(
    request: ExchangeRequest,
    settle: (result: SendResult) => void,
    ownFault: () => Error | undefined = () => undefined,
  ) {
    this.request = request;
    this.#settle = settle;
    this.#ownFault = ownFault;
    this.#reader = new ResponseReader(request.excerptBytes);
    this.#dueAtMs = performance.now() + request.timeoutMs;
    this.#deadline = setTimeout(this.#atDeadline, request.timeoutMs);
  }

  get response(): ResponseReader {
    return this.#reader;
  }

  /** A connection starts to carry the exchange. */
  begin(carrier: Carrier): void {
    this.#carrier = carrier;
  }

  /** No byte was received: another connection will carry the exchange. */
  beginAgain(): void {
    this.#carrier = undefined;
    this.#reader = new ResponseReader(this.request.excerptBytes);
    this.isRepeated = true;
  }

  /** The response is complete, or no more of it will come. */
  finish(): void {
    const { status, retryAfter, excerpt, fault } = this.#reader;
    if (status > 0) this.#end({ kind: 'response', statusCode: status, retryAfter, excerpt });
    else this.#end(failure('invalid_response', fault ?? 'the response is not valid HTTP/1.1'));
  }

  /** The connection failed. A status received before that still counts. */
  fail(error: Error): void {
    this.#reader.stop();
    if (this.#reader.status > 0) this.finish();
    else this.#end(failureOf(error, this.#reader.informationalStatus));
  }

  /**
   * Timers run before sockets are read, so after a standstill of the process the response can already be there. The
   * deadline therefore decides only after the event loop has read the sockets.
   */
  readonly #atDeadline = (): void => {
    this.#carrier?.readOn();
    setImmediate(() => this.#decide());
  };

  #decide(): void {
    if (this.isSettled) return;
    const isLate = performance.now() - this.#dueAtMs > exchangeLimits.standstillMs;
    if (isLate && !this.#hadStandstill && this.#reader.status === 0) {
      this.#hadStandstill = true;
      this.#dueAtMs = performance.now() + exchangeLimits.standstillMs;
      this.#deadline = setTimeout(this.#atDeadline, exchangeLimits.standstillMs);
      return;
    }
    this.#giveUp();
    this.#carrier?.abandon();
  }

  #giveUp(): void {
    this.#reader.stop();
    if (this.#reader.status > 0) {
      this.finish();
      return;
    }
    const ownFault = this.#carrier === undefined ? this.#ownFault() : undefined;
    this.#end(ownFault === undefined ? this.#timeout() : failureOf(ownFault));
  }

  #timeout(): SendResult {
    const seconds = this.request.timeoutMs / 1_000;
    return failure('timeout', `timed out after ${seconds} s, waiting for ${this.#whatIsMissing()}`);
  }

  #whatIsMissing(): string {
    if (this.#carrier === undefined) return 'a connection';
    const { informationalStatus } = this.#reader;
    return informationalStatus === 0 ? 'a response' : `a final response after HTTP ${informationalStatus}`;
  }

  #end(result: SendResult): void {
    if (this.isSettled) return;
    this.isSettled = true;
    clearTimeout(this.#deadline);
    this.#settle(result);
  }
}
