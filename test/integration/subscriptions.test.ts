import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedService, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type Receiver, startReceiver, type Target } from '../support/receiver.ts';

let posthorn: EmbeddedService;
let receiver: Receiver;

beforeAll(async () => {
  posthorn = await serviceForFile();
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.stop();
  await posthorn.stop();
});

/** The first of its requests that has this body. */
const requestWith = (target: Target, body: string) =>
  eventually(`${body} arrives`, () => target.requests.find((request) => request.body.toString() === body));

const TARGET = 'https://shop.example/hooks';

const fullInput = {
  target_url: TARGET,
  event_types: ['order.*', 'invoice.paid'],
  description: 'Orders, for the warehouse',
  metadata: { team: 'logistics' },
  headers: { 'X-Shop-Key': 'k-51f0', Authorization: 'Basic c2hvcDpob3Ju' },
  retry_policy: { base_seconds: 5, factor: 2, max_delay_seconds: 600, max_attempts: 8 },
  timeout_seconds: 20,
  receiver_id: 'customer-42',
  ingest_secret: 'geheim',
};

describe('a new subscription', () => {
  it('needs a target only; all else has its default', async () => {
    const created = await posthorn.api.createSubscription({ target_url: TARGET });
    expect(created).toEqual({
      id: expect.stringMatching(/^sub_[0-9A-HJKMNP-TV-Z]{26}$/),
      tenant_id: expect.stringMatching(/^ten_/),
      target_url: TARGET,
      event_types: [],
      description: null,
      metadata: {},
      headers: {},
      retry_policy: null,
      timeout_seconds: 10,
      receiver_id: null,
      status: 'enabled',
      disabled_reason: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: created.created_at,
      signing_secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    });
  });

  it('says where it is, and shows its signing secret this once', async () => {
    const answer = await posthorn.api.sendJson('POST', '/subscriptions', { target_url: TARGET });
    const { signing_secret: secret, ...created } = answer.json() as Record<string, string>;
    expect(secret).toMatch(/^whsec_/);
    const location = answer.headers.location;
    expect(location).toBe(`/subscriptions/${created['id']}`);
    const read = await posthorn.api.send('GET', location!);
    expect(read.json()).toEqual(created);
  });

  it('may have every setting, and shows no secret of them, anywhere', async () => {
    const answer = await posthorn.api.sendJson('POST', '/subscriptions', fullInput);
    expect(answer.status).toBe(201);
    const { id } = answer.json() as { id: string };
    const { ingest_secret: _secret, headers: _headers, ...shown } = fullInput;
    expect(await posthorn.api.subscription(id)).toMatchObject({
      ...shown,
      headers: { 'X-Shop-Key': '[redacted]', Authorization: '[redacted]' },
    });
    const answers = [
      answer,
      await posthorn.api.send('GET', `/subscriptions/${id}`),
      await posthorn.api.send('GET', '/subscriptions'),
      await posthorn.api.sendJson('PATCH', `/subscriptions/${id}`, { description: 'x' }),
      await posthorn.api.send('POST', `/subscriptions/${id}/disable`),
    ];
    for (const { body } of answers) expect(body.toString()).not.toMatch(/geheim|k-51f0|c2hvcDpob3Ju/);
    const stored = posthorn.rows('SELECT * FROM subscriptions WHERE id = ?', id);
    expect(JSON.stringify(stored)).not.toMatch(/geheim|k-51f0|c2hvcDpob3Ju|whsec_/);
  });

  it('takes null for a setting as its default', async () => {
    const nulls = Object.fromEntries(Object.keys(fullInput).map((name) => [name, null]));
    const created = await posthorn.api.sendJson('POST', '/subscriptions', { ...nulls, target_url: TARGET });
    expect(created.json()).toMatchObject({ event_types: [], metadata: {}, headers: {}, timeout_seconds: 10 });
  });
});

describe('PUT', () => {
  it('gives every setting that is left out its default', async () => {
    const { id, created_at: createdAt } = await posthorn.api.createSubscription(fullInput);
    const replaced = await posthorn.api.replaceSubscription(id, { target_url: `${TARGET}/2` });
    expect(replaced).toMatchObject({
      id,
      target_url: `${TARGET}/2`,
      event_types: [],
      description: null,
      metadata: {},
      headers: {},
      retry_policy: null,
      timeout_seconds: 10,
      receiver_id: null,
      status: 'enabled',
      created_at: createdAt,
    });
    expect(replaced.updated_at >= createdAt).toBe(true);
    expect(await posthorn.api.subscription(id)).toEqual(replaced);
  });

  it('keeps secrets that are sent back as they were shown, and drops the others', async () => {
    const target = receiver.target();
    const created = await posthorn.api.createSubscription({
      target_url: target.url,
      headers: { 'X-Kept': 'kept', 'X-Changed': 'before', 'X-Dropped': 'dropped' },
    });
    await posthorn.api.replaceSubscription(created.id, {
      target_url: target.url,
      headers: { 'x-kept': '[redacted]', 'X-Changed': 'after' },
    });
    await posthorn.api.ingest(created.id, '"after"');
    const { headers } = await requestWith(target, '"after"');
    expect(headers).toMatchObject({ 'x-kept': 'kept', 'x-changed': 'after' });
    expect(headers).not.toHaveProperty('x-dropped');
  });

  it('keeps the ingest secret unless it is given; null removes it', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: receiver.target().url,
      ingest_secret: 'one',
    });
    const unsigned = async () => (await posthorn.api.send('POST', `/ingest/${id}`, { body: '{}' })).status;
    await posthorn.api.replaceSubscription(id, { target_url: TARGET });
    expect(await unsigned()).toBe(400);
    await posthorn.api.replaceSubscription(id, { target_url: receiver.target().url, ingest_secret: null });
    expect(await unsigned()).toBe(202);
  });

  it('refuses a mark that stands for nothing', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: TARGET, headers: { 'X-A': 'a' } });
    const input = { target_url: TARGET, headers: { 'X-A': '[redacted]', 'X-B': '[redacted]' } };
    const answer = await posthorn.api.sendJson('PUT', `/subscriptions/${id}`, input);
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ in: 'body', pointer: '/headers/X-B' }] });
  });
});

