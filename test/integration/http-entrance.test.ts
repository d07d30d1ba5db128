import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { requestLimits } from '../../src/domain/limits.ts';
import { problemIn, sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { connectTo, ingestHeadOf, say } from '../support/raw-connection.ts';

/** Requests that the embedded server rejects by itself, before it calls a function. */

const posthorn = await serviceForFile();
const { id: subscriptionId } = await posthorn.api.createSubscription({ target_url: 'http://127.0.0.1/' });

const ingestHead = (...headers: readonly string[]) =>
  ingestHeadOf(subscriptionId, posthorn.adminKey.key, headers);

describe('a Host', () => {
  it.each([
    'evil.example',
    'evil.example:8000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example#127.0.0.1',
    'localhost@evil.example',
    '192.168.0.1',
    '0.0.0.0',
    '[::2]',
    'localhost:8000:8000',
  ])('%s that is not loopback is refused, whatever is asked', async (host) => {
    for (const path of ['/healthz', '/docs', '/subscriptions', '/nope']) {
      const answer = await posthorn.api.send('GET', path, { headers: { host } });
      expect(problemIn(answer)).toMatchObject({ status: 421, type: 'urn:posthorn:problem:misdirected' });
    }
  });

  it.each(['localhost', 'LocalHost:8000', '127.0.0.1:1', '127.9.8.7', '[::1]', '[::1]:8000'])(
    '%s is loopback',
    async (host) => {
      expect((await sendHttp(posthorn.url, 'GET', '/healthz', { headers: { host } })).status).toBe(200);
    },
  );

  it('that is missing is refused', async () => {
    expect(await say(posthorn.url, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await say(posthorn.url, 'GET /healthz HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('HEAD', () => {
  it.each(['/healthz', '/docs', '/subscriptions'])(
    'of %s answers like GET, without the body',
    async (path) => {
      const [get, head] = [await posthorn.api.send('GET', path), await posthorn.api.send('HEAD', path)];
      expect(head.status).toBe(200);
      expect(head.body).toHaveLength(0);
      expect(head.headers['content-length']).toBe(String(get.body.length));
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    },
  );
});

describe('a body of more than 4 MiB', () => {
  const tooMuch = requestLimits.bodyBytes + 1;

  it('is refused by its length alone, before it is sent', async () => {
    const { socket, answer, closed } = await connectTo(posthorn.url);
    socket.write(`${ingestHead(`Content-Length: ${tooMuch}`)}x`);
    await eventually('it is answered', () => answer().includes('urn:posthorn:problem:payload-too-large'));
    expect(answer()).toMatch(/^HTTP\/1\.1 413 /);
    socket.end();
    await closed;
  });

  it('is refused while it is sent, although it never ends', async () => {
    const { socket, answer, closed } = await connectTo(posthorn.url);
    socket.write(ingestHead('Transfer-Encoding: chunked'));
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    let sentBytes = 0;
    while (answer() === '') {
      sentBytes += 0x10000;
      if (!socket.write(chunk)) await once(socket, 'drain');
    }
    expect(answer()).toMatch(/^HTTP\/1\.1 413 /);
    expect(sentBytes).toBeGreaterThan(requestLimits.bodyBytes);
    socket.destroy();
    await closed;
  });

  it('is answered to clients that only listen when they have sent it all', async () => {
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      for (let repeat = 0; repeat < 5; repeat += 1) {
        const body = Buffer.alloc(2 * tooMuch);
        const answer = await posthorn.api.send('POST', `/ingest/${subscriptionId}`, { headers, body });
        expect(problemIn(answer).status).toBe(413);
      }
    }
  });

  it('is not reached by 4 MiB exactly, which the payload is too large for', async () => {
    const answer = await posthorn.api.send('POST', '/events?event_type=a', {
      headers: { 'content-type': 'text/plain' },
      body: Buffer.alloc(requestLimits.bodyBytes),
    });
    expect(problemIn(answer).detail).toContain(`larger than ${requestLimits.payloadBytes} bytes`);
  });
});
