import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import { problemIn } from './support/api.ts';
import { PATIENCE_MS, posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['order', 'lines'],
  properties: {
    order: { type: 'integer', minimum: 1 },
    lines: { type: 'array', minItems: 1, items: { $ref: '#/$defs/line' } },
  },
  $defs: { line: { type: 'object', properties: { sku: { type: 'string', pattern: '^[A-Z]{3}-\\d+$' } } } },
};
const example = { order: 1001, lines: [{ sku: 'ABC-1' }] };

const create = (about: object) => posthorn.api.sendJson('POST', '/event-types', about);

describe.concurrent('the catalogue of event types', () => {
  it('keeps its fields, changed or not, until it is deleted', async ({ expect }) => {
    const name = uniqueName();
    const about = { name, description: 'An order', schema, example, validation: 'enforce' };
    const made = await create(about);
    expect(made.status).toBe(201);
    expect(JSON.parse(made.text)).toMatchObject(about);
    expect(problemIn(await create(about)).status).toBe(409);
    const patch = { description: null, validation: 'none' };
    const changed = await posthorn.api.sendJson('PATCH', `/event-types/${name}`, patch);
    expect(JSON.parse(changed.text)).toMatchObject({ ...about, ...patch });
    const read = await posthorn.api.send('GET', `/event-types/${name}`);
    expect(read.text).toBe(changed.text);

    const document = JSON.parse((await posthorn.api.send('GET', '/openapi/event-types.json')).text);
    expect(document.webhooks).toHaveProperty([name]);
    expect(document.components.schemas[name].properties.lines.items).toEqual({
      $ref: `#/components/schemas/${name}/$defs/line`,
    });

    expect((await posthorn.api.send('DELETE', `/event-types/${name}`)).status).toBe(204);
    expect(problemIn(await posthorn.api.send('GET', `/event-types/${name}`)).status).toBe(404);
  });

  it('is listed in the order of names', async ({ expect }) => {
    const prefix = uniqueName();
    for (const suffix of ['b', 'c', 'a']) await create({ name: `${prefix}.${suffix}` });
    const listed: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { text } = await posthorn.api.send('GET', `/event-types?limit=2${query}`);
      const { data, next_cursor: next } = JSON.parse(text);
      listed.push(...data.map(({ name }: { name: string }) => name));
      cursor = next;
    }
    const ours = listed.filter((name) => name.startsWith(prefix));
    expect(ours).toEqual(['a', 'b', 'c'].map((suffix) => `${prefix}.${suffix}`));
  });

  it('takes no schema that it could not enforce', async ({ expect }) => {
    const answer = await create({ name: uniqueName(), schema: { properties: { a: { $dynamicRef: '#a' } } } });
    expect(problemIn(answer)).toMatchObject({
      status: 422,
      errors: [{ pointer: '/schema/properties/a/$dynamicRef' }],
    });
  });
});

describe.concurrent('an event of a type with an enforced schema', () => {
  it('arrives when it matches, and is refused when it does not', async ({ expect }) => {
    const name = uniqueName();
    await create({ name, schema, validation: 'enforce' });
    const { receiver_id: receiver, hook } = await posthorn.subscribe();
    const event = { event_type: name, receiver_id: receiver };
    const bad = { ...event, payload: { order: 1001, lines: [{ sku: 'abc' }] } };
    // Until everybody has seen the new entry: half a minute.
    const refused = await eventually(
      'it is refused',
      async () => {
        const answer = await posthorn.api.sendJson('POST', '/events', bad);
        return answer.status === 422 && answer;
      },
      PATIENCE_MS,
    );
    expect(problemIn(refused)).toMatchObject({
      type: 'urn:posthorn:problem:schema-mismatch',
      errors: [{ in: 'payload', pointer: '/lines/0/sku' }],
    });
    const { event_id: eventId, deliveries } = await posthorn.api.publish({ ...event, payload: example });
    await posthorn.deliveryIn('delivered', deliveries[0]!.task_id);
    const arrived = hook.requests.filter(({ headers }) => headers['webhook-id'] === eventId);
    expect(arrived.map(({ body }) => JSON.parse(body.toString()))).toEqual([example]);
  });
});
