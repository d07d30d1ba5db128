import { attemptLimits } from '../../domain/limits.ts';
import { ChunkedBody } from './chunked-body.ts';
import { exchangeLimits } from './limits.ts';
import {
  beginsStatusLine,
  contentEnd,
  lineEnd,
  NO_STATUS_LINE,
  ResponseHead,
  skipReturns,
} from './response-head.ts';

const { responseHeadBytes, informationalResponses } = exchangeLimits;
const { responseReadBytes } = attemptLimits;
/** For sizes, extensions and trailers of chunks. Beyond this limit the connection is not worth reading on. */
const FRAMING_BYTES_MOST = responseReadBytes;
/** Before a status line. */
const EMPTY_LINES_MOST = 16;
const FIRST_FINAL_STATUS = 200;
const STATUS_SWITCHING_PROTOCOLS = 101;
const nothing: Buffer = Buffer.alloc(0);
const noBytes = new Uint8Array(0);

/**
 * Reads one response to a POST from the bytes of a connection (RFC 9112), in pieces of any size. Data received before a
 * fault stays: after a final status, a broken body only ends the reading.
 */
export class ResponseReader {
  /** `complete`: read to its end. `broken`: no more can be read. */
  state: 'head' | 'body' | 'complete' | 'broken' = 'head';
  /** The final status; 0 while there is none. */
  status = 0;
  /** Why there is no status, if the receiver's bytes are at fault. */
  fault: string | undefined;
  /** Counts bytes after the end of the response too: they belong to no request. */
  receivedBytes = 0;
  /** The latest informational status (1xx); 0 if there was none. */
  informationalStatus = 0;
  readonly #excerptBytes: number;
  #excerpt: Buffer = nothing;
  #excerptLength = 0;
  #head = new ResponseHead();
  #informationalCount = 0;
  /** Bytes of an incomplete line of the head. */
  #pending: Buffer = nothing;
  #pendingLength = 0;
  /** The pending bytes have no line end before this index. */
  #searched = 0;
  #headBytes = 0;
  #emptyLines = 0;
  #wireBytes = 0;
  #bodyBytes = 0;
  /** For a body with a length: the bytes still to come. */
  #missing = Number.POSITIVE_INFINITY;
  #chunks: ChunkedBody | undefined;
  #hasBytesAfterEnd = false;
  #hasOddHead = false;

  constructor(excerptBytes: number = attemptLimits.responseExcerptBytes) {
    this.#excerptBytes = excerptBytes;
  }

  get isOver(): boolean {
    return this.state === 'complete' || this.state === 'broken';
  }

  get retryAfter(): string | undefined {
    return this.#head.retryAfter;
  }

  get keepAliveSeconds(): number | undefined {
    return this.#head.keepAliveSeconds;
  }

  /** Whether the next request may use the connection. */
  get keepsConnection(): boolean {
    const isPlain = !this.#hasOddHead && this.#chunks?.isPlain !== false;
    return this.state === 'complete' && isPlain && !this.#hasBytesAfterEnd && this.#head.keepsConnection;
  }

  get excerpt(): Uint8Array {
    return this.#excerptLength === 0 ? noBytes : this.#excerpt.subarray(0, this.#excerptLength);
  }

  /** Takes the next bytes of the connection. They can be overwritten afterwards. */
  read(bytes: Buffer): void {
    this.receivedBytes += bytes.length;
    if (this.state === 'head') this.#readHead(bytes);
    else if (this.state === 'body') this.#readBody(bytes, 0);
    else if (bytes.length > 0) this.#hasBytesAfterEnd = true;
  }

  /** The receiver has closed the connection. */
  end(): void {
    if (this.state === 'head') this.#giveUpHead(undefined);
    else if (this.state === 'body') this.state = this.#endsByClose ? 'complete' : 'broken';
  }

  /** The time is up. A certain status still counts. */
  stop(): void {
    if (this.state === 'head') this.#giveUpHead(undefined);
    else if (this.state === 'body') this.state = 'broken';
  }

