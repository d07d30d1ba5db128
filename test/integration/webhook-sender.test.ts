import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { exchangeLimits } from '../../src/adapters/http/limits.ts';
import { attemptLimits } from '../../src/domain/limits.ts';
import { requestTo, senderWith } from '../support/guarded-sender.ts';
import { startRawReceiver, startReceiver } from '../support/receiver-servers.ts';

describe('a request', () => {
  it('arrives as it was given: path, headers, and every byte of the body', async () => {
    const receiver = await startReceiver((response) => response.end());
    const body = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
    const headers = {
      'content-type': 'application/octet-stream',
      'webhook-id': 'evt_1',
      'user-agent': 'Posthorn/0',
    };
    const url = `http://127.0.0.1:${receiver.port}/a%20b/../c?d=e&f=%C3%A9`;
    await senderWith().send(requestTo(url, { headers, body }));
    expect(receiver.requests).toHaveLength(1);
    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/c?d=e&f=%C3%A9' });
    expect(request!.headers).toEqual({
      ...headers,
      host: `127.0.0.1:${receiver.port}`,
      connection: 'keep-alive',
      'content-length': '70000',
    });
    expect(request!.body.equals(body)).toBe(true);
  });

  it('of an empty body says so', async () => {
    const receiver = await startReceiver((response) => response.end());
    await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`, { body: new Uint8Array(0) }));
    expect(receiver.requests[0]!.headers).toMatchObject({ 'content-length': '0' });
  });

  it('takes no notice of proxy variables', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9');
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const receiver = await startReceiver((response) => response.end());
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
  });

  it('that cannot be written is a failure', async () => {
    const receiver = await startReceiver((response) => response.end());
    const headers = { 'bad name': 'x' };
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`, { headers }));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'connection' });
    expect(receiver.requests).toHaveLength(0);
  });
});

describe('a response', () => {
  it.each([200, 204, 400, 410, 429, 500, 599])('of status %i is given as it is', async (statusCode) => {
    const receiver = await startReceiver((response) => response.writeHead(statusCode).end());
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toEqual({
      kind: 'response',
      statusCode,
      retryAfter: undefined,
      excerpt: new Uint8Array(0),
    });
  });

  it('carries Retry-After and the beginning of its body', async () => {
    const receiver = await startReceiver((response) => {
      response.writeHead(503, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' });
      response.write('come back ');
      response.end('later');
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ statusCode: 503, retryAfter: 'Fri, 31 Dec 1999 23:59:59 GMT' });
    expect(result.kind === 'response' && Buffer.from(result.excerpt).toString()).toBe('come back later');
  });

  it.each([301, 302, 303, 307, 308])('of status %i is not followed', async (statusCode) => {
    const elsewhere = await startReceiver((response) => response.end());
    const location = `http://127.0.0.1:${elsewhere.port}/`;
    const receiver = await startReceiver((response) => response.writeHead(statusCode, { location }).end());
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode });
    expect(elsewhere.connectionCount()).toBe(0);
  });

  it('may be preceded by interim ones', async () => {
    const receiver = await startReceiver((response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</a>; rel=preload', 'retry-after': '1' });
      response.writeHead(202).end('done');
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 202, retryAfter: undefined });
  });

  it('is not decoded', async () => {
    const packed = gzipSync('hello');
    const receiver = await startReceiver((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result.kind === 'response' && packed.equals(result.excerpt)).toBe(true);
  });

  it('is read whole up to the limit, and its connection is used again', async () => {
    const page = Buffer.alloc(attemptLimits.responseReadBytes, 'ab');
    const receiver = await startReceiver((response) => response.end(page));
    const sender = senderWith();
    for (let time = 0; time < 3; time += 1) {
      const result = await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
      const excerpt = page.subarray(0, attemptLimits.responseExcerptBytes);
      expect(result.kind === 'response' && excerpt.equals(result.excerpt)).toBe(true);
    }
    expect(receiver.connectionCount()).toBe(1);
  });

  it.each(['keep-alive', 'close'])(
    'without end (connection: %s) is cut off, and its status counts',
    async (connection) => {
      let isCutOff = false;
      const receiver = await startReceiver((response) => {
        const page = Buffer.alloc(64 * 1024, 'x');
        const writeOn = () => {
          while (!response.destroyed && response.write(page));
        };
        response.writeHead(200, { connection }).on('drain', writeOn);
        response.on('close', () => {
          isCutOff = true;
        });
        writeOn();
      });
      const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
      expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
      expect(result.kind === 'response' && result.excerpt.length).toBe(attemptLimits.responseExcerptBytes);
      await vi.waitFor(() => expect(isCutOff).toBe(true), { timeout: 20_000 });
    },
  );

  it.each([
    ['HTTP/1.1 200 OK\r\ncontent-length: 70000\r\nconnection: close\r\n\r\n'],
    ['HTTP/1.0 200 OK\r\ncontent-length: 70000\r\n\r\n'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 70000\r\n\r\n'],
  ])('above the limit that ends with the bytes which are cut off counts too: %j', async (head) => {
    const receiver = await startRawReceiver((socket) => {
      socket.once('data', () => socket.write(head + 'x'.repeat(70_000)));
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['no status', 'HTTP/1.1 \r\n\r\n'],
    ['a status line without end', `HTTP/1.${'1'.repeat(exchangeLimits.responseHeadBytes)}`],
    ['a switch of protocols', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
  ])('that is %s is invalid', async (_what, bytes) => {
    const receiver = await startRawReceiver((socket) => {
      socket.once('data', () => socket.write(bytes));
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'invalid_response' });
  });

  it('that ends before its status line does is a broken connection', async () => {
    const receiver = await startRawReceiver((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 20'));
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'connection' });
  });
});
