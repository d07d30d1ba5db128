import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BodyBudget } from '../../embedded/body-budget.ts';
import { limitConnections } from '../../embedded/connection-limits.ts';
import { requestLimits } from '../../src/domain/limits.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { connectTo, say } from '../support/raw-connection.ts';

/** Errors that the embedded service decides by the head of a request alone. */

const posthorn = await serviceForFile();
const { id: subscriptionId } = await posthorn.api.createSubscription({ target_url: 'http://127.0.0.1/' });

const head = (line: string, ...headers: readonly string[]) =>
  [`${line} HTTP/1.1`, 'Host: localhost', ...headers, '\r\n'].join('\r\n');
const withKey = () => `Authorization: Bearer ${posthorn.adminKey.key}`;
const LARGE = `Content-Length: ${requestLimits.bodyBytes}`;
const JSON_TYPE = 'Content-Type: application/json';

/** The answer to a head, whose body is never sent. */
async function answerTo(text: string): Promise<string> {
  const { socket, answer } = await connectTo(posthorn.url);
  socket.write(text);
  await eventually('an answer', () => answer().includes('\r\n\r\n'));
  socket.destroy();
  return answer();
}

describe('a request is refused before its body is read', () => {
  it.each<[string, number, string, readonly string[]]>([
    ['without a key', 401, 'POST /events', [JSON_TYPE]],
    ['without a key, in chunks', 401, 'POST /events', [JSON_TYPE, 'Transfer-Encoding: chunked']],
    ['with an unknown key', 401, 'POST /events', ['Authorization: Bearer phk_unknown']],
    [
      'with an unknown key, to a subscription',
      401,
      'POST /ingest/sub_1',
      ['Authorization: Bearer phk_unknown'],
    ],
    ['with a scheme that is not known', 401, 'POST /subscriptions', ['Authorization: Basic YTpi']],
    ['for a path that is not there', 404, 'POST /nope', []],
    ['by a method that is not there', 405, 'PUT /events/batch', []],
    ['for the documentation', 413, 'POST /docs', []],
  ])('%s: %i', async (_, status, line, headers) => {
    const length = headers.some((one) => one.startsWith('Transfer')) ? [] : [LARGE];
    expect(await answerTo(head(line, ...headers, ...length))).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it.each<[string, number, string, readonly string[]]>([
    ['that is larger than events', 413, 'POST /events', [`Content-Length: ${requestLimits.bodyBytes + 1}`]],
    ['that is larger than settings', 413, 'POST /subscriptions', [LARGE]],
    ['that is encoded', 415, 'POST /events', [LARGE, 'Content-Encoding: gzip']],
    ['of a type that is not taken', 415, 'POST /events/batch', [LARGE, 'Content-Type: text/plain']],
  ])('%s: %i', async (_, status, line, headers) => {
    const type = headers.some((one) => one.startsWith('Content-Type')) ? [] : [JSON_TYPE];
    const answer = await answerTo(head(line, withKey(), ...headers, ...type));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('also when it asks whether to send it, and then there is no 100 Continue', async () => {
    const answer = await answerTo(head('POST /events', JSON_TYPE, LARGE, 'Expect: 100-continue'));
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).not.toContain('100 Continue');
  });
});

it('a request that would be taken gets 100 Continue, and then its answer', async () => {
  const { socket, answer } = await connectTo(posthorn.url);
  const line = `POST /ingest/${subscriptionId}`;
  socket.write(head(line, withKey(), 'Content-Length: 5', 'Expect: 100-continue'));
  await eventually('100 Continue', () => answer() === 'HTTP/1.1 100 Continue\r\n\r\n');
  socket.write('hello');
  await eventually('the answer', () => answer().includes('HTTP/1.1 202 '));
  socket.destroy();
});

it('a request that expects anything else is refused', async () => {
  expect(await answerTo(head('GET /healthz', 'Expect: 200-maybe'))).toMatch(/^HTTP\/1\.1 400 /);
});

it('a body that comes bit by bit is taken whole', async () => {
  const { socket, answer } = await connectTo(posthorn.url);
  socket.write(head(`POST /ingest/${subscriptionId}`, withKey(), 'Transfer-Encoding: chunked'));
  for (const part of ['{"a"', ':', '1}']) {
    socket.write(`${part.length.toString(16)}\r\n${part}\r\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.write('0\r\n\r\n');
  await eventually('the answer', () => answer().includes('"event_id"'));
  const [, eventId = ''] = /"event_id":"(\w+)"/.exec(answer()) ?? [];
  expect((await posthorn.api.event(eventId)).payload).toBe('{"a":1}');
  socket.destroy();
});

describe('a header that means one thing', () => {
  it.each([
    ['Authorization', 'Bearer a', 'Bearer b'],
    ['Host', 'localhost', 'localhost'],
    ['Content-Type', 'application/json', 'text/plain'],
    ['Idempotency-Key', 'a', 'b'],
    ['X-Event-Type', 'a', 'b'],
    ['X-Posthorn-Signature', 'a', 'b'],
    ['X-Hub-Signature-256', 'a', 'b'],
    ['Stripe-Signature', 'a', 'b'],
    ['webhook-id', 'a', 'b'],
    ['ce-id', 'a', 'b'],
  ])('%s is refused when it is sent twice, and named', async (name, one, other) => {
    const lines = [`${name}: ${one}`, `${name.toUpperCase()}: ${other}`];
    const own = name === 'Host' ? [] : ['Host: localhost'];
    const text = [`POST /ingest/${subscriptionId} HTTP/1.1`, ...own, ...lines, 'Content-Length: 0', '\r\n'];
    const answer = await answerTo(text.join('\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain(`The header ${name.toLowerCase()} was sent more than once.`);
  });

  it('is not one that may be a list', async () => {
    const lists = [
      'Accept: text/html',
      'Accept: */*',
      'X-Forwarded-For: 10.0.0.1',
      'X-Forwarded-For: 10.0.0.2',
    ];
    expect(await answerTo(head('GET /healthz', ...lists))).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('every answer', () => {
  const common = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
  const named = (answer: string, name: string) =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(answer.split('\r\n\r\n', 1)[0]!.replaceAll('\r', ''))?.[1];

  it.each([
    ['of the API', 'GET /healthz', 200],
    ['of the documentation', 'GET /docs', 200],
    ['of its files', 'GET /docs/swagger-ui.css', 200],
    ['without a body', 'OPTIONS /subscriptions', 204],
    ['that refuses a caller', 'GET /subscriptions', 401],
    ['of no path', 'GET /nope', 404],
    ['of no method', 'DELETE /healthz', 405],
    ['to what is no path', 'GET nope', 400],
  ])('%s has the headers that guard it', async (_, line, status) => {
    const answer = await answerTo(head(line));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    for (const [name, value] of Object.entries(common)) expect(named(answer, name)).toBe(value);
    expect(named(answer, 'strict-transport-security')).toBeUndefined();
    expect(named(answer, 'cache-control')).toMatch(/^(no-store|public, max-age=3600)$/);
  });

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n', 400],
    ['a head that is too large', head('GET /healthz', `X-Long: ${'x'.repeat(17_000)}`), 431],
    ['too many headers', head('GET /healthz', ...Array.from({ length: 101 }, (_, n) => `X-${n}: 1`)), 431],
    ['two lengths', head('POST /events', 'Content-Length: 1', 'Content-Length: 2'), 400],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['another host', 'GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n', 421],
  ])('to %s is a problem document with them', async (_, text, status) => {
    const answer = await say(posthorn.url, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    for (const [name, value] of Object.entries(common)) expect(named(answer, name)).toBe(value);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status });
  });

  it('behind TLS asks for TLS from then on', async () => {
    const answer = await answerTo(head('GET /nope', 'X-Forwarded-Proto: https'));
    expect(named(answer, 'strict-transport-security')).toBe('max-age=31536000');
  });
});

describe('bodies in memory', () => {
  const MIB = 1024 * 1024;

  it('are 64 MiB together, and 16 MiB of callers who are not known', () => {
    const budget = new BodyBudget();
    expect(budget.take(16 * MIB, false)).toBe(true);
    expect(budget.take(1, false)).toBe(false);
    expect(budget.take(48 * MIB, true)).toBe(true);
    expect(budget.take(1, true)).toBe(false);
    budget.giveBack(16 * MIB, false);
    expect(budget.take(16 * MIB, true)).toBe(true);
    budget.giveBack(64 * MIB, true);
    expect(budget.take(16 * MIB, false)).toBe(true);
  });

  it('beyond that are refused with a 503, and let in again when others have ended', async () => {
    const open = async () => {
      const connection = await connectTo(posthorn.url);
      connection.socket.write(head('POST /events', withKey(), LARGE, 'Content-Type: text/plain'));
      return connection;
    };
    const connections = await Promise.all(Array.from({ length: 17 }, open));
    const refused = () => connections.filter(({ answer }) => answer().startsWith('HTTP/1.1 503 '));
    await eventually('one is refused', () => refused().length === 1);
    expect(refused()[0]!.answer()).toMatch(/^retry-after: 1\r$/m);
    for (const { socket } of connections) socket.destroy();
    await eventually('there is room', async () => {
      const { socket, answer } = await connectTo(posthorn.url);
      socket.write(
        head('POST /events', withKey(), LARGE, 'Expect: 100-continue', 'Content-Type: text/plain'),
      );
      await eventually('an answer', () => answer() !== '');
      socket.destroy();
      return answer().startsWith('HTTP/1.1 100 ');
    });
  });
});

it('connections beyond the limits get a 503, and others when some have closed', async () => {
  const server = createServer((_request, response) => response.end('hello'));
  limitConnections(server, { inAll: 3, ofAnAddress: 2 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [one, other] = [await connectTo(url), await connectTo(url)];
  const third = await connectTo(url);
  await eventually('it is refused', () => third.answer().startsWith('HTTP/1.1 503 '));
  one.socket.destroy();
  await eventually('there is room', async () => (await say(url, 'GET / HTTP/1.0\r\n\r\n')).includes('hello'));
  other.socket.destroy();
});
