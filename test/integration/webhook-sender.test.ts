import { execFileSync } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { GuardedResolver, type ResolveName } from '../../src/adapters/http/guarded-resolver.ts';
import { ResolvingTargetGuard } from '../../src/adapters/http/target-guard.ts';
import { UndiciWebhookSender } from '../../src/adapters/http/webhook-sender.ts';
import { attemptLimits } from '../../src/domain/limits.ts';
import { targetRules } from '../../src/domain/target-address.ts';
import type { WebhookRequest } from '../../src/ports/webhook-sender.ts';
import { startRawReceiver, startReceiver, startTlsReceiver } from '../support/receiver-servers.ts';

const onlyOneAddress = ['127.0.0.1/32'];
/** Long enough for every exchange that is meant to end by itself, short enough to wait for in those that are not. */
const PATIENT_MS = 20_000;
const IMPATIENT_MS = 150;

interface SenderSettings {
  readonly allowedCidrs?: readonly string[];
  readonly allowHttp?: boolean;
  readonly resolveName?: ResolveName;
  readonly ca?: string;
}

function senderWith({
  allowedCidrs = onlyOneAddress,
  allowHttp = true,
  resolveName,
  ca,
}: SenderSettings = {}) {
  const rules = targetRules({ allowHttp, allowedCidrs });
  const resolver = new GuardedResolver(
    rules,
    resolveName ?? (() => Promise.reject(new Error('not for this test'))),
  );
  const sender = new UndiciWebhookSender({ rules, resolver, ...(ca !== undefined && { ca }) });
  onTestFinished(() => sender.close());
  return sender;
}

const requestTo = (url: string, changes: Partial<WebhookRequest> = {}): WebhookRequest => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{}'),
  timeoutMs: PATIENT_MS,
  ...changes,
});

const v4 = (...addresses: string[]): LookupAddress[] => addresses.map((address) => ({ address, family: 4 }));
const unknownName = () =>
  Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
/** After its response a connection is free again in the next turn of the event loop; who sends at once gets another. */
const untilConnectionIsFree = () => nextTurn();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

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
    expect(result.kind === 'response' && text(result.excerpt)).toBe('come back later');
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
      await untilConnectionIsFree();
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
      await vi.waitFor(() => expect(isCutOff).toBe(true));
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
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['headers without end', `HTTP/1.1 200 OK\r\n${`x-filler: ${'y'.repeat(1_000)}\r\n`.repeat(100)}`],
    [
      'one very long header',
      `HTTP/1.1 200 OK\r\nx-filler: ${'y'.repeat(attemptLimits.responseHeaderBytes)}\r\n\r\n`,
    ],
    ['a switch of protocols', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
    ['an interim one that was not asked for', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['a chunk of no length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ])('that is %s is invalid', async (_what, bytes) => {
    const receiver = await startRawReceiver((socket) => {
      socket.once('data', () => socket.write(bytes));
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'invalid_response' });
  });

  it('that ends before its body does is a broken connection', async () => {
    const receiver = await startRawReceiver((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'));
    });
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'connection' });
  });
});