describe('PATCH', () => {
  it('changes what it names, clears by null, merges members, and leaves the rest', async () => {
    const { id } = await posthorn.api.createSubscription({
      ...fullInput,
      metadata: { team: 'logistics', region: 'north' },
    });
    const before = await posthorn.api.subscription(id);
    const changed = await posthorn.api.changeSubscription(id, {
      description: null,
      timeout_seconds: null,
      metadata: { region: null, site: 'A' },
      retry_policy: { max_attempts: 3 },
    });
    expect(changed).toEqual({
      ...before,
      description: null,
      timeout_seconds: 10,
      metadata: { team: 'logistics', site: 'A' },
      retry_policy: { base_seconds: 5, factor: 2, max_delay_seconds: 600, max_attempts: 3 },
      updated_at: changed.updated_at,
    });
    expect(await posthorn.api.changeSubscription(id, { retry_policy: { schedule: [1] } })).toMatchObject({
      retry_policy: { schedule: [1] },
    });
    expect(await posthorn.api.changeSubscription(id, { retry_policy: null })).toMatchObject({
      retry_policy: null,
    });
    expect(await posthorn.api.changeSubscription(id, { event_type: 'a' })).toMatchObject({
      event_types: ['a'],
    });
    expect(await posthorn.api.changeSubscription(id, { event_types: null })).toMatchObject({
      event_types: [],
    });
  });

  it('of nothing changes nothing', async () => {
    const { id } = await posthorn.api.createSubscription(fullInput);
    const before = await posthorn.api.subscription(id);
    const after = await posthorn.api.changeSubscription(id, {});
    expect({ ...after, updated_at: before.updated_at }).toEqual(before);
  });

  it('merges headers whatever the case of their names, keeping values that it does not name', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      headers: { 'X-Kept': 'kept', 'X-Changed': 'before', 'X-Dropped': 'dropped' },
    });
    const changed = await posthorn.api.changeSubscription(id, {
      headers: { 'x-changed': 'after', 'x-dropped': null, 'X-New': 'new' },
    });
    expect(Object.keys(changed.headers).sort()).toEqual(['X-Kept', 'X-New', 'x-changed']);
    await posthorn.api.ingest(id, '"patched"');
    const { headers } = await requestWith(target, '"patched"');
    expect(headers).toMatchObject({ 'x-kept': 'kept', 'x-changed': 'after', 'x-new': 'new' });
    expect(headers).not.toHaveProperty('x-dropped');
  });

  it('refuses what would be too much together with what is stored', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: TARGET,
      metadata: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`m${index}`, 'x'])),
    });
    const answer = await posthorn.api.sendJson('PATCH', `/subscriptions/${id}`, { metadata: { more: 'x' } });
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ in: 'body', pointer: '/metadata' }] });
  });
});

describe('DELETE', () => {
  it('answers with nothing, and then there is nothing', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: TARGET });
    const answer = await posthorn.api.send('DELETE', `/subscriptions/${id}`);
    expect(answer.status).toBe(204);
    expect(answer.body).toHaveLength(0);
    for (const [method, path] of [
      ['GET', `/subscriptions/${id}`],
      ['DELETE', `/subscriptions/${id}`],
      ['POST', `/subscriptions/${id}/enable`],
      ['GET', `/subscriptions/${id}/deliveries`],
      ['POST', `/ingest/${id}`],
    ] as const) {
      expect((await posthorn.api.send(method, path)).status, `${method} ${path}`).toBe(404);
    }
    const listed = await posthorn.api.subscriptions('?limit=250');
    expect(listed.data.map((subscription) => subscription.id)).not.toContain(id);
  });
});

describe('a trailing slash', () => {
  it('makes no difference on any path', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    const accepted = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('delivered', accepted.task_id);
    const created = await posthorn.api.sendJson('POST', '/subscriptions/', { target_url: TARGET });
    expect(created.status).toBe(201);
    expect((await posthorn.api.send('POST', `/ingest/${id}/`, { body: '{}' })).status).toBe(202);
    const published = await posthorn.api.sendJson('POST', '/events/', { event_type: 'a', payload: 1 });
    expect(published.status).toBe(202);
    for (const path of [
      '/subscriptions',
      `/subscriptions/${id}`,
      `/subscriptions/${id}/deliveries`,
      `/status/${accepted.task_id}`,
      `/deliveries/${accepted.task_id}`,
      `/events/${accepted.event_id}`,
      '/events',
      '/healthz',
      '/openapi.json',
      '/docs',
    ]) {
      const [plain, slashed] = [
        await posthorn.api.send('GET', path),
        await posthorn.api.send('GET', `${path}/`),
      ];
      expect(slashed.status, path).toBe(200);
      // What was published a moment ago may be delivered in between: only the shape is compared.
      expect(slashed.headers['content-type'], path).toBe(plain.headers['content-type']);
    }
  });
});
