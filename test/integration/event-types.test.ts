import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { receiverForFile } from '../support/receiver.ts';

/** The catalogue over the API, and validation of events. The meaning of schemas: test/unit/json-schema*.test.ts. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const api = await posthorn.clientWith(['admin']);

const schema = {
  type: 'object',
  required: ['order'],
  properties: { order: { type: 'integer' } },
};

const create = (about: object, by = api) => by.sendJson('POST', '/event-types', about);
const change = (name: string, about: object) => api.sendJson('PATCH', `/event-types/${name}`, about);

let counter = 0;
/** An event type that nothing else has to do with. */
async function enforced(about: object = {}): Promise<string> {
  counter += 1;
  const name = `enforced.n${counter}`;
  expect((await create({ name, schema, validation: 'enforce', ...about })).status).toBe(201);
  return name;
}

describe('the catalogue', () => {
  it('keeps its fields', async () => {
    const about = {
      name: 'kept.as-it_is',
      description: 'd',
      schema,
      example: { order: 1 },
      validation: 'enforce',
    };
    const made = await create(about);
    expect(made.status).toBe(201);
    expect(made.headers.location).toBe('/event-types/kept.as-it_is');
    expect(made.json()).toEqual({ ...about, created_at: expect.any(String), updated_at: expect.any(String) });
    expect((await api.send('GET', '/event-types/kept.as-it_is')).json()).toEqual(made.json());
    expect((await create({ name: 'plain' })).json()).toMatchObject({
      ...{ description: null, schema: null, example: null, validation: 'none' },
    });
    expect(problemIn(await create({ name: 'plain' }))).toMatchObject({ status: 409 });
  });

  it.each<[string, object, string]>([
    ['a reserved name', { name: 'posthorn.test' }, '/name'],
    ['a name that no event can have', { name: 'é' }, '/name'],
    ['the name .', { name: '.' }, '/name'],
    ['the name ..', { name: '..' }, '/name'],
    [
      'an unknown keyword',
      { name: 'a', schema: { properties: { a: { nope: 1 } } } },
      '/schema/properties/a/nope',
    ],
    ['a schema that is none', { name: 'a', schema: 'object' }, '/schema'],
    ['an example that does not match', { name: 'a', schema, example: { order: 'x' } }, '/example/order'],
    ['an example that is too long', { name: 'a', example: 'x'.repeat(32_768) }, '/example'],
    ['nothing to enforce', { name: 'a', validation: 'enforce' }, '/validation'],
    ['a field that it does not have', { name: 'a', archived: true }, '/archived'],
  ])('does not take %s', async (_, about, pointer) => {
    const problem = problemIn(await create(about));
    expect(problem).toMatchObject({ status: 422, type: 'urn:posthorn:problem:invalid-request' });
    expect(problem.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('is not harmed by what is nested without end', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const field of ['schema', 'example']) {
      const body = `{"name":"deep","${field}":${deep}}`;
      const answer = await api.send('POST', '/event-types', {
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(problemIn(answer)).toMatchObject({ status: 422, errors: [{ pointer: `/${field}` }] });
    }
  });

  it('takes a repeat with its key for one, but no second one of a name', async () => {
    const make = (key: string) =>
      api.sendJson('POST', '/event-types', { name: 'once' }, { 'idempotency-key': key });
    const first = await make('once-1');
    expect(first.status).toBe(201);
    expect((await make('once-1')).json()).toEqual(first.json());
    expect((await make('once-2')).status).toBe(409);
    // Nor did the refused call become the one that made it.
    expect((await make('once-2')).status).toBe(409);
  });

  it('is changed field by field, a schema as a whole', async () => {
    const name = await enforced({ example: { order: 1 }, description: 'before' });
    const changed = await change(name, { schema: { type: 'object' }, description: null });
    expect(changed.json()).toMatchObject({
      ...{ schema: { type: 'object' }, description: null, example: { order: 1 }, validation: 'enforce' },
    });
    expect(problemIn(await change(name, { schema: { type: 'array' } })).errors).toMatchObject([
      { pointer: '/example', detail: 'must be of type array' },
    ]);
    expect(problemIn(await change(name, { schema: null })).errors).toMatchObject([
      { pointer: '/validation' },
    ]);
    expect(problemIn(await change(name, { name: 'b' })).errors).toMatchObject([{ pointer: '/name' }]);
    expect((await change(name, { schema: null, validation: 'none', example: null })).status).toBe(200);
    expect(problemIn(await change('nobody.knows', {})).status).toBe(404);
  });

  it('is listed in the order of names, with pages that fit into an answer', async () => {
    const own = await posthorn.clientWith(['admin']);
    const names = ['a.c', 'a', 'b', 'a.b'];
    for (const name of names) await create({ name }, own);
    const page = async (query: string) =>
      (await own.send('GET', `/event-types${query}`)).json() as {
        data: { name: string }[];
        next_cursor: string | null;
      };
    const first = await page('?limit=3');
    expect(first.data.map(({ name }) => name)).toEqual(['a', 'a.b', 'a.c']);
    const second = await page(`?limit=3&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ data: [{ name: 'b' }], next_cursor: null });

    const example = 'x'.repeat(32_000);
    const large = Array.from({ length: 80 }, (_, n) => create({ name: `large.${n}`, example }, own));
    await Promise.all(large);
    const short = await page('?limit=250');
    expect(short.data.length).toBeGreaterThan(60);
    expect(short.data.length).toBeLessThan(80);
    const rest = await page(`?limit=250&cursor=${short.next_cursor}`);
    expect(new Set([...short.data, ...rest.data].map(({ name }) => name)).size).toBe(84);
    expect(rest.next_cursor).toBeNull();
  });

  it('is in the trail of changes', async () => {
    const own = await posthorn.clientWith(['admin']);
    await create({ name: 'noted' }, own);
    await own.sendJson('PATCH', '/event-types/noted', { description: 'x' });
    await own.send('DELETE', '/event-types/noted');
    const { data } = (await own.send('GET', '/audit-log')).json() as { data: Record<string, unknown>[] };
    expect(data.map(({ action, subject, fields }) => [action, subject, fields])).toEqual([
      ['event_type.deleted', 'noted', []],
      ['event_type.updated', 'noted', ['description']],
      ['event_type.created', 'noted', ['name']],
    ]);
  });

  it('is of one tenant only', async () => {
    const name = await enforced();
    const other = await posthorn.clientWith(['admin']);
    expect((await other.send('GET', `/event-types/${name}`)).status).toBe(404);
    expect((await other.send('DELETE', `/event-types/${name}`)).status).toBe(404);
    await other.publish({ event_type: name, payload: 'anything' });
  });

  it('is shown as an OpenAPI document, in which references lead somewhere', async () => {
    const own = await posthorn.clientWith(['admin']);
    const tree = {
      $id: 'https://shop.example/tree',
      $defs: { leaf: { const: { $ref: '#/data' } } },
      properties: { leaf: { $ref: '#/$defs/leaf' }, trees: { items: { $ref: '#' } } },
    };
    await create({ name: 'tree.grown', schema: tree, example: {}, description: 'Leaves.' }, own);
    await create({ name: 'plain' }, own);
    const document = (await own.send('GET', '/openapi/event-types.json')).json() as {
      webhooks: Record<string, { post: Record<string, unknown> }>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document).toMatchObject({ openapi: '3.1.0' });
    expect(Object.keys(document.webhooks)).toEqual(['plain', 'tree.grown']);
    expect(document.webhooks['tree.grown']?.post).toMatchObject({
      description: 'Leaves.',
      requestBody: {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/tree.grown' }, example: {} } },
      },
    });
    expect(document.components.schemas['tree.grown']).toEqual({
      $defs: { leaf: { const: { $ref: '#/data' } } },
      properties: {
        leaf: { $ref: '#/components/schemas/tree.grown/$defs/leaf' },
        trees: { items: { $ref: '#/components/schemas/tree.grown' } },
      },
    });
  });
});

describe('an event', () => {
  const mismatch = { status: 422, type: 'urn:posthorn:problem:schema-mismatch' };
  const eventsOf = async (type: string) => (await api.events(`?event_type=${type}`)).data;
  const subscribe = async () => (await api.createSubscription({ target_url: receiver.target().url })).id;
  const publish = (event: object, headers = {}) => api.sendJson('POST', '/events', event, headers);

  it('is taken when it matches, and else refused with what is wrong; nothing is kept', async () => {
    const type = await enforced();
    const refused = problemIn(await publish({ event_type: type, payload: { order: '1' } }));
    expect(refused).toMatchObject(mismatch);
    expect(refused.detail).toContain(type);
    expect(refused.errors).toEqual([{ in: 'payload', pointer: '/order', detail: 'must be of type integer' }]);
    expect(await eventsOf(type)).toEqual([]);
    await api.publish({ event_type: type, payload: { order: 1 } });
    expect(await eventsOf(type)).toHaveLength(1);
  });

  it('is refused when it is no JSON', async () => {
    const type = await enforced();
    const headers = { 'content-type': 'text/plain', 'x-event-type': type };
    const answer = await api.send('POST', '/events', { headers, body: 'order 1' });
    expect(problemIn(answer)).toMatchObject({ ...mismatch, errors: [{ in: 'payload', pointer: '' }] });
    expect((await api.send('POST', '/events', { headers, body: '{"order": 1}' })).status).toBe(202);
  });

  it('of a type without a schema, or that is not enforced, or not there, is taken as ever', async () => {
    const type = await enforced({ validation: 'none' });
    await create({ name: 'no.schema' });
    for (const event_type of [type, 'no.schema', 'nobody.knows'])
      await api.publish({ event_type, payload: 'x' });
  });

  it('of a batch is refused by itself', async () => {
    const type = await enforced();
    const events = [
      { event_type: type, payload: { order: 1 } },
      { event_type: type, payload: {} },
      { event_type: 'nobody.knows', payload: {} },
    ];
    const expected = [
      { status: 202 },
      {
        status: 422,
        problem: { ...mismatch, errors: [{ in: 'payload', pointer: '/order', detail: 'is required' }] },
      },
      { status: 202 },
    ];
    const published = await api.sendJson('POST', '/events/batch', { events });
    expect(published.json()).toMatchObject({ accepted: 2, refused: 1, results: expected });
    const handed = await api.sendJson('POST', `/ingest/${await subscribe()}/batch`, { events });
    expect(handed.json()).toMatchObject({ accepted: 2, refused: 1, results: expected });
    expect(await eventsOf(type)).toHaveLength(2);
  });

  it('for one subscription is held against it too', async () => {
    const type = await enforced();
    const id = await subscribe();
    const answer = await api.send('POST', `/ingest/${id}?event_type=${type}`, { body: '{"order": null}' });
    expect(problemIn(answer)).toMatchObject({ ...mismatch, errors: [{ pointer: '/order' }] });
    expect((await api.deliveries(id)).data).toEqual([]);
    expect(
      (await api.send('POST', `/ingest/${id}?event_type=${type}`, { body: '{"order": 1}' })).status,
    ).toBe(202);
    expect((await api.send('POST', `/ingest/${id}`, { body: 'no type' })).status).toBe(202);
  });

  it('of CloudEvents is: the data where it is the body, the whole where that is the body', async () => {
    const type = await enforced();
    const attributes = { specversion: '1.0', id: '1', source: '/shop', type };
    const binary = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
    );
    const send = (headers: Record<string, string>, body: object) =>
      api.send('POST', '/events', { headers, body: JSON.stringify(body) });
    const json = { 'content-type': 'application/json', ...binary };
    expect(problemIn(await send(json, { order: 'x' }))).toMatchObject(mismatch);
    expect((await send(json, { order: 1 })).status).toBe(202);
    const structured = { 'content-type': 'application/cloudevents+json' };
    const answer = await send(structured, { ...attributes, id: '2', data: { order: 1 } });
    expect(problemIn(answer)).toMatchObject({
      ...mismatch,
      errors: [{ pointer: '/order', detail: 'is required' }],
    });
    await change(type, { schema: { properties: { data: schema } } });
    expect((await send(structured, { ...attributes, id: '3', data: { order: 1 } })).status).toBe(202);
  });

  it('that is rejected uses up no key; an accepted one is answered again, with any later schema', async () => {
    const type = await enforced();
    const key = { 'idempotency-key': `key-${type}` };
    expect((await publish({ event_type: type, payload: {} }, key)).status).toBe(422);
    const event = { event_type: type, payload: { order: 1 } };
    const first = await publish(event, key);
    expect(first.status).toBe(202);
    await change(type, { schema: { type: 'object', required: ['more'] } });
    expect((await publish(event, key)).json()).toEqual(first.json());
    expect(problemIn(await publish(event)).type).toBe(mismatch.type);
    expect(problemIn(await publish({ event_type: type, payload: {} }, key)).status).toBe(409);

    const id = await subscribe();
    await change(type, { schema });
    const hand = () =>
      api.send('POST', `/ingest/${id}?event_type=${type}`, { body: '{"order": 1}', headers: key });
    const handed = await hand();
    await change(type, { schema: false });
    expect((await hand()).json()).toEqual(handed.json());
  });

  it('meets what the entry was changed to, or that it is gone, at once', async () => {
    const type = await enforced();
    const event = { event_type: type, payload: {} };
    expect((await publish(event)).status).toBe(422);
    await change(type, { validation: 'none' });
    expect((await publish(event)).status).toBe(202);
    await change(type, { validation: 'enforce' });
    expect((await publish(event)).status).toBe(422);
    expect((await api.send('DELETE', `/event-types/${type}`)).status).toBe(204);
    expect((await publish(event)).status).toBe(202);
    await create({ name: type, schema, validation: 'enforce' });
    expect((await publish(event)).status).toBe(422);
  });

  it('that tests a subscription is the example of its type', async () => {
    const type = await enforced({ example: { order: 7 } });
    const answer = await api.sendJson('POST', `/subscriptions/${await subscribe()}/test`, {
      event_type: type,
    });
    const { event_id: id } = answer.json() as { event_id: string };
    expect((await api.event(id)).payload).toBe('{"order":7}');
  });
});
