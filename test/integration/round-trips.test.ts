import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';

/** A body from GET can be sent back, and changes of different fields at the same moment are all kept. */

const posthorn = await serviceForFile();
const api = await posthorn.clientWith(['admin']);

const everySetting = {
  target_url: 'http://127.0.0.1:9999/',
  event_types: ['order.*', 'urn:x:y'],
  filter: { order: { total: [{ numeric: ['>', 1] }] } },
  description: 'd',
  metadata: { a: 'b' },
  headers: { 'X-Key': 'secret' },
  retry_policy: { schedule: [1, 2] },
  timeout_seconds: 5,
  rate_limit: { per_second: 5, burst: 2 },
  auth: { type: 'bearer', token: 'token' },
  signature_versions: ['v1', 'v1a'],
  receiver_id: 'customer-1',
  ingest_rate_limit: { per_second: 5 },
} as const;

const read = async (path: string, by = api) => (await by.send('GET', path)).json() as Record<string, unknown>;

const subscriptionWith = async (settings: object) => {
  const made = await api.sendJson('POST', '/subscriptions', settings);
  expect(made.status, made.body.toString()).toBe(201);
  const { id } = made.json() as { id: string };
  return `/subscriptions/${id}`;
};

describe('a subscription', () => {
  it.each([
    ['every setting', everySetting],
    ['the least', { target_url: 'http://127.0.0.1:9999/' }],
    [
      'a source',
      { target_url: 'http://127.0.0.1:9999/', source: { type: 'github' }, ingest_secret: 's'.repeat(32) },
    ],
  ])('with %s, sent back by PUT and by PATCH as GET has it, is not changed', async (_, settings) => {
    const path = await subscriptionWith(settings);
    const before = await read(path);
    for (const method of ['PUT', 'PATCH']) {
      const answer = await api.sendJson(method, path, before);
      expect(answer.status, answer.body.toString()).toBe(200);
      expect(answer.json()).toEqual(before);
    }
    expect(await read(path)).toEqual(before);
  });

  it('that is disabled can be sent back as well, and changed on the way', async () => {
    const path = await subscriptionWith(everySetting);
    await api.send('POST', `${path}/disable`);
    const before = await read(path);
    const answer = await api.sendJson('PUT', path, { ...before, description: 'new' });
    expect(answer.json()).toMatchObject({ description: 'new', status: 'disabled' });
  });

  it.each([
    ['id', 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN'],
    ['tenant_id', 'ten_1'],
    ['status', 'disabled'],
    ['disabled_reason', 'by_request'],
    ['failing_since', '2026-01-31T09:30:00.000Z'],
    ['public_key', 'whpk_AAAA'],
    ['created_at', '2026-01-31T09:30:00.000Z'],
    ['updated_at', null],
  ])('is not changed by another %s, which is refused by name', async (name, value) => {
    const path = await subscriptionWith(everySetting);
    const before = await read(path);
    for (const method of ['PUT', 'PATCH']) {
      const problem = problemIn(await api.sendJson(method, path, { ...before, [name]: value }));
      expect(problem).toMatchObject({ status: 422, errors: [{ in: 'body', pointer: `/${name}` }] });
    }
    expect(await read(path)).toEqual(before);
  });

  it('of a receiver can be sent back by its portal token', async () => {
    const path = await subscriptionWith(everySetting);
    const token = await api.sendJson('POST', '/portal-tokens', {
      receiver_id: everySetting.receiver_id,
      access: 'manage',
    });
    const { token: secret } = token.json() as { token: string };
    const headers = { authorization: `Bearer ${secret}` };
    const before = (await api.send('GET', path, { headers })).json();
    const answer = await api.sendJson('PUT', path, before, headers);
    expect(answer.status, answer.body.toString()).toBe(200);
    expect(answer.json()).toEqual(before);
  });

  it('keeps all of 20 changes of different fields that are made at the same moment', async () => {
    const path = await subscriptionWith({ target_url: 'http://127.0.0.1:9999/' });
    const names = Array.from({ length: 20 }, (_, n) => `field-${n}`);
    const answers = await Promise.all(
      names.map((name) => api.sendJson('PATCH', path, { metadata: { [name]: 'set' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { metadata } = await read(path);
    expect(metadata).toEqual(Object.fromEntries(names.map((name) => [name, 'set'])));
  });
});

describe('an event type', () => {
  const settings = { name: 'round.trip', description: 'd', schema: { type: 'object' }, example: {} };

  it('sent back as GET has it is not changed, and refuses what is read-only', async () => {
    await api.sendJson('POST', '/event-types', settings);
    const before = await read('/event-types/round.trip');
    const answer = await api.sendJson('PATCH', '/event-types/round.trip', before);
    expect(answer.status, answer.body.toString()).toBe(200);
    expect(answer.json()).toEqual(before);
    for (const fields of [{ name: 'another' }, { created_at: 'x' }, { updated_at: null }]) {
      const problem = problemIn(await api.sendJson('PATCH', '/event-types/round.trip', fields));
      expect(problem).toMatchObject({ status: 422, errors: [{ pointer: `/${Object.keys(fields)[0]}` }] });
    }
  });

  it('keeps all of several changes that are made at the same moment', async () => {
    await api.sendJson('POST', '/event-types', { name: 'contested' });
    const changes = [
      { description: 'd' },
      { schema: true },
      { example: 1 },
      ...Array(15).fill({ example: 1 }),
    ];
    const answers = await Promise.all(
      changes.map((change) => api.sendJson('PATCH', '/event-types/contested', change)),
    );
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
    expect(await read('/event-types/contested')).toMatchObject({
      description: 'd',
      schema: true,
      example: 1,
    });
  });
});
