import type { Dispatcher } from 'undici';
import { attemptLimits } from '../../domain/limits.ts';
import type { SendResult } from '../../domain/response-classification.ts';
import { failure, failureOf } from './send-failure.ts';

const noBytes = new Uint8Array(0);

/**
 * One request and its response, as undici reports on them, under one deadline that counts from the beginning:
 * undici's own timeouts begin only with a connection. It settles once; whatever is reported after that is ignored.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #settle: (result: SendResult) => void;
  readonly #deadline: NodeJS.Timeout;
  readonly #excerptBytes: number;
  #isSettled = false;
  /** Undefined until there is a connection. */
  #controller: Dispatcher.DispatchController | undefined;
  /** 0 until there is a response. */
  #statusCode = 0;
  #retryAfter: string | undefined;
  #excerpt: Uint8Array = noBytes;
  #bytesRead = 0;

  constructor(
    timeoutMs: number,
    settle: (result: SendResult) => void,
    excerptBytes: number = attemptLimits.responseExcerptBytes,
  ) {
    this.#settle = settle;
    this.#excerptBytes = excerptBytes;
    this.#deadline = setTimeout(() => this.#giveUp(timeoutMs), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Throwing withdraws the request before a byte of it is written, and leaves the connection to others.
    if (this.#isSettled) throw new Error('the deadline passed before there was a connection');
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (statusCode < 200) return; // Interim: the response is still to come.
    this.#statusCode = statusCode;
    const retryAfter = headers['retry-after'];
    this.#retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const missing = this.#excerptBytes - this.#excerpt.length;
    // Copied: the chunk is a view of a buffer that is far larger.
    if (missing > 0) this.#excerpt = Buffer.concat([this.#excerpt, chunk.subarray(0, missing)]);
    this.#bytesRead += chunk.length;
    if (this.#bytesRead <= attemptLimits.responseReadBytes) return;
    this.#respond();
    controller.abort(new Error('enough of the response was read'));
  }

  onResponseEnd(): void {
    this.#respond();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#end(failureOf(error));
  }

  #respond(): void {
    this.#end({
      kind: 'response',
      statusCode: this.#statusCode,
      retryAfter: this.#retryAfter,
      excerpt: this.#excerpt,
    });
  }

  #giveUp(timeoutMs: number): void {
    this.#end(
      failure('timeout', `timed out after ${timeoutMs / 1_000} s, waiting for ${this.#whatIsMissing()}`),
    );
    this.#controller?.abort(new Error('the deadline passed'));
  }

  #whatIsMissing(): string {
    if (this.#controller === undefined) return 'a connection';
    return this.#statusCode === 0 ? 'a response' : 'the end of the response';
  }

  #end(result: SendResult): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#deadline);
    this.#settle(result);
  }
}