describe('a connection', () => {
  it('is used again', async () => {
    const receiver = await startReceiver((response) => response.end('ok'));
    const sender = senderWith();
    for (let time = 0; time < 5; time += 1) {
      await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
      await untilConnectionIsFree();
    }
    expect(receiver.requests).toHaveLength(5);
    expect(receiver.connectionCount()).toBe(1);
  });

  it('is made for each of at least 64 requests at a time', async () => {
    const waiting: (() => void)[] = [];
    const receiver = await startReceiver((response) => {
      waiting.push(() => response.end());
      if (waiting.length === 64) for (const answer of waiting) answer();
    });
    const sender = senderWith();
    const url = `http://127.0.0.1:${receiver.port}/`;
    const results = await Promise.all(Array.from({ length: 64 }, () => sender.send(requestTo(url))));
    expect(results.every((result) => result.kind === 'response')).toBe(true);
    expect(receiver.connectionCount()).toBe(64);
  });

  it('that is refused is a failure of the connection', async () => {
    const result = await senderWith().send(requestTo(`http://127.0.0.1:${await closedPort()}/`));
    expect(result).toEqual({ kind: 'failure', failureKind: 'connection', error: 'connection refused' });
  });

  it('that breaks under a request is a failure, and the request is not sent again', async () => {
    let requestCount = 0;
    const receiver = await startRawReceiver((socket) => {
      socket.on('data', () => {
        requestCount += 1;
        if (requestCount === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        else socket.destroy();
      });
    });
    const sender = senderWith();
    const url = `http://127.0.0.1:${receiver.port}/`;
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'response' });
    await untilConnectionIsFree();
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'failure', failureKind: 'connection' });
    expect(requestCount).toBe(2);
    expect(receiver.connectionCount()).toBe(1);
  });

  it('that the receiver closed while it was idle is replaced', async () => {
    const receiver = await startReceiver((response) =>
      response.writeHead(200, { connection: 'close' }).end(),
    );
    const sender = senderWith();
    for (let time = 0; time < 3; time += 1) {
      const result = await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
      expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
    }
    expect(receiver.connectionCount()).toBe(3);
  });

  it('is not made any more once the sender is closed', async () => {
    const receiver = await startReceiver((response) => response.end());
    const sender = senderWith();
    await sender.close();
    const result = await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'connection' });
    expect(receiver.connectionCount()).toBe(0);
  });
});

describe('the deadline', () => {
  it('ends a wait for a response, and drops the connection', async () => {
    let isDropped = false;
    const receiver = await startRawReceiver((socket) => {
      socket
        .on('data', () => {})
        .on('close', () => {
          isDropped = true;
        });
    });
    const url = `http://127.0.0.1:${receiver.port}/`;
    const result = await senderWith().send(requestTo(url, { timeoutMs: IMPATIENT_MS }));
    const error = 'timed out after 0.15 s, waiting for a response';
    expect(result).toEqual({ kind: 'failure', failureKind: 'timeout', error });
    await vi.waitFor(() => expect(isDropped).toBe(true));
  });

  it('ends a wait for a receiver that does not read the request', async () => {
    const receiver = await startRawReceiver((socket) => socket.pause());
    const url = `http://127.0.0.1:${receiver.port}/`;
    const body = Buffer.alloc(32 * 1024 * 1024);
    const result = await senderWith().send(requestTo(url, { body, timeoutMs: IMPATIENT_MS }));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'timeout' });
  });

  it('holds also while bytes of a body keep coming', async () => {
    const receiver = await startReceiver((response) => {
      response.writeHead(200);
      const trickle = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(trickle));
    });
    const url = `http://127.0.0.1:${receiver.port}/`;
    const result = await senderWith().send(requestTo(url, { timeoutMs: IMPATIENT_MS }));
    const error = 'timed out after 0.15 s, waiting for the end of the response';
    expect(result).toEqual({ kind: 'failure', failureKind: 'timeout', error });
  });

  it('holds before there is a connection, and the request is not sent later', async () => {
    const receiver = await startReceiver((response) => response.end());
    let answer: (addresses: LookupAddress[]) => void = () => {};
    const resolveName = () => new Promise<LookupAddress[]>((resolve) => (answer = resolve));
    const sender = senderWith({ resolveName });
    const url = `http://slow.example:${receiver.port}`;
    const late = await sender.send(requestTo(`${url}/late`, { timeoutMs: IMPATIENT_MS }));
    const error = 'timed out after 0.15 s, waiting for a connection';
    expect(late).toEqual({ kind: 'failure', failureKind: 'timeout', error });
    answer(v4('127.0.0.1'));
    await vi.waitFor(() => expect(receiver.connectionCount()).toBe(1));
    const next = await sender.send(requestTo(`${url}/next`));
    expect(next).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/next']);
    expect(receiver.connectionCount()).toBe(1);
  });
});

