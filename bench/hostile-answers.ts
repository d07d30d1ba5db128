import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/**
 * Broken and malicious answers of receivers, and the record of each. `bench/hostile.ts` measures their cost;
 * `test/integration/hostile-answers.test.ts` checks the records.
 */

export interface HostileAnswer {
  readonly name: string;
  /** Writes the answer to a request that has been read. */
  readonly answer: (socket: Socket) => void;
  /** The recorded status; `null`: none was received. */
  readonly status: number | null;
  /** The recorded kind of failure; `null`: delivered. */
  readonly failure: string | null;
  /** It ends with the deadline of the attempt. */
  readonly lasts?: true;
}

const KIB = 1_024;
const OK = 'HTTP/1.1 200 OK\r\n';
const OK_EMPTY = `${OK}content-length: 0\r\n\r\n`;
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const DRIP_MS = 20;

type Answer = HostileAnswer['answer'];

/** These bytes; the connection stays open. */
const bytes =
  (content: string | Uint8Array): Answer =>
  (socket) =>
    void socket.write(typeof content === 'string' ? Buffer.from(content, 'latin1') : content);

/** These bytes, and the connection is closed. */
const closing =
  (content: string | Uint8Array): Answer =>
  (socket) =>
    void socket.end(typeof content === 'string' ? Buffer.from(content, 'latin1') : content);

/** A beginning, and then the same again as long as the sender reads. */
const endless =
  (beginning: string, again: string): Answer =>
  (socket) => {
    const block = Buffer.from(again.repeat(Math.ceil((16 * KIB) / again.length)), 'latin1');
    const writeOn = () => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.on('drain', writeOn);
    socket.write(Buffer.from(beginning, 'latin1'));
    writeOn();
  };

/** A beginning, and then one piece at a time. */
const dripping =
  (beginning: string, piece: string, everyMs = DRIP_MS): Answer =>
  (socket) => {
    socket.write(Buffer.from(beginning, 'latin1'));
    const drip = setInterval(() => socket.write(piece), everyMs);
    socket.once('close', () => clearInterval(drip));
  };

/** The pieces in packets of their own. */
const inPackets =
  (pieces: readonly string[]): Answer =>
  (socket) => {
    let next = 0;
    const write = () => {
      if (next >= pieces.length || socket.destroyed) return;
      socket.write(Buffer.from(pieces[next] ?? '', 'latin1'));
      next += 1;
      setImmediate(write);
    };
    write();
  };

const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('');
const answered = (status: number, name: string, answer: Answer): HostileAnswer => ({
  name,
  answer,
  status,
  failure: status >= 200 && status <= 299 ? null : 'http_status',
});
const failed = (failure: string, name: string, answer: Answer): HostileAnswer => ({
  name,
  answer,
  status: null,
  failure,
});
const lasting = (hostile: HostileAnswer): HostileAnswer => ({ ...hostile, lasts: true });

/** The ordinary answer that the others are compared with. */
export const ordinaryAnswer = answered(200, 'an ordinary 200', bytes(`${OK}content-length: 2\r\n\r\nok`));

