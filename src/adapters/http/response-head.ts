/** How the body of a response ends (RFC 9112, section 6.3). `unclear`: its headers contradict each other. */
export type Framing =
  | { readonly kind: 'none' | 'chunked' | 'until_close' | 'unclear' }
  | { readonly kind: 'length'; readonly bytes: number };

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const COLON = 58;
const DELETE = 127;

/** Characters of a header name (RFC 9110, section 5.6.2). */
const isTokenByte = new Uint8Array(256);
for (const byte of Buffer.from(
  "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
)) {
  isTokenByte[byte] = 1;
}

/** The lengths of the names of the five headers that are read. All other headers are only checked. */
const mayMatter = new Set(
  ['connection', 'keep-alive', 'retry-after', 'content-length', 'transfer-encoding'].map(
    (name) => name.length,
  ),
);

/** More of the read headers than any response needs. */
const READ_HEADERS_MOST = 64;
const STATUSES_WITHOUT_BODY = new Set([204, 304]);
const STATUS_LINE = /^HTTP\/(\d)(?:\.(\d))? (\d{3})$/;
/** `HTTP/1.1 200` */
const STATUS_CHARACTERS = 12;
export const NO_STATUS_LINE = 'the response does not begin with an HTTP status line';

const PROTOCOL = Buffer.from('HTTP/');

/** Whether an incomplete line can still become a status line. */
export function beginsStatusLine(bytes: Uint8Array, from: number, to: number): boolean {
  const start = skipReturns(bytes, from, to);
  for (let at = 0; at < PROTOCOL.length && start + at < to; at += 1) {
    if (bytes[start + at] !== PROTOCOL[at]) return false;
  }
  return true;
}

/** Skips carriage returns before a status line, as Node.js does, which also skips empty lines there. */
export function skipReturns(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === CR) at += 1;
  return at;
}

/** The index of the next line feed, or -1. */
export function lineEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (bytes[at] === LF) return at;
  return -1;
}

/** The end of a line without its line end, which is CR LF or LF alone. */
export const contentEnd = (bytes: Uint8Array, from: number, lineFeed: number): number =>
  lineFeed > from && bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;

/**
 * Status line and headers of one response, line by line. Only the headers that decide on the connection or the next
 * attempt become text; for all others only the bytes are checked.
 */
export class ResponseHead {
  /** 0 until the status line is read. */
  status = 0;
  /** As received; the first one if there are several. */
  retryAfter: string | undefined;
  /** The receiver's `Keep-Alive: timeout=…`, in seconds. */
  keepAliveSeconds: number | undefined;
  /** The fault of the status line. */
  statusFault: string | undefined;
  /** The head has a fault: no other request may follow on the connection. */
  hasFault = false;
  #isPersistentVersion = false;
  #readHeaders = 0;
  #lengths: string | undefined;
  #codings: string | undefined;
  #connection = '';