describe('a name', () => {
  it('is connected to at the address that was checked', async () => {
    const receiver = await startReceiver((response) => response.end());
    const resolveName = vi.fn<ResolveName>(async () => v4('127.0.0.1'));
    const sender = senderWith({ resolveName });
    const result = await sender.send(requestTo(`http://receiver.example:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(receiver.requests[0]!.headers.host).toBe(`receiver.example:${receiver.port}`);
    expect(resolveName.mock.calls).toEqual([['receiver.example']]);
  });

  it('is connected to at another of its addresses when the first does not answer', async () => {
    const receiver = await startReceiver((response) => response.end());
    const resolveName = async () => v4('127.0.0.2', '127.0.0.1');
    const sender = senderWith({ allowedCidrs: ['127.0.0.0/8'], resolveName });
    const result = await sender.send(requestTo(`http://receiver.example:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
  });

  it('is looked up once for all who wait for it', async () => {
    const receiver = await startReceiver((response) => response.end());
    const resolveName = vi.fn<ResolveName>(async () => v4('127.0.0.1'));
    const sender = senderWith({ resolveName });
    const url = `http://receiver.example:${receiver.port}/`;
    await Promise.all(Array.from({ length: 20 }, () => sender.send(requestTo(url))));
    expect(receiver.requests).toHaveLength(20);
    expect(resolveName).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['ENOTFOUND', unknownName],
    ['ENODATA', async () => []],
  ])('without addresses is a DNS failure (%s)', async (code, resolveName) => {
    const result = await senderWith({ resolveName }).send(requestTo('http://nowhere.example/'));
    const error = `the host name could not be resolved (${code})`;
    expect(result).toEqual({ kind: 'failure', failureKind: 'dns', error });
  });

  it.each([
    ['private', v4('10.0.0.1')],
    ['private, beside an allowed one', v4('127.0.0.1', '10.0.0.1')],
    ['private, before an allowed one', v4('10.0.0.1', '127.0.0.1')],
    ['loopback of IPv6, beside an allowed one', [...v4('127.0.0.1'), { address: '::1', family: 6 }]],
    ['link-local with a zone', [{ address: 'fe80::1%eth0', family: 6 }]],
    ['no address at all', v4('localhost')],
  ])('with an address that is %s is blocked, without naming the address', async (_what, addresses) => {
    const receiver = await startReceiver((response) => response.end());
    const sender = senderWith({ resolveName: async () => addresses });
    const result = await sender.send(requestTo(`http://receiver.example:${receiver.port}/`));
    const error = 'the host has an address that is not public';
    expect(result).toEqual({ kind: 'failure', failureKind: 'blocked_address', error });
    expect(receiver.connectionCount()).toBe(0);
  });

  it('that answers with another address later is checked again (rebinding)', async () => {
    const receiver = await startReceiver(
      (response) => response.writeHead(200, { connection: 'close' }).end(),
      '0.0.0.0',
    );
    const answers = [v4('127.0.0.1'), v4('127.0.0.2'), v4('127.0.0.1')];
    const sender = senderWith({ resolveName: async () => answers.shift() ?? [] });
    const url = `http://rebinding.example:${receiver.port}/`;
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'response' });
    expect(await sender.send(requestTo(url))).toMatchObject({ failureKind: 'blocked_address' });
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'response' });
    expect(receiver.connectionCount()).toBe(2);
  });

  it('is resolved by the system where nothing else is given', async () => {
    const receiver = await startReceiver((response) => response.end());
    const rules = targetRules({ allowHttp: true, allowedCidrs: ['127.0.0.0/8', '::1/128'] });
    const sender = new UndiciWebhookSender({ rules, resolver: new GuardedResolver(rules) });
    onTestFinished(() => sender.close());
    const result = await sender.send(requestTo(`http://localhost:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
  });
});

describe('an address in the URL', () => {
  it.each(['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]'])(
    'is blocked: %s',
    async (host) => {
      const receiver = await startReceiver((response) => response.end(), '::');
      const sender = senderWith({ allowedCidrs: [] });
      const result = await sender.send(requestTo(`http://${host}:${receiver.port}/`));
      const error = 'the URL is at an address that is not public';
      expect(result).toEqual({ kind: 'failure', failureKind: 'blocked_address', error });
      expect(receiver.connectionCount()).toBe(0);
    },
  );

  it('is blocked over plain HTTP where only HTTPS is allowed', async () => {
    const receiver = await startReceiver((response) => response.end());
    const sender = senderWith({ allowHttp: false });
    const result = await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'blocked_address' });
    expect(receiver.connectionCount()).toBe(0);
  });
});

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-tls-'));
  let certificate: { key: string; cert: string };

  beforeAll(() => {
    const keyFile = join(folder, 'key.pem');
    const certFile = join(folder, 'cert.pem');
    const subject = ['-subj', '/CN=receiver.example', '-addext', 'subjectAltName=DNS:receiver.example'];
    const newKey = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      keyFile,
    ];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...newKey, ...subject, '-out', certFile], {
      stdio: 'pipe',
    });
    certificate = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const resolveName = async () => v4('127.0.0.1');

  it('with a trusted certificate carries the request, over HTTP/1.1', async () => {
    const receiver = await startTlsReceiver((response) => response.end('ok'), certificate);
    const sender = senderWith({ resolveName, ca: certificate.cert, allowHttp: false });
    for (let time = 0; time < 2; time += 1) {
      const result = await sender.send(requestTo(`https://receiver.example:${receiver.port}/`));
      expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
      await untilConnectionIsFree();
    }
    expect(receiver.requests).toHaveLength(2);
    expect(receiver.connectionCount()).toBe(1);
  });

  it('with a self-signed certificate fails', async () => {
    const receiver = await startTlsReceiver((response) => response.end(), certificate);
    const result = await senderWith({ resolveName }).send(
      requestTo(`https://receiver.example:${receiver.port}/`),
    );
    const error = 'the certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)';
    expect(result).toEqual({ kind: 'failure', failureKind: 'tls', error });
    expect(receiver.requests).toHaveLength(0);
  });

  it('with a certificate for another name fails', async () => {
    const receiver = await startTlsReceiver((response) => response.end(), certificate);
    const sender = senderWith({ resolveName, ca: certificate.cert });
    const result = await sender.send(requestTo(`https://other.example:${receiver.port}/`));
    const error = 'the certificate is for another host name (ERR_TLS_CERT_ALTNAME_INVALID)';
    expect(result).toEqual({ kind: 'failure', failureKind: 'tls', error });
    expect(receiver.requests).toHaveLength(0);
  });

  it('to a server that speaks plain HTTP fails', async () => {
    const receiver = await startReceiver((response) => response.end());
    const result = await senderWith({ resolveName }).send(
      requestTo(`https://receiver.example:${receiver.port}/`),
    );
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'tls' });
  });

  it('that is never answered ends with the deadline', async () => {
    const receiver = await startRawReceiver(() => {});
    const url = `https://receiver.example:${receiver.port}/`;
    const result = await senderWith({ resolveName }).send(requestTo(url, { timeoutMs: IMPATIENT_MS }));
    expect(result).toMatchObject({ kind: 'failure', failureKind: 'timeout' });
  });
});

