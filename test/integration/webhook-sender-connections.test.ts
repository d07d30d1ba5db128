import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { ipv4, requestTo, senderWith } from '../support/guarded-sender.ts';
import { startRawReceiver, startReceiver } from '../support/receiver-servers.ts';

/** Short enough to wait for; the test holds on a slow machine too. */
const IMPATIENT_MS = 150;
const timedOut = { kind: 'failure', failureKind: 'timeout' };
const patiently = { timeout: 20_000 };

describe('a connection', () => {
  it('is used again', async () => {
    const receiver = await startReceiver((response) => response.end('ok'));
    const sender = senderWith();
    for (let time = 0; time < 5; time += 1) {
      await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
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

  it('that is refused at every address of a name is one too', async () => {
    const resolveName = async () => ipv4('127.0.0.1', '127.0.0.2');
    const sender = senderWith({ allowedCidrs: ['127.0.0.0/8'], resolveName });
    const result = await sender.send(requestTo(`http://receiver.example:${await closedPort()}/`));
    expect(result).toEqual({ kind: 'failure', failureKind: 'connection', error: 'connection refused' });
  });

  it('that the receiver closes at its reuse is replaced once, and the request is sent again', async () => {
    const requestsOf: number[] = [];
    const receiver = await startRawReceiver((socket) => {
      const connection = requestsOf.push(0) - 1;
      socket.on('data', () => {
        requestsOf[connection]! += 1;
        if (requestsOf[connection] === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        else socket.destroy();
      });
    });
    const sender = senderWith();
    const url = `http://127.0.0.1:${receiver.port}/`;
    for (let time = 0; time < 3; time += 1) {
      expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'response', statusCode: 200 });
    }
    expect(requestsOf).toEqual([2, 2, 1]);
  });

  it('that the receiver closes at its reuse after the first byte of a response is a failure', async () => {
    let requestCount = 0;
    const receiver = await startRawReceiver((socket) => {
      socket.on('data', () => {
        requestCount += 1;
        if (requestCount === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        else socket.end('H');
      });
    });
    const sender = senderWith();
    const url = `http://127.0.0.1:${receiver.port}/`;
    await sender.send(requestTo(url));
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'failure', failureKind: 'connection' });
    expect(requestCount).toBe(2);
  });

  it('that breaks under its first request is a failure, and the request is not sent again', async () => {
    let requestCount = 0;
    const receiver = await startRawReceiver((socket) => {
      socket.on('data', () => {
        requestCount += 1;
        socket.destroy();
      });
    });
    const url = `http://127.0.0.1:${receiver.port}/`;
    expect(await senderWith().send(requestTo(url))).toMatchObject({ failureKind: 'connection' });
    expect(requestCount).toBe(1);
    expect(receiver.connectionCount()).toBe(1);
  });

  it('that breaks again after its replacement is a failure, after two requests in all', async () => {
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
    expect(await sender.send(requestTo(url))).toMatchObject({ kind: 'failure', failureKind: 'connection' });
    expect(requestCount).toBe(3);
    expect(receiver.connectionCount()).toBe(2);
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
    expect(result).toEqual({ kind: 'own_fault', error: 'the sender is closed' });
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
    expect(result).toMatchObject(timedOut);
    await vi.waitFor(() => expect(isDropped).toBe(true), patiently);
  });

  it('is not put off by an interim response', async () => {
    const receiver = await startReceiver((response) => response.writeProcessing());
    const url = `http://127.0.0.1:${receiver.port}/`;
    const result = await senderWith().send(requestTo(url, { timeoutMs: IMPATIENT_MS }));
    expect(result).toMatchObject(timedOut);
  });

  it('ends a wait for a receiver that does not read the request', async () => {
    const receiver = await startRawReceiver((socket) => socket.pause());
    const url = `http://127.0.0.1:${receiver.port}/`;
    const body = Buffer.alloc(32 * 1024 * 1024);
    const result = await senderWith().send(requestTo(url, { body, timeoutMs: IMPATIENT_MS }));
    expect(result).toMatchObject(timedOut);
  });

  it('ends a body that keeps coming, and the status counts', async () => {
    const receiver = await startReceiver((response) => {
      response.writeHead(200);
      const trickle = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(trickle));
    });
    const url = `http://127.0.0.1:${receiver.port}/`;
    const result = await senderWith().send(requestTo(url, { timeoutMs: 2_000 }));
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(result.kind === 'response' && Buffer.from(result.excerpt).toString()).toMatch(/^\.+$/);
  });

  it('holds before there is a connection, and the request is not sent later', async () => {
    const receiver = await startReceiver((response) => response.end());
    let answer: (addresses: LookupAddress[]) => void = () => {};
    const resolveName = () => new Promise<LookupAddress[]>((resolve) => (answer = resolve));
    const sender = senderWith({ resolveName });
    const url = `http://slow.example:${receiver.port}`;
    const late = await sender.send(requestTo(`${url}/late`, { timeoutMs: IMPATIENT_MS }));
    expect(late).toMatchObject(timedOut);
    answer(ipv4('127.0.0.1'));
    await vi.waitFor(() => expect(receiver.connectionCount()).toBe(1), patiently);
    const next = await sender.send(requestTo(`${url}/next`));
    expect(next).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/next']);
    expect(receiver.connectionCount()).toBe(1);
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