const heads: readonly HostileAnswer[] = [
  answered(
    200,
    'one header of 16,400 characters, then 12,000 lines `a:`',
    bytes(`${OK}x: ${'y'.repeat(16_400)}\r\n${'a:\r\n'.repeat(12_000)}content-length: 0\r\n\r\n`),
  ),
  answered(
    200,
    '10,000 headers `xN: 1`',
    bytes(`${OK}${lines(10_000, (n) => `x${n}: 1\r\n`)}content-length: 0\r\n\r\n`),
  ),
  answered(
    200,
    '3,000 headers, within the bound',
    bytes(`${OK}${lines(3_000, (n) => `x${n}: 1\r\n`)}content-length: 0\r\n\r\n`),
  ),
  answered(
    200,
    '20 KB of Set-Cookie',
    bytes(`${OK}${lines(5, (n) => `set-cookie: c${n}=${'v'.repeat(4_000)}\r\n`)}content-length: 0\r\n\r\n`),
  ),
  answered(200, 'headers without end', endless(OK, `x-filler: ${'y'.repeat(1_000)}\r\n`)),
  answered(200, 'empty headers `a:` without end', endless(OK, 'a:\r\n')),
  answered(200, 'one header without end', endless(`${OK}x: `, 'y')),
  answered(200, 'one header name without end', endless(OK, 'y')),
  answered(200, 'a reason phrase without end', endless('HTTP/1.1 200 ', 'y')),
  answered(
    200,
    '4,000 headers `Connection: x`',
    bytes(`${OK}${'Connection: x\r\n'.repeat(4_000)}content-length: 0\r\n\r\n`),
  ),
  answered(
    200,
    '3,000 headers `Content-Length: 0`',
    bytes(`${OK}${'Content-Length: 0\r\n'.repeat(3_000)}\r\n`),
  ),
  answered(
    503,
    '4,000 headers `Retry-After: 1` of a 503',
    bytes(`HTTP/1.1 503 No\r\n${'Retry-After: 1\r\n'.repeat(4_000)}\r\n`),
  ),
  answered(500, 'headers without end of a 500', endless('HTTP/1.1 500 Oops\r\n', 'a: b\r\n')),
  answered(
    200,
    'a Transfer-Encoding of 60 KB',
    bytes(`${OK}transfer-encoding: ${'gzip, '.repeat(10_000)}chunked\r\n\r\n0\r\n\r\n`),
  ),
  answered(
    200,
    'a Keep-Alive of 60 KB',
    bytes(`${OK}keep-alive: ${'timeout '.repeat(7_500)}\r\ncontent-length: 0\r\n\r\n`),
  ),
  answered(
    200,
    '1,500 folded lines',
    bytes(`${OK}x: y\r\n${' folded\r\n'.repeat(1_500)}content-length: 0\r\n\r\n`),
  ),
  answered(200, 'NUL in a header', bytes(`${OK}x: a\0b\r\ncontent-length: 0\r\n\r\n`)),
  answered(200, 'a bare CR in a header', bytes(`${OK}x: a\rb\r\ncontent-length: 0\r\n\r\n`)),
  answered(200, 'a header without a colon', bytes(`${OK}nonsense\r\ncontent-length: 0\r\n\r\n`)),
  answered(200, 'a header without a name', bytes(`${OK}: x\r\ncontent-length: 0\r\n\r\n`)),
  answered(200, 'line ends without CR', bytes('HTTP/1.1 200 OK\ncontent-length: 2\n\nok')),
  lasting(answered(200, 'headers that stall', bytes(`${OK}content-type: text/plain\r\n`))),
  answered(200, 'headers that are closed', closing(`${OK}content-type: text/plain\r\n`)),
  answered(200, 'closed inside the reason phrase', closing('HTTP/1.1 200 O')),
  lasting(answered(200, 'a header that drips, 1 byte in 20 ms', dripping(`${OK}x: `, 'y'))),
  answered(
    200,
    'a head of 3,000 bytes, each in a packet of its own',
    inPackets([...`${OK}x: ${'y'.repeat(3_000)}\r\ncontent-length: 0\r\n\r\n`]),
  ),
];

