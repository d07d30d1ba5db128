import { describe, expect, it } from 'vitest';
import { requestLimits } from '../../src/domain/limits.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';

/** `POST /events`: the payload is the exact slice of a JSON request, or the whole of any other one. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const target = receiver.target();
await posthorn.api.createSubscription({ target_url: target.url });

const publish = (body: string | Uint8Array, headers: Record<string, string>, query = '') =>
  posthorn.api.send('POST', `/events${query}`, { headers, body });

async function arrivalOf(body: string | Uint8Array, headers: Record<string, string>, query = '') {
  const answer = await publish(body, headers, query);
  expect(answer.status, answer.body.toString()).toBe(202);
  const { event_id: eventId } = answer.json() as { event_id: string };
  return eventually(`event ${eventId} arrives`, () =>
    target.requests.find(({ headers: received }) => received['webhook-id'] === eventId),
  );
}

const json = { 'content-type': 'application/json' };

const deep = `${'{"a":['.repeat(50_000)}${']}'.repeat(50_000)}`;

const payloads: readonly (readonly [string, string])[] = [
  ['an object with spacing of its own', '{ "order" :\t1001 ,\r\n "total":  49.90 }'],
  ['numbers beyond a double', '[1e400, -0, 0.1000000000000000055511151231257827, 12345678901234567890]'],
  ['duplicate keys', '{"a":1,"a":2,"payload":3,"payload":4,"__proto__":5}'],
  ['escapes of its own', '"\\u0061\\/\\ud83d\\ude00 \\ud800 \\\\\\" }"'],
  ['brackets in strings', '{"]":"}","[":"{\\"","\\\\":"]"}'],
  ['text beyond ASCII', '"Grüße, 日本, \u{1F4EF}, \u{2028}"'],
  ['a number', '-1.5E+30'],
  ['false', 'false'],
  ['null', 'null'],
  ['an empty list', '[ ]'],
  ['100,000 levels', deep],
];

describe('the payload of a JSON request is delivered as it stands there:', () => {
  it.each(payloads)('%s', async (_, payload) => {
    const body = `{"event_type":"order.created", "payload" :\n ${payload}  , "receiver_id":null}`;
    const request = await arrivalOf(body, json);
    expect(request.body.toString()).toBe(payload);
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'x-posthorn-event-type': 'order.created',
    });
  });

  it('as the first member, as the last one, and with its name escaped', async () => {
    const first = await arrivalOf('{"payload":[ 1 ],"event_type":"a"}', json);
    expect(first.body.toString()).toBe('[ 1 ]');
    const last = await arrivalOf(' {"event_type":"a","payload":[ 2 ]} ', json);
    expect(last.body.toString()).toBe('[ 2 ]');
    const escaped = await arrivalOf('{"event_type":"a","p\\u0061yload":[ 3 ]}', json);
    expect(escaped.body.toString()).toBe('[ 3 ]');
  });

  it('but not of one that is a kind of JSON: such a body is the payload itself', async () => {
    const contentType = 'application/vnd.shop+json; charset=utf-8';
    const body = '{"event_type":"a","payload": {}}';
    const request = await arrivalOf(body, { 'content-type': contentType, 'x-event-type': 'a' });
    expect(request.body.toString()).toBe(body);
    expect(request.headers['content-type']).toBe(contentType);
  });

  it('of exactly a mebibyte', async () => {
    const payload = `"${'x'.repeat(requestLimits.payloadBytes - 2)}"`;
    const request = await arrivalOf(`{"event_type":"a","payload":${payload}}`, json);
    expect(request.body.toString() === payload).toBe(true);
  });
});

describe('what is said beside a JSON request is refused, since the body says it', () => {
  it.each([
    ['?event_type=b', {}, '/event_type'],
    ['?receiver_id=customer-42', {}, '/receiver_id'],
    ['', { 'x-event-type': 'b' }, '/X-Event-Type'],
  ])('%s %j', async (query, headers, pointer) => {
    const answer = await posthorn.api.sendJson(
      'POST',
      `/events${query}`,
      { event_type: 'a', payload: 1 },
      headers,
    );
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ pointer }] });
  });
});

describe('a JSON request is refused', () => {
  it.each([
    ['with two payloads', '{"event_type":"a","payload":1,"payload":1}', '/payload'],
    [
      'with two payloads, one of them escaped',
      '{"event_type":"a","payload":1,"p\\u0061yload":1}',
      '/payload',
    ],
    ['that is no UTF-8', Buffer.from('{"event_type":"a","payload":"ü"}', 'latin1'), undefined],
    ['with half a surrogate pair in UTF-8', Buffer.from('7b2261223a22eda080227d', 'hex'), undefined],
    ['with a byte order mark', '\u{FEFF}{"event_type":"a","payload":1}', undefined],
    ['that is cut off', '{"event_type":"a","payload":[1', undefined],
    ['that goes on', '{"event_type":"a","payload":1} 2', undefined],
    ['that is empty', '', undefined],
  ])('%s', async (_, body, pointer) => {
    const answer = await publish(body, json);
    expect(answer.status).toBe(400);
    const problem = answer.json() as { type: string; errors?: readonly { pointer: string }[] };
    expect(problem.type).toBe('urn:posthorn:problem:malformed-request');
    expect(problem.errors?.map((fault) => fault.pointer)).toEqual(pointer && [pointer]);
  });
});

describe('any other request is the payload itself', () => {
  const bytes = Uint8Array.of(0, 0xff, 0xfe, 0x7b, 0x0a);

  it('with its type in X-Event-Type', async () => {
    const headers = { 'content-type': 'application/x-protobuf', 'x-event-type': 'order.created' };
    const request = await arrivalOf(bytes, headers);
    expect(request.body).toEqual(Buffer.from(bytes));
    expect(request.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'x-posthorn-event-type': 'order.created',
    });
  });

  it('with its type in the query', async () => {
    const request = await arrivalOf('a,b\n', { 'content-type': 'text/csv' }, '?event_type=rows.added');
    expect(request.headers['x-posthorn-event-type']).toBe('rows.added');
  });

  it('without a content type too', async () => {
    const request = await arrivalOf('{"event_type":"b","payload":1}', { 'x-event-type': 'a' });
    expect(request.body.toString()).toBe('{"event_type":"b","payload":1}');
    expect(request.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-posthorn-event-type': 'a',
    });
  });

  it('and is refused without a type of event', async () => {
    const answer = await publish(bytes, { 'content-type': 'application/x-protobuf' });
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ in: 'header', pointer: '/X-Event-Type' }] });
  });
});
