import { request } from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseReader } from '../../src/adapters/http/response-reader.ts';
import { attemptLimits } from '../../src/domain/limits.ts';

/** Our reader of responses, held against the parser of Node.js (llhttp). */

interface Seen {
  readonly status: number;
  readonly body: Buffer;
  readonly isComplete: boolean;
}

/** The reading of `node:http` when the connection ends after the bytes. */
function seenByNode(bytes: Buffer): Promise<Seen> {
  return new Promise((resolve) => {
    let status = 0;
    const chunks: Buffer[] = [];
    const done = (isComplete: boolean) => resolve({ status, body: Buffer.concat(chunks), isComplete });
    const socket = new Duplex({
      read() {},
      write(_chunk, _encoding, callback) {
        callback();
      },
      final(callback) {
        callback();
      },
    });
    const sent = request({ method: 'POST', host: 'receiver', createConnection: () => socket });
    sent.on('error', () => done(false));
    sent.on('upgrade', (response) => {
      status = response.statusCode ?? 0;
      done(false);
    });
    sent.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => done(false));
      response.on('close', () => done(response.complete));
    });
    sent.end('{}', () => {
      socket.push(bytes);
      socket.push(null);
    });
  });
}

/** Our reading of the bytes, cut into pieces at the given places. */
function seenByUs(bytes: Buffer, cuts: readonly number[]): ResponseReader {
  const reader = new ResponseReader();
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    // A copy that is overwritten: the reader must not keep a borrowed buffer.
    const piece = Buffer.from(bytes.subarray(from, to));
    if (reader.state !== 'broken') reader.read(piece);
    piece.fill('#');
    from = to;
  }
  return reader;
}

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/).map((name) => `x-${name}`);
const headerLine = fc
  .tuple(token, fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/))
  .map((parts) => parts.join(': '));
const content = fc.uint8Array({ maxLength: 2_500 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

const chunkedOf = (parts: readonly string[]) =>
  `${parts
    .filter((part) => part !== '')
    .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
    .join('')}0\r\n\r\n`;

const framed = fc.oneof(
  content.map((body) => ({ header: `Content-Length: ${body.length}`, body })),
  content.map((body) => ({ header: `content-length:${body.length}  `, body })),
  fc
    .array(content, { maxLength: 5 })
    .map((parts) => ({ header: 'Transfer-Encoding: chunked', body: chunkedOf(parts) })),
  content.map((body) => ({ header: 'Connection: close', body })),
);

const informational = fc
  .tuple(fc.constantFrom(100, 102, 103, 199), fc.array(headerLine, { maxLength: 2 }))
  .map(([status, headers]) => `${[`HTTP/1.1 ${status} Wait`, ...headers].join('\r\n')}\r\n\r\n`);

const statusLine = fc
  .tuple(fc.constantFrom('1.1', '1.0'), fc.integer({ min: 200, max: 599 }), fc.constantFrom(' OK', ' ', ''))
  .filter(([, status]) => ![204, 304].includes(status))
  .map(([version, status, reason]) => `HTTP/${version} ${status}${reason}`);

const response = fc
  .tuple(
    fc.array(informational, { maxLength: 3 }),
    statusLine,
    fc.array(headerLine, { maxLength: 6 }),
    framed,
    fc.array(headerLine, { maxLength: 3 }),
  )
  .map(([before, line, headers, { header, body }, more]) =>
    Buffer.from(
      `${before.join('')}${[line, ...headers, header, ...more].join('\r\n')}\r\n\r\n${body}`,
      'latin1',
    ),
  );

const odd = fc.constantFrom(
  '\r',
  '\n',
  '\0',
  ' ',
  '\t',
  ':',
  ',',
  ';',
  '0',
  '9',
  'f',
  '\r\n',
  '\r\n\r\n',
  '-1',
  'chunked',
  'HTTP/1.1 200 OK\r\n',
  'Content-Length: 1\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip\r\n',
  ' folded\r\n',
  '\x7f',
  'Content-Length : 3\r\n',
);
const mutation = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 3 }),
  insert: fc.oneof(odd, fc.constant('')),
});

const mutate = (bytes: Buffer, mutations: readonly { at: number; remove: number; insert: string }[]) =>
  mutations.reduce((now, { at, remove, insert }) => {
    // Most of them in the head, where they matter.
    const place = at % Math.min(now.length + 1, 300);
    return Buffer.concat([
      now.subarray(0, place),
      Buffer.from(insert, 'latin1'),
      now.subarray(place + remove),
    ]);
  }, bytes);

const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('a response', () => {
  it('is read as node:http reads it, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(response, cuts, async (bytes, places) => {
        const expected = await seenByNode(bytes);
        const ours = seenByUs(bytes, places);
        if (!ours.isOver) ours.end();
        expect(expected.isComplete).toBe(true);
        expect([ours.state, ours.status]).toEqual(['complete', expected.status]);
        const excerpt = expected.body.subarray(0, attemptLimits.responseExcerptBytes);
        expect(Buffer.from(ours.excerpt).equals(excerpt)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('with faults gives node:http the same status, and no connection that node:http would not keep', async () => {
    await fc.assert(
      fc.asyncProperty(
        response,
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        cuts,
        async (valid, mutations, places) => {
          const bytes = mutate(valid, mutations);
          const expected = await seenByNode(bytes);
          const ours = seenByUs(bytes, places);
          const isKept = ours.keepsConnection;
          if (!ours.isOver) ours.end();
          // Statuses below 100 are none.
          if (expected.isComplete && expected.status >= 100) expect(ours.status).toBe(expected.status);
          if (!isKept) return;
          expect(expected.isComplete).toBe(true);
          const excerpt = expected.body.subarray(0, attemptLimits.responseExcerptBytes);
          expect(Buffer.from(ours.excerpt).equals(excerpt)).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is read past a faulty header of an informational response, byte by byte', () => {
    const bytes = Buffer.from(
      'HTTP/1.1 100 W\r\nit\r\n\r\nHTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok',
      'latin1',
    );
    const reader = seenByUs(
      bytes,
      Array.from({ length: bytes.length }, (_, index) => index),
    );
    expect([reader.state, reader.status]).toEqual(['complete', 200]);
  });

  it('has the same result whether it comes in one piece or in single bytes', () => {
    fc.assert(
      fc.property(response, fc.array(mutation, { maxLength: 2 }), (valid, mutations) => {
        const bytes = mutate(valid, mutations);
        const whole = seenByUs(bytes, []);
        const single = seenByUs(
          bytes,
          Array.from({ length: bytes.length }, (_, index) => index),
        );
        for (const reader of [whole, single]) if (!reader.isOver) reader.end();
        const { status, fault, excerpt, retryAfter } = whole;
        expect({ status, fault, excerpt, retryAfter }).toEqual({
          status: single.status,
          fault: single.fault,
          excerpt: single.excerpt,
          retryAfter: single.retryAfter,
        });
      }),
      { numRuns: 300 },
    );
  });
});
