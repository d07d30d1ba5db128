import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectionFailure } from '../../client/src/cli/connection-failure.ts';
import { forward } from '../../client/src/cli/forward.ts';
import { closedPort, receiverForTest } from '../support/receiver.ts';

/** `posthorn listen --forward`, against services with scripted answers, byte by byte. */

const webhook = {
  rawHeaders: [
    ...['host', '127.0.0.1:9000', 'connection', 'keep-alive', 'content-length', '12'],
    ...['content-type', 'application/json', 'user-agent', 'Posthorn/1', 'Webhook-Id', 'evt_1'],
    ...['X-API-Key', 'k', 'x-twice', '1', 'x-twice', '2'],
  ],
  body: Uint8Array.from(Buffer.from('{"order":17}')),
};

/** A service that sends these bytes once the request is there, and ends the connection or leaves it open. */
async function service(bytes: string | Buffer, { staysOpen = false } = {}) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let request = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const had = request.includes('17}');
      request += chunk.toString('latin1');
      if (had || !request.includes('17}')) return;
      requests.push(request);
      socket.write(bytes);
      if (!staysOpen) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks?a=1`, host: `127.0.0.1:${port}`, requests };
}

const OK = 'HTTP/1.1 200 OK\r\n';
const answered = async (bytes: string | Buffer, options = {}) => {
  const { url } = await service(bytes, options);
  const forwarded = await forward(url, webhook);
  if (forwarded.outcome === 'unreachable') throw new Error(forwarded.error);
  return forwarded.answer;
};

describe('a webhook that is handed on', () => {
  it('has the headers that came, as they were spelled, and those of its connection, and no others', async () => {
    const { url, host, requests } = await service(`${OK}content-length: 0\r\n\r\n`);
    await forward(url, webhook);
    const [head = '', body] = (requests[0] ?? '').split('\r\n\r\n');
    expect(body).toBe('{"order":17}');
    const [line, ...headers] = head.split('\r\n');
    expect(line).toBe('POST /hooks?a=1 HTTP/1.1');
    expect(headers.toSorted()).toEqual(
      [
        ...['content-type: application/json', 'user-agent: Posthorn/1', 'Webhook-Id: evt_1', 'X-API-Key: k'],
        ...['x-twice: 1', 'x-twice: 2', `Host: ${host}`, 'Content-Length: 12', 'Connection: close'],
      ].toSorted(),
    );
  });

  it('authenticates with a name and a password that are in the URL', async () => {
    const { url, requests } = await service(`${OK}content-length: 0\r\n\r\n`);
    await forward(url.replace('//', '//user:p%40ss@'), webhook);
    expect(requests[0]).toContain(`Authorization: Basic ${Buffer.from('user:p@ss').toString('base64')}\r\n`);
  });

  it('is answered with the status, the type and the bytes of the body, encoded as they are', async () => {
    const gzipped = gzipSync('fine');
    const head = `${OK}content-type: text/plain\r\ncontent-encoding: gzip\r\nset-cookie: a=1\r\n`;
    const answer = await answered(
      Buffer.concat([Buffer.from(`${head}content-length: ${gzipped.length}\r\n\r\n`), gzipped]),
    );
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
    });
    expect(Buffer.from(answer.body ?? []).equals(gzipped)).toBe(true);
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it.each([
    ['is no gzip, though its header says so', 'content-encoding: gzip\r\ncontent-length: 4\r\n\r\nnone'],
    ['is cut', 'content-length: 100\r\n\r\nnone'],
    ['has no last chunk', 'transfer-encoding: chunked\r\n\r\n4\r\nnone\r\n'],
    ['has a chunk that is none', 'transfer-encoding: chunked\r\n\r\n4\r\nnone\r\nzz\r\n'],
    ['has 20 KB of headers before it', `x-large: ${'x'.repeat(20_000)}\r\ncontent-length: 4\r\n\r\nnone`],
    ['follows 100 Continue', 'content-length: 4\r\n\r\nnone', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('keeps its status 200 when the body %s', async (_, rest, before = '') => {
    const answer = await answered(`${before}${OK}${rest}`);
    expect({ status: answer.status, body: Buffer.from(answer.body ?? []).toString() }).toEqual({
      status: 200,
      body: 'none',
    });
  });

  it('keeps its status when the body stalls, or never ends', async () => {
    const stalled = await answered(`${OK}content-length: 100\r\n\r\nnone`, { staysOpen: true });
    expect({ status: stalled.status, body: Buffer.from(stalled.body ?? []).toString() }).toEqual({
      status: 200,
      body: 'none',
    });
    const endless = await answered(`${OK}\r\n${'x'.repeat(1_000_000)}`, { staysOpen: true });
    expect({ status: endless.status, bytes: endless.body?.length }).toEqual({ status: 200, bytes: 65_536 });
  });

  it.each([204, 304, 302, 418, 599])('passes a %d on', async (status) => {
    const answer = await answered(`HTTP/1.1 ${status} Any\r\nlocation: /other\r\n\r\n`);
    expect(answer.status).toBe(status);
  });
});

describe('it is said why a webhook could not be handed on:', () => {
  const failureOf = async (url: string, options = {}) => {
    const forwarded = await forward(url, webhook, options);
    expect(forwarded.answer.status).toBe(502);
    return forwarded.outcome === 'unreachable' ? forwarded.error : 'it was answered';
  };

  it('nothing listens there', async () => {
    const port = await closedPort();
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(await failureOf(`http://${host}:${port}/`)).toBe(
        `connection refused: nothing listens at ${host}:${port} (ECONNREFUSED)`,
      );
    }
  });

  it('the same at ports that fetch refuses', async () => {
    expect(await failureOf('http://127.0.0.1:6000/')).toMatch(/^connection refused/);
    expect(await failureOf('http://127.0.0.1:1/')).toMatch(/^connection refused/);
  });

  it('no such host', async () => {
    // Without a resolver this machine answers that it could not be asked.
    expect(await failureOf('http://posthorn.invalid:3000/')).toMatch(
      /name in posthorn\.invalid:3000.* \((ENOTFOUND|EAI_AGAIN)\)$/,
    );
  });

  it('no answer in time', async () => {
    const { url } = await service('', { staysOpen: true });
    expect(await failureOf(url, { timeoutMs: 50 })).toBe('no answer within 0.05 s');
  });

  it('the connection closed before an answer', async () => {
    const { url } = await service('');
    expect(await failureOf(url)).toBe('the connection was closed before an answer came (ECONNRESET)');
  });

  it('an answer that is not HTTP', async () => {
    const { url } = await service('SSH-2.0-OpenSSH_9.6\r\n');
    expect(await failureOf(url)).toMatch(/^the answer is not HTTP \(HPE_\w+\)$/);
  });

  it('TLS is spoken to a service without it', async () => {
    const { port } = await receiverForTest();
    expect(await failureOf(`https://127.0.0.1:${port}/`)).toMatch(
      /^TLS failed: 127\.0\.0\.1:\d+ may not use TLS\. Try http:\/\/ \(\w+\)$/,
    );
  });

  it.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])(
    'a certificate that is not trusted: %s',
    (code) => {
      const error = Object.assign(new Error('the certificate is bad'), { code });
      expect(connectionFailure(error, 'https://127.0.0.1:3000/')).toBe(
        `TLS failed: the certificate is bad; NODE_EXTRA_CA_CERTS names a file of authorities to trust (${code})`,
      );
    },
  );
});