  /**
   * Reads a line without its line end: first the status line, then headers. False if the rest of the head is then
   * meaningless.
   */
  readLine(bytes: Buffer, from: number, to: number): boolean {
    if (this.status === 0) return this.#readStatusLine(bytes, from, to);
    if (!this.#readHeader(bytes, from, to)) this.hasFault = true;
    // An informational response has no body, so it ends with its empty line, with any headers.
    return !this.hasFault || this.status < 200;
  }

  /** Reads the status once it is certain, for example of `HTTP/1.1 503 Serv`: the text may be incomplete. */
  readStatusOfPart(bytes: Buffer, from: number, to: number): void {
    if (this.status !== 0) return;
    const start = skipReturns(bytes, from, to);
    if (to - start > STATUS_CHARACTERS) this.#readStatusLine(bytes, start, to);
  }

  get framing(): Framing {
    if (this.status < 200 || STATUSES_WITHOUT_BODY.has(this.status)) return { kind: 'none' };
    if (this.hasFault) return { kind: 'unclear' };
    if (this.#codings !== undefined) {
      return { kind: /(^|,)[ \t]*chunked$/i.test(this.#codings) ? 'chunked' : 'until_close' };
    }
    if (this.#lengths === undefined) return { kind: 'until_close' };
    const bytes = lengthIn(this.#lengths);
    return bytes === undefined ? { kind: 'unclear' } : { kind: 'length', bytes };
  }

  /** Whether another request may use the connection after this response. */
  get keepsConnection(): boolean {
    if (this.hasFault || this.#hasDoubtfulFraming) return false;
    const options = this.#connection
      .toLowerCase()
      .split(',')
      .map((option) => option.trim());
    if (options.includes('close')) return false;
    return this.#isPersistentVersion || (options.includes('keep-alive') && this.#codings === undefined);
  }

  /** Readers can differ on where such a response ends. */
  get #hasDoubtfulFraming(): boolean {
    if (this.#lengths === undefined) return false;
    return this.#codings !== undefined || this.#lengths.includes(',') || this.status < 200;
  }

  #readStatusLine(bytes: Buffer, from: number, to: number): boolean {
    const end = bytes[from + 6] === SPACE ? from + STATUS_CHARACTERS - 2 : from + STATUS_CHARACTERS;
    const match = STATUS_LINE.exec(bytes.toString('latin1', from, Math.min(to, end)));
    const isDelimited = to === end || bytes[end] === SPACE || bytes[end] === CR;
    if (match === null || !isDelimited) {
      this.statusFault = NO_STATUS_LINE;
      return false;
    }
    const status = Number(match[3]);
    if (status < 100) {
      this.statusFault = `the status ${match[3]} is not an HTTP status`;
      return false;
    }
    this.status = status;
    const version = `${match[1]}.${match[2]}`;
    this.#isPersistentVersion = version === '1.1';
    const isKnownVersion = version === '1.0' || version === '1.1';
    if (!isKnownVersion || !isCleanText(bytes, from, to)) this.hasFault = true;
    return true;
  }

  #readHeader(bytes: Buffer, from: number, to: number): boolean {
    let colon = from;
    while (colon < to && isTokenByte[bytes[colon] ?? 0] === 1) colon += 1;
    // A folded line (RFC 9112, section 5.2) and a blank before the colon end here too.
    if (colon === from || bytes[colon] !== COLON || !isCleanText(bytes, colon + 1, to)) return false;
    if (!mayMatter.has(colon - from)) return true;
    return this.#keep(bytes.toString('latin1', from, colon).toLowerCase(), bytes, colon + 1, to);
  }

  #keep(name: string, bytes: Buffer, from: number, to: number): boolean {
    const value = () => bytes.toString('latin1', from, to).trim();
    switch (name) {
      case 'content-length':
        this.#lengths = joined(this.#lengths, value());
        break;
      case 'transfer-encoding':
        this.#codings = joined(this.#codings, value());
        break;
      case 'connection':
        this.#connection = joined(this.#connection, value());
        break;
      case 'retry-after':
        this.retryAfter ??= value();
        break;
      case 'keep-alive': {
        const seconds = /(?:^|[,; \t])timeout[ \t]*=[ \t]*(\d{1,9})/i.exec(value())?.[1];
        if (seconds !== undefined) this.keepAliveSeconds = Number(seconds);
        break;
      }
      default:
        return true;
    }
    this.#readHeaders += 1;
    return this.#readHeaders <= READ_HEADERS_MOST;
  }
}

const joined = (list: string | undefined, value: string): string =>
  list === undefined || list === '' ? value : `${list},${value}`;

/** RFC 9110, section 8.6: one number. If it is repeated, it must be the same. */
function lengthIn(list: string): number | undefined {
  const values = list.split(',').map((value) => value.trim());
  const [first = ''] = values;
  const isOne = /^\d{1,15}$/.test(first) && values.every((value) => value === first);
  return isOne ? Number(first) : undefined;
}

/** Without control characters: readers differ on a bare CR and on NUL. */
function isCleanText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte < SPACE && byte !== TAB) || byte === DELETE) return false;
  }
  return true;
}