  get #endsByClose(): boolean {
    return this.#chunks === undefined && this.#missing === Number.POSITIVE_INFINITY;
  }

  #readHead(bytes: Buffer): void {
    const buffer = this.#pendingLength === 0 ? bytes : this.#withPending(bytes);
    const length = this.#pendingLength === 0 ? bytes.length : this.#pendingLength;
    let at = 0;
    while (this.state === 'head') {
      const end = lineEnd(buffer, Math.max(at, this.#searched), length);
      if (end < 0) break;
      this.#searched = 0;
      this.#headBytes += end + 1 - at;
      const to = contentEnd(buffer, at, end);
      if (to === end) this.#hasOddHead = true;
      this.#readHeadLine(buffer, at, to);
      at = end + 1;
    }
    if (this.state === 'head') this.#keepPending(buffer, at, length);
    else if (this.state === 'body') this.#readBody(buffer.subarray(0, length), at);
    else if (at < length) this.#hasBytesAfterEnd = true;
  }

  #readHeadLine(bytes: Buffer, lineStart: number, to: number): void {
    const from = this.#head.status === 0 ? skipReturns(bytes, lineStart, to) : lineStart;
    if (from > lineStart) this.#hasOddHead = true;
    if (from === to) {
      // Some servers send an empty line after the body of the previous response.
      if (this.#head.status !== 0) this.#endHead();
      else if (++this.#emptyLines > EMPTY_LINES_MOST) this.#break(NO_STATUS_LINE);
    } else if (!this.#head.readLine(bytes, from, to)) {
      this.#giveUpHead(this.#head.statusFault);
    }
    if (this.state === 'head' && this.#headBytes > responseHeadBytes) this.#giveUpHead(TOO_LARGE);
  }

  #endHead(): void {
    const { status } = this.#head;
    if (status < FIRST_FINAL_STATUS) this.#skipInformational(status);
    else this.#beginBody(status);
  }

  #beginBody(status: number): void {
    const { framing } = this.#head;
    this.status = status;
    this.state = 'body';
    if (framing.kind === 'unclear') this.state = 'broken';
    else if (framing.kind === 'none') this.state = 'complete';
    else if (framing.kind === 'chunked') this.#chunks = new ChunkedBody();
    else if (framing.kind === 'length') {
      this.#missing = framing.bytes;
      if (framing.bytes === 0) this.state = 'complete';
    }
  }

  /** RFC 9110, section 15.2: a client must be able to skip informational responses, even those it did not ask for. */
  #skipInformational(status: number): void {
    this.#informationalCount += 1;
    this.informationalStatus = status;
    if (status === STATUS_SWITCHING_PROTOCOLS) {
      this.#break('the receiver switched protocols (HTTP 101), which the request did not ask for');
    } else if (this.#informationalCount > informationalResponses) {
      this.#break(
        `more than ${informationalResponses} informational responses (1xx) came before a final one`,
      );
    }
    if (!this.#head.keepsConnection) this.#hasOddHead = true;
    this.#head = new ResponseHead();
  }

  #keepPending(buffer: Buffer, from: number, length: number): void {
    const rest = length - from;
    if (this.#head.status === 0 && !beginsStatusLine(buffer, from, length)) {
      this.#break(NO_STATUS_LINE);
      return;
    }
    if (this.#headBytes + rest > responseHeadBytes) {
      this.#head.readStatusOfPart(buffer, from, length);
      this.#giveUpHead(this.#head.statusFault ?? TOO_LARGE);
      return;
    }
    if (buffer === this.#pending) this.#pending.copyWithin(0, from, length);
    else if (rest > 0) {
      this.#reserve(rest);
      buffer.copy(this.#pending, 0, from, length);
    }
    this.#pendingLength = rest;
    this.#searched = rest;
  }

  #withPending(bytes: Buffer): Buffer {
    this.#reserve(this.#pendingLength + bytes.length);
    bytes.copy(this.#pending, this.#pendingLength);
    this.#pendingLength += bytes.length;
    return this.#pending;
  }

  #reserve(length: number): void {
    if (length <= this.#pending.length) return;
    const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#pending.length, 512));
    this.#pending.copy(larger, 0, 0, this.#pendingLength);
    this.#pending = larger;
  }

  #giveUpHead(fault: string | undefined): void {
    this.#head.readStatusOfPart(this.#pending, 0, this.#pendingLength);
    const { status } = this.#head;
    if (status >= FIRST_FINAL_STATUS) this.status = status;
    this.#break(fault);
  }

  #break(fault: string | undefined): void {
    this.state = 'broken';
    if (this.status === 0) this.fault = fault;
  }

  #readBody(bytes: Buffer, from: number): void {
    const end =
      this.#chunks === undefined ? this.#readPlain(bytes, from) : this.#readChunks(this.#chunks, bytes, from);
    this.#wireBytes += end - from;
    if (end < bytes.length) this.#hasBytesAfterEnd = true;
    const isTooMuch =
      this.#bodyBytes > responseReadBytes || this.#wireBytes - this.#bodyBytes > FRAMING_BYTES_MOST;
    if (this.state === 'body' && isTooMuch) this.state = 'broken';
  }

  #readPlain(bytes: Buffer, from: number): number {
    const end = Math.min(bytes.length, from + this.#missing);
    this.#take(bytes, from, end);
    this.#missing -= end - from;
    if (this.#missing === 0) this.state = 'complete';
    return end;
  }

  #readChunks(chunks: ChunkedBody, bytes: Buffer, from: number): number {
    const end = chunks.read(bytes, from, bytes.length, (start, stop) => this.#take(bytes, start, stop));
    if (chunks.state !== 'more') this.state = chunks.state;
    return end;
  }

  #take(bytes: Buffer, from: number, to: number): void {
    this.#bodyBytes += to - from;
    const wanted = Math.min(to - from, this.#excerptBytes - this.#excerptLength);
    if (wanted <= 0) return;
    if (this.#excerpt.length < this.#excerptLength + wanted) {
      // The first piece is usually the only one. A second piece makes room for the whole excerpt.
      const larger = Buffer.allocUnsafe(this.#excerptLength === 0 ? wanted : this.#excerptBytes);
      this.#excerpt.copy(larger, 0, 0, this.#excerptLength);
      this.#excerpt = larger;
    }
    bytes.copy(this.#excerpt, this.#excerptLength, from, from + wanted);
    this.#excerptLength += wanted;
  }
}

const TOO_LARGE = `the response has no end of its headers within ${responseHeadBytes / 1_024} KiB`;
