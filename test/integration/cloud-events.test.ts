import { describe, expect, it } from 'vitest';
import { ingestSignature } from '../../src/domain/ingest-verification.ts';
import { type HttpAnswer, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';

/** CloudEvents 1.0.2 by every way in. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const api = await posthorn.clientWith(['admin']);
const target = receiver.target();
const { id } = await api.createSubscription({ target_url: target.url });
const ingest = `/ingest/${id}`;

const ways = [['/events'], ['/ingest']] as const;
const pathOf = (way: string) => (way === '/ingest' ? ingest : way);

let counter = 0;
const newId = () => {
  counter += 1;
  return `id-${counter}`;
};

const binaryHeaders = (about: Readonly<Record<string, string>> = {}) => ({
  'ce-specversion': '1.0',
  'ce-id': newId(),
  'ce-source': '/shop',
  'ce-type': 'order.created',
  ...about,
});

const structuredBody = (about: object = {}) =>
  JSON.stringify({ specversion: '1.0', id: newId(), source: '/shop', type: 'order.created', ...about });

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const eventIdIn = (answer: HttpAnswer) => {
  expect(answer.status, answer.body.toString()).toBe(202);
  return (answer.json() as { event_id: string }).event_id;
};
const arrivalOf = (answer: HttpAnswer) => {
  const id = eventIdIn(answer);
  return eventually(`${id} arrives`, async () =>
    target.requests.find(({ headers }) => headers['webhook-id'] === id),
  );
};

describe.each(ways)('a binary CloudEvent to %s', (way) => {
  const send = (headers: Record<string, string>, body: string | Uint8Array = '') =>
    api.send('POST', pathOf(way), { headers, body });

  it('without data is delivered with an empty body and its attributes', async () => {
    const headers = binaryHeaders({ 'ce-subject': 's', 'ce-myextension': 'x' });
    const request = await arrivalOf(await send(headers));
    expect(request.body.length).toBe(0);
    expect(request.headers).toMatchObject({ ...headers, 'x-posthorn-event-type': 'order.created' });
  });

  it.each([
    'com.amazonaws.s3.ObjectCreated:Put',
    'urn:x:y',
    'https://a.example/t?v=1#f',
    `${'t'.repeat(256)}`,
  ])('may have the type %s', async (type) => {
    const request = await arrivalOf(await send(binaryHeaders({ 'ce-type': type }), '1'));
    expect(request.headers).toMatchObject({ 'ce-type': type, 'x-posthorn-event-type': type });
  });

  it('has its attributes percent-decoded for what Posthorn reads, and sent on as they came', async () => {
    const encoded = { 'ce-type': 'order%20created', 'ce-source': '/caf%C3%A9', 'ce-id': 'euro-%E2%82%AC' };
    const answer = await send(binaryHeaders(encoded), '1');
    const request = await arrivalOf(answer);
    expect(request.headers).toMatchObject({ ...encoded, 'x-posthorn-event-type': 'order created' });
    const again = structuredBody({ source: '/café', id: 'euro-€', type: 'order created' });
    const structured = await api.send('POST', pathOf(way), { headers: STRUCTURED, body: again });
    expect(eventIdIn(structured)).toBe(eventIdIn(answer));
  });

  it('may have raw UTF-8 in attributes, which is sent on percent-encoded', async () => {
    // With a body of bytes: Node.js writes headers in the encoding of a text that follows them.
    const source = Buffer.from('/naïve€').toString('latin1');
    const request = await arrivalOf(await send(binaryHeaders({ 'ce-source': source }), Buffer.from('1')));
    expect(request.headers['ce-source']).toBe('/na%C3%AFve%E2%82%AC');
  });

  it.each([
    ['ce-specversion', '0.3'],
    ['ce-id', undefined],
    ['ce-source', undefined],
    ['ce-type', undefined],
    ['ce-specversion', undefined],
    ['ce-type', 'posthorn.test'],
    ['ce-time', 'yesterday'],
    ['ce-subject', 'x'.repeat(1_025)],
  ])('is refused by name when %s is %s', async (name, value) => {
    const { [name]: _, ...others } = binaryHeaders() as Record<string, string>;
    const answer = await send({ ...others, ...(value !== undefined && { [name]: value }) }, '1');
    const problem = problemIn(answer);
    expect(problem.status).toBe(422);
    expect(problem.errors?.map((fault) => `${fault.in} ${fault.pointer}`)).toEqual([`header /${name}`]);
  });

  it('is refused when X-Event-Type says otherwise, and taken when it says the same', async () => {
    const other = await send({ ...binaryHeaders(), 'x-event-type': 'other' }, '1');
    expect(problemIn(other).errors).toMatchObject([{ in: 'header', pointer: '/X-Event-Type' }]);
    await arrivalOf(await send({ ...binaryHeaders(), 'x-event-type': 'order.created' }, '1'));
  });
});

describe.each(ways)('a structured CloudEvent to %s', (way) => {
  const send = (body: string, more: Record<string, string> = {}) =>
    api.send('POST', pathOf(way), { headers: { ...STRUCTURED, ...more }, body });

  it.each([
    ['non-ASCII id and source', { id: 'é-日本', source: '/münchen' }],
    ['data in Base64', { data_base64: 'AAH/', datacontenttype: 'application/octet-stream' }],
    ['extensions', { traceparent: '00-0af7-01', sequence: 5, flag: true }],
    [
      'all optional attributes',
      { subject: 's', time: '2026-01-31T09:30:00.123+02:00', dataschema: 'urn:s', data: null },
    ],
    ['attributes that are null', { subject: null, time: null }],
    ['an id of any length', { id: 'i'.repeat(5_000) }],
  ])('with %s arrives byte for byte', async (_, about) => {
    const body = structuredBody(about);
    const request = await arrivalOf(await send(body));
    expect(request.body.toString()).toBe(body);
    expect(request.headers).toMatchObject({ ...STRUCTURED, 'x-posthorn-event-type': 'order.created' });
  });

  it('is the same event even if the rest of a repeat differs, and the answer says that it repeats', async () => {
    const id = newId();
    const first = await send(structuredBody({ id, data: 1 }));
    const again = await send(structuredBody({ id, data: 2, time: '2026-01-31T09:30:00Z' }));
    expect(eventIdIn(again)).toBe(eventIdIn(first));
    expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true']);
    const other = await send(structuredBody({ id, source: '/another', data: 1 }));
    expect(eventIdIn(other)).not.toBe(eventIdIn(first));
    const ids = [eventIdIn(first), eventIdIn(other)];
    await eventually('both arrive', async () =>
      ids.every((one) => target.requests.some(({ headers }) => headers['webhook-id'] === one)),
    );
    expect(target.requests.filter(({ headers }) => headers['webhook-id'] === ids[0])).toHaveLength(1);
  });

  it.each([
    ['another specversion', { specversion: '0.3' }, '/specversion'],
    ['a number as its specversion', { specversion: 1 }, '/specversion'],
    ['an empty id', { id: '' }, '/id'],
    ['no source', { source: null }, '/source'],
    ['a type that is empty', { type: '' }, '/type'],
    ['a time that is none', { time: 'now' }, '/time'],
    ['data twice', { data: 1, data_base64: 'AA==' }, '/data_base64'],
    ['data that is no Base64', { data_base64: '?' }, '/data_base64'],
    ['a content type that is no text', { datacontenttype: 5 }, '/datacontenttype'],
  ])('is refused by name with %s', async (_, about, pointer) => {
    const problem = problemIn(await send(structuredBody(about)));
    expect(problem.status).toBe(422);
    expect(problem.errors?.map((fault) => `${fault.in} ${fault.pointer}`)).toEqual([`body ${pointer}`]);
  });

  it('is refused with an attribute that is there twice', async () => {
    const body = '{"specversion":"1.0","id":"1","source":"/s","type":"a","type":"b"}';
    expect(problemIn(await send(body)).errors).toMatchObject([{ pointer: '/type' }]);
  });

  it('is refused in a format that is not supported', async () => {
    const answer = await send('x', { 'content-type': 'application/cloudevents+avro' });
    expect(problemIn(answer).status).toBe(415);
  });
});

describe('a CloudEvent to a subscription that asks for signatures', () => {
  it('is signed over its body, and refused without', async () => {
    const secret = 'a secret of sufficient length';
    const { id } = await api.createSubscription({ target_url: target.url, ingest_secret: secret });
    const body = structuredBody({ data: 1 });
    const signature = ingestSignature(secret, Buffer.from(body));
    const headers = { ...STRUCTURED, 'x-posthorn-signature': signature };
    await arrivalOf(await api.send('POST', `/ingest/${id}`, { headers, body }));
    const unsigned = await api.send('POST', `/ingest/${id}`, { headers: STRUCTURED, body });
    expect(problemIn(unsigned).status).toBe(400);
  });
});

describe.each(['/events', '/events/batch', '/ingest/batch'])('a list of CloudEvents to %s', (way) => {
  const headers = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };
  const send = (body: string) =>
    api.send('POST', way === '/ingest/batch' ? `${ingest}/batch` : way, { headers, body });

  it('has a result for each, and each is delivered as a structured one', async () => {
    const events = [structuredBody({ data: { a: 1 } }), '{"specversion":"1.0"}', structuredBody({ data: 2 })];
    const answer = await send(`[${events.join(' , ')}]`);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ accepted: 2, refused: 1, results: [{}, { status: 422 }, {}] });
    const { results } = answer.json() as { results: { event_id: string; problem: { errors: object[] } }[] };
    expect(results[1]?.problem.errors).toContainEqual({
      in: 'body',
      pointer: '/1/id',
      detail: 'is required',
    });
    for (const n of [0, 2]) {
      const request = await eventually('it arrives', async () =>
        target.requests.find((one) => one.headers['webhook-id'] === results[n]?.event_id),
      );
      expect(request.body.toString()).toBe(events[n]);
      expect(request.headers['content-type']).toBe('application/cloudevents+json');
    }
  });

  it('says when all of it repeats', async () => {
    const body = `[${structuredBody({ data: 1 })}]`;
    const [first, again] = [await send(body), await send(body)];
    expect(again.json()).toEqual(first.json());
    expect([first, again].map((one) => one.headers['idempotency-replayed'])).toEqual([undefined, 'true']);
  });

  it('may be empty, but must be a list', async () => {
    expect((await send('[]')).json()).toEqual({ accepted: 0, refused: 0, results: [] });
    expect(problemIn(await send('{}')).status).toBe(422);
    expect(problemIn(await send('[')).status).toBe(400);
  });
});

describe('an empty body', () => {
  it.each([
    ['/events', {}],
    ['/events', { 'content-type': 'application/json' }],
    ['/ingest', {}],
    ['/ingest', { 'content-type': 'application/json' }],
  ])('with a type is an event without content: %s %j', async (way, headers) => {
    const answer = await api.send('POST', pathOf(way), {
      headers: { ...headers, 'x-event-type': 'ping' },
      body: '',
    });
    expect((await arrivalOf(answer)).body.length).toBe(0);
  });
});