describe('at registration a target', () => {
  const guardWith = (resolveName: ResolveName) => {
    const rules = targetRules({ allowHttp: false, allowedCidrs: [] });
    return new ResolvingTargetGuard(rules, new GuardedResolver(rules, resolveName));
  };

  it('is judged by its URL first, without a look-up', async () => {
    const resolveName = vi.fn<ResolveName>(unknownName);
    const guard = guardWith(resolveName);
    expect(await guard.faultOf('http://receiver.example/')).toBe('must begin with https://');
    expect(await guard.faultOf('https://0x7f.1/')).toBe('is at an address that is not public');
    expect(await guard.faultOf('https://8.8.8.8/')).toBeUndefined();
    expect(resolveName).not.toHaveBeenCalled();
  });

  it('is accepted when all of its addresses are public', async () => {
    const guard = guardWith(async () => [...v4('8.8.8.8'), { address: '2606:4700:4700::1111', family: 6 }]);
    expect(await guard.faultOf('https://receiver.example/')).toBeUndefined();
  });

  it('is refused when one is not, which is not named', async () => {
    const guard = guardWith(async () => v4('8.8.8.8', '192.168.7.9'));
    expect(await guard.faultOf('https://receiver.example/')).toBe('names a host whose address is not public');
  });

  it('is accepted when its name does not resolve yet', async () => {
    expect(await guardWith(unknownName).faultOf('https://receiver.example/')).toBeUndefined();
  });

  it('is accepted when no answer comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const verdict = guardWith(() => new Promise(() => {})).faultOf('https://receiver.example/');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await verdict).toBeUndefined();
  });
});

/** A port that was given out and closed again. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