const informational: readonly HostileAnswer[] = [
  answered(200, '100 Continue, unasked', bytes(`HTTP/1.1 100 Continue\r\n\r\n${OK_EMPTY}`)),
  answered(
    200,
    '103 Early Hints, five times',
    bytes(`${'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(5)}${OK_EMPTY}`),
  ),
  failed(
    'invalid_response',
    '1,500 times 103',
    bytes(`${'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(1_500)}${OK_EMPTY}`),
  ),
  failed('invalid_response', '103 without end', endless('', 'HTTP/1.1 103 Early Hints\r\n\r\n')),
  failed(
    'invalid_response',
    '103 with headers without end',
    endless('HTTP/1.1 103 Early Hints\r\n', 'a: b\r\n'),
  ),
  lasting(
    failed('timeout', '102 every 20 ms, 20 of them', (socket) => {
      let left = 20;
      const drip = setInterval(() => {
        left -= 1;
        if (left >= 0) socket.write('HTTP/1.1 102 Processing\r\n\r\n');
      }, DRIP_MS);
      socket.once('close', () => clearInterval(drip));
    }),
  ),
  failed(
    'invalid_response',
    '101 Switching Protocols',
    bytes('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
  ),
  failed('invalid_response', '199, and closed', closing('HTTP/1.1 199 Odd\r\n\r\n')),
  lasting(failed('timeout', '199, and nothing more', bytes('HTTP/1.1 199 Odd\r\n\r\n'))),
];

const statusLines: readonly HostileAnswer[] = [
  failed('invalid_response', 'status 000', bytes('HTTP/1.1 000 None\r\ncontent-length: 0\r\n\r\n')),
  failed('invalid_response', 'status 099', bytes('HTTP/1.1 099 Low\r\ncontent-length: 0\r\n\r\n')),
  failed('invalid_response', 'status 20', bytes('HTTP/1.1 20 OK\r\n\r\n')),
  failed('invalid_response', 'status 2000', bytes('HTTP/1.1 2000 OK\r\n\r\n')),
  failed('invalid_response', 'status -20', bytes('HTTP/1.1 -20 OK\r\n\r\n')),
  answered(999, 'status 999', bytes('HTTP/1.1 999 High\r\ncontent-length: 0\r\n\r\n')),
  failed('invalid_response', 'no status line, but a page', closing('<html><body>hello</body></html>\n')),
  failed('invalid_response', 'an HTTP/2 preface', bytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')),
  failed('invalid_response', 'an HTTP request', bytes('GET / HTTP/1.1\r\nhost: me\r\n\r\n')),
  failed('invalid_response', 'an SSH banner', bytes('SSH-2.0-OpenSSH_9.6\r\n')),
  failed(
    'invalid_response',
    'a TLS alert',
    bytes(Buffer.concat([Buffer.from('15030300020228', 'hex'), Buffer.from('\n')])),
  ),
  failed('invalid_response', 'noise without end', endless('', '\x01\x02\x03\xfe\xff')),
  failed('invalid_response', 'empty lines without end', endless('', '\r\n')),
  failed('invalid_response', 'zeros without end', endless('', '\0')),
  lasting(failed('timeout', 'nothing at all', () => {})),
  lasting(failed('timeout', 'half a status line', bytes('HTTP/1.1 20'))),
  failed('connection', 'closed without a byte', closing('')),
  failed('connection', 'closed inside the status line', closing('HTTP/1.1 20')),
  failed('connection', 'reset without a byte', (socket) => socket.resetAndDestroy()),
];

const lengths: readonly HostileAnswer[] = [
  lasting(answered(200, 'a body that stalls', bytes(`${OK}content-length: 10\r\n\r\nabc`))),
  answered(200, 'a body that is closed', closing(`${OK}content-length: 10\r\n\r\nabc`)),
  answered(
    500,
    'a 500 with a body that is closed',
    closing('HTTP/1.1 500 Oops\r\ncontent-length: 10\r\n\r\nabc'),
  ),
  answered(
    200,
    'a body that is reset',
    (socket) => void socket.write(`${OK}content-length: 10\r\n\r\nabc`, () => socket.resetAndDestroy()),
  ),
  answered(200, 'Content-Length with a blank after it', bytes(`${OK}content-length: 2 \r\n\r\nok`)),
  answered(
    200,
    'Content-Length twice, the same',
    bytes(`${OK}content-length: 2\r\ncontent-length: 2\r\n\r\nok`),
  ),
  answered(
    200,
    'Content-Length twice, not the same',
    bytes(`${OK}content-length: 2\r\ncontent-length: 3\r\n\r\nok`),
  ),
  answered(200, 'Content-Length: -1', bytes(`${OK}content-length: -1\r\n\r\nok`)),
  answered(200, 'Content-Length: 2e0', bytes(`${OK}content-length: 2e0\r\n\r\nok`)),
  answered(200, 'Content-Length of 400 digits', bytes(`${OK}content-length: ${'9'.repeat(400)}\r\n\r\nok`)),
  lasting(
    answered(
      200,
      'Content-Length: 999999999999, two bytes of it',
      bytes(`${OK}content-length: 999999999999\r\n\r\nok`),
    ),
  ),
  answered(
    200,
    'Content-Length and chunks',
    bytes(`${OK}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`),
  ),
  answered(204, 'a 204 with a body', bytes('HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello')),
  answered(304, 'a 304', bytes('HTTP/1.1 304 Not Modified\r\n\r\n')),
  answered(
    200,
    'a second response behind the first',
    bytes(`${OK_EMPTY}HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n`),
  ),
  answered(200, '1,000 responses at once', bytes(OK_EMPTY.repeat(1_000))),
  answered(200, 'HTTP/1.0 without a length, closed', closing('HTTP/1.0 200 OK\r\n\r\nok')),
  lasting(answered(200, 'without a length, not closed', bytes(`${OK}\r\nok`))),
];

const bodies: readonly HostileAnswer[] = [
  answered(200, 'a body without end', endless(`${OK}\r\n`, 'x'.repeat(KIB))),
  answered(200, 'a body of 10 GB', endless(`${OK}content-length: 10000000000\r\n\r\n`, 'x'.repeat(KIB))),
  lasting(answered(200, 'a body that drips, 1 byte in 20 ms', dripping(`${OK}\r\n`, 'x'))),
  answered(
    200,
    'a body of 3,000 bytes, each in a packet of its own',
    inPackets([`${OK}content-length: 3000\r\n\r\n`, ...'x'.repeat(3_000)]),
  ),
  answered(
    200,
    'a gzip bomb',
    bytes(
      Buffer.concat([
        Buffer.from(`${OK}content-encoding: gzip\r\ncontent-length: ${bomb().length}\r\n\r\n`),
        bomb(),
      ]),
    ),
  ),
  answered(200, 'a gzip that is none', bytes(`${OK}content-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc`)),
  answered(200, 'chunks of one byte without end', endless(CHUNKED, '1\r\na\r\n')),
  answered(200, '10,000 chunks of one byte', bytes(`${CHUNKED}${'1\r\na\r\n'.repeat(10_000)}0\r\n\r\n`)),
  answered(200, 'a chunk extension without end', endless(`${CHUNKED}1;`, 'x')),
  answered(200, 'chunks with extensions without end', endless(CHUNKED, `1;${'x'.repeat(1_000)}\r\na\r\n`)),
  answered(200, 'a chunk size of 1,000 digits', bytes(`${CHUNKED}${'f'.repeat(1_000)}\r\n`)),
  lasting(answered(200, 'a chunk size of 2^40, two bytes of it', bytes(`${CHUNKED}10000000000\r\nok`))),
  answered(200, 'a chunk size of zeros without end', endless(CHUNKED, '0')),
  answered(200, 'a chunk size that is none', bytes(`${CHUNKED}zz\r\nok`)),
  answered(200, 'a chunk that is longer than its size', bytes(`${CHUNKED}1\r\nok\r\n0\r\n\r\n`)),
  lasting(answered(200, 'chunks without the last one', bytes(`${CHUNKED}2\r\nok\r\n`))),
  answered(200, 'chunks without the last one, closed', closing(`${CHUNKED}2\r\nok\r\n`)),
  answered(200, 'trailers without end', endless(`${CHUNKED}0\r\n`, 'a: b\r\n')),
  answered(200, 'one trailer without end', endless(`${CHUNKED}0\r\nx: `, 'y')),
];

function bomb(): Buffer {
  return gzipSync(Buffer.alloc(8 * KIB * KIB));
}

export const hostileAnswers: readonly HostileAnswer[] = [
  ...heads,
  ...informational,
  ...statusLines,
  ...lengths,
  ...bodies,
];
