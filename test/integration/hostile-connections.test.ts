import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { connectTo, ingestHeadOf, say } from '../support/raw-connection.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Bytes on a connection before a request, or instead of one. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const target = receiver.target();
const { id: subscriptionId } = await posthorn.api.createSubscription({ target_url: target.url });

const ingestHead = (...headers: readonly string[]) =>
  ingestHeadOf(subscriptionId, posthorn.adminKey.key, headers);

const expectItAnswers = async () =>
  expect((await sendHttp(posthorn.url, 'GET', '/healthz')).status).toBe(200);

describe('garbage', () => {
  const host = 'Host: localhost\r\n';
  const cases: Readonly<Record<string, string | Uint8Array>> = {
    'nothing at all': '',
    'a line end': '\r\n\r\n',
    noise: randomBytes(50_000),
    'a TLS handshake': Buffer.from('16030100c6010000c20303', 'hex'),
    'an HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'an endless request line': `GET /${'x'.repeat(200_000)}`,
    'an endless header': `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(200_000)}`,
    'thousands of headers': `GET / HTTP/1.1\r\n${host}${'a: b\r\n'.repeat(10_000)}\r\n`,
    'a header without a colon': `GET / HTTP/1.1\r\n${host}nope\r\n\r\n`,
    'NUL in a header': `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`,
    'a negative length': `POST /events HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
    'two lengths': `POST /events HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`,
    'a length and chunks': `POST /events HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'chunks of no size': `POST /events HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    'chunks of any size': `POST /events HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(40)}\r\n`,
    'another encoding': `POST /events HTTP/1.1\r\n${host}Transfer-Encoding: gzip\r\n\r\n`,
    'another protocol': `GET / HTTP/9.9\r\n${host}\r\n`,
    'a tunnel': `CONNECT example.org:443 HTTP/1.1\r\n${host}\r\n`,
    'a WebSocket': `GET /live HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    'a target that is a URL': `GET http://evil.example/healthz HTTP/1.1\r\n${host}\r\n`,
    'a target that is a star': `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
    'a target that is no path': `GET healthz HTTP/1.1\r\n${host}\r\n`,
    'a path with every escape': `GET /${Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')} HTTP/1.1\r\n${host}\r\n`,
    'a path of bytes': Buffer.from(`GET /\xff\xfe\x80 HTTP/1.1\r\n${host}\r\n`, 'latin1'),
    'a query of bytes': Buffer.from(`GET /events?\xff=%ff&=&&%00=%zz HTTP/1.1\r\n${host}\r\n`, 'latin1'),
    'thousands of slashes': `GET ${'/'.repeat(15_000)}x HTTP/1.1\r\n${host}\r\n`,
  };

  it.each(Object.entries(cases))('does not trouble the service: %s', async (_, bytes) => {
    const answer = await say(posthorn.url, bytes);
    expect(answer).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
    await expectItAnswers();
  });
});

describe('a request', () => {
  const eventCount = async () => (await posthorn.api.events('?limit=250')).data.length;

  it('that is cut off in its body leaves nothing behind', async () => {
    const before = await eventCount();
    const { socket, answer, closed } = await connectTo(posthorn.url);
    socket.write(`${ingestHead('Content-Length: 100')}only a part`);
    socket.end();
    await closed;
    expect(answer()).not.toMatch(/^HTTP\/1\.1 2/);
    await expectItAnswers();
    expect(await eventCount()).toBe(before);
  });

  it('whose caller hangs up before the answer is kept all the same, and the service goes on', async () => {
    const before = await eventCount();
    const { socket, closed } = await connectTo(posthorn.url);
    socket.write(`${ingestHead('Content-Length: 8')}"gone"  `);
    socket.destroy();
    await closed;
    await expectItAnswers();
    expect(await eventCount()).toBeLessThanOrEqual(before + 1);
  });

  it('is answered in its turn when many come at once on one connection', async () => {
    const head = `GET /healthz HTTP/1.1\r\nHost: localhost\r\n`;
    const missing = `GET /nope HTTP/1.1\r\nHost: localhost\r\n`;
    const { socket, answer, closed } = await connectTo(posthorn.url);
    socket.write(`${head}\r\n${missing}\r\n${head}Connection: close\r\n\r\n`);
    await closed;
    expect(answer().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });

  it('that waits for a 100 gets one, and its body in single bytes arrives', async () => {
    const { socket, answer, closed } = await connectTo(posthorn.url);
    socket.write(ingestHead('Transfer-Encoding: chunked', 'Expect: 100-continue', 'Connection: close'));
    await eventually('it may go on', () => answer().includes('100 Continue'));
    const body = '"in single bytes"';
    for (const byte of body) socket.write(`1\r\n${byte}\r\n`);
    socket.write('0\r\n\r\n');
    await closed;
    expect(answer()).toContain('HTTP/1.1 202');
    await eventually('it arrives', () => target.requests.some((request) => request.body.toString() === body));
  });

  it('for the methods of a path is answered without a key', async () => {
    const answer = await sendHttp(posthorn.url, 'OPTIONS', '/events');
    expect(answer.status).toBe(204);
    expect(answer.headers.allow?.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
    expect(answer.body).toHaveLength(0);
  });
});
