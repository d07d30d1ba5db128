import { describe, expect, it } from 'vitest';
import { receiverPageShape, receiverShape } from '../../src/http/receivers/output.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';

/** The records of receivers over the API. Their limits: receiver-limits.test.ts. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const api = await posthorn.clientWith(['admin']);

const create = (about: object, by = api) => by.sendJson('POST', '/receivers', about);
const pathOf = (id: string) => `/receivers/${encodeURIComponent(id)}`;
const read = async (id: string, by = api) => receiverShape.parse((await by.send('GET', pathOf(id))).json());
const change = (id: string, about: object) => api.sendJson('PATCH', pathOf(id), about);

async function portalOf(receiverId: string, by = api): Promise<ApiClient> {
  const made = await by.sendJson('POST', '/portal-tokens', { receiver_id: receiverId, access: 'manage' });
  return new ApiClient(posthorn.url, (made.json() as { token: string }).token);
}

describe('a receiver', () => {
  it('keeps its fields', async () => {
    const about = {
      id: 'kept',
      name: 'Käufer “42”',
      metadata: { plan: 'gold' },
      rate_limit: { per_second: 10, burst: 20 },
      subscriptions_limit: 5,
    };
    const made = await create(about);
    expect(made.status).toBe(201);
    expect(made.headers.location).toBe('/receivers/kept');
    expect(made.json()).toEqual({ ...about, created_at: expect.any(String), updated_at: expect.any(String) });
    expect(await read('kept')).toEqual(made.json());
    expect(problemIn(await create(about))).toMatchObject({
      status: 409,
      type: 'urn:posthorn:problem:conflict',
    });
  });

  it('gets an id and defaults if the request has none', async () => {
    const made = receiverShape.parse((await create({ name: 'a' })).json());
    expect(made.id).toMatch(/^rcv_[0-9A-Z]{26}$/);
    expect(made).toMatchObject({ metadata: {}, rate_limit: null, subscriptions_limit: null });
    expect(await read(made.id)).toEqual(made);
  });

  it.each(['a/b', '/', 'a/', '?a=b#c', 'a%2Fb', '%', '...', ' ', 'ü 漢 🐎', 'a\nb', '\u0000', "'--"])(
    'can have the id %j',
    async (id) => {
      const made = await create({ id, name: 'n' });
      expect(made.status).toBe(201);
      expect((await api.send('GET', String(made.headers.location))).json()).toEqual(made.json());
      expect((await change(id, { name: 'changed' })).json()).toMatchObject({ id, name: 'changed' });
      expect((await api.send('DELETE', pathOf(id))).status).toBe(204);
      expect(problemIn(await api.send('GET', pathOf(id))).status).toBe(404);
    },
  );

  it('is created once by a repeat with the same Idempotency-Key, also with a generated id', async () => {
    const make = (about: object, key: string) =>
      api.sendJson('POST', '/receivers', about, { 'idempotency-key': key });
    for (const about of [{ id: 'once', name: 'a' }, { name: 'generated' }]) {
      const first = await make(about, `key-of-${about.name}`);
      expect(first.status).toBe(201);
      expect((await make(about, `key-of-${about.name}`)).json()).toEqual(first.json());
    }
    expect((await make({ id: 'once', name: 'a' }, 'another')).status).toBe(409);
  });

  it('is changed field by field; metadata and rate limit are merged', async () => {
    const limit = { per_second: 5, burst: 9 };
    await create({ id: 'merged', name: 'a', metadata: { a: '1', b: '2' }, rate_limit: limit });
    const patch = { metadata: { a: null, c: '3' }, rate_limit: { burst: 7 }, subscriptions_limit: 0 };
    expect((await change('merged', patch)).json()).toMatchObject({
      ...{ name: 'a', metadata: { b: '2', c: '3' }, rate_limit: { per_second: 5, burst: 7 } },
      subscriptions_limit: 0,
    });
    const cleared = { name: 'b', metadata: null, rate_limit: null, subscriptions_limit: null };
    expect((await change('merged', cleared)).json()).toMatchObject({ ...cleared, metadata: {} });
    // Half of a limit cannot be merged into none.
    expect(problemIn(await change('merged', { rate_limit: { burst: 7 } })).errors).toMatchObject([
      { in: 'body', pointer: '/rate_limit/per_second' },
    ]);
    const before = await read('merged');
    expect((await change('merged', before)).json()).toEqual(before);
    expect(problemIn(await change('unknown', {})).status).toBe(404);
  });

  it('keeps all of many changes at the same moment', async () => {
    await create({ id: 'contested', name: 'a' });
    const names = Array.from({ length: 20 }, (_, n) => `m${n}`);
    const answers = await Promise.all(
      names.map((name) => change('contested', { metadata: { [name]: name } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    expect(Object.keys((await read('contested')).metadata).sort()).toEqual(names.toSorted());
  });

  it('is listed by id, without receivers that are only in use', async () => {
    const own = await posthorn.clientWith(['admin']);
    const ids = ['b', 'a', 'ä', 'a.b', 'a\nb'];
    for (const id of ids) await create({ id, name: id }, own);
    await own.createSubscription({ target_url: receiver.target().url, receiver_id: 'only used' });
    const listed: string[] = [];
    let cursor = '';
    do {
      const page = receiverPageShape.parse((await own.send('GET', `/receivers?limit=2${cursor}`)).json());
      listed.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(listed).toEqual(['a', 'a\nb', 'a.b', 'b', 'ä']);
  });

  it('is in the audit log', async () => {
    const own = await posthorn.clientWith(['admin']);
    await create({ id: 'noted', name: 'a' }, own);
    await own.sendJson('PATCH', '/receivers/noted', { name: 'b' });
    await own.send('DELETE', '/receivers/noted');
    const { data } = (await own.send('GET', '/audit-log')).json() as { data: Record<string, unknown>[] };
    expect(data.map(({ action, subject, fields }) => [action, subject, fields])).toEqual([
      ['receiver.deleted', 'noted', []],
      ['receiver.updated', 'noted', ['name']],
      ['receiver.created', 'noted', ['id', 'name']],
    ]);
  });

  it('leaves its subscriptions and events when it is deleted, and they are delivered', async () => {
    const hook = receiver.target();
    await create({ id: 'deleted', name: 'a', rate_limit: { per_second: 0.01, burst: 1 } });
    const { id } = await api.createSubscription({ target_url: hook.url, receiver_id: 'deleted' });
    const event = { event_type: 'a', payload: 1, receiver_id: 'deleted' };
    await api.publish(event);
    expect((await api.send('DELETE', pathOf('deleted'))).status).toBe(204);
    expect(problemIn(await api.send('DELETE', pathOf('deleted'))).status).toBe(404);
    expect((await api.subscription(id)).status).toBe('enabled');
    // No limit any more.
    expect((await api.publish(event)).deliveries_count).toBe(1);
    await eventually('both arrive', () => hook.requests.length === 2);
  });
});

describe('the receiver of a portal token', () => {
  it('is all that the token reads, and without its metadata', async () => {
    await create({ id: 'mine', name: 'Mine Ltd.', metadata: { secret: 'margin' }, subscriptions_limit: 3 });
    await create({ id: 'not mine', name: 'Other Ltd.' });
    const portal = await portalOf('mine');
    expect(await read('mine', portal)).toEqual({ ...(await read('mine')), metadata: {} });
    expect(problemIn(await portal.send('GET', pathOf('not mine'))).status).toBe(404);
    for (const [method, path] of [
      ['GET', '/receivers'],
      ['POST', '/receivers'],
      ['PATCH', pathOf('mine')],
      ['DELETE', pathOf('mine')],
    ] as const) {
      expect(problemIn(await portal.sendJson(method, path, { name: 'a' })).status).toBe(403);
    }
    expect((await portal.send('GET', '/me')).json()).toMatchObject({ receiver_name: 'Mine Ltd.' });
  });

  it('need not have a record', async () => {
    const portal = await portalOf('without a record');
    expect(problemIn(await portal.send('GET', pathOf('without a record'))).status).toBe(404);
    expect((await portal.send('GET', '/me')).json()).toMatchObject({ receiver_name: null });
  });

  it('of another tenant with the same id is another receiver', async () => {
    const other = await posthorn.clientWith(['admin']);
    await create({ id: 'shared', name: 'ours' });
    await create({ id: 'shared', name: 'theirs' }, other);
    expect((await read('shared', await portalOf('shared', other))).name).toBe('theirs');
    await other.send('DELETE', pathOf('shared'));
    expect((await read('shared')).name).toBe('ours');
  });
});
