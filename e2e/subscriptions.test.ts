import { describe, it } from 'vitest';
import { type Accepted, problemIn } from './support/api.ts';
import { posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

const TARGET = 'https://shop.example/hooks';

describe.concurrent('a subscription', () => {
  it('is created, read, replaced, changed and deleted', async ({ expect }) => {
    const settings = { target_url: TARGET, event_types: ['order.*'], metadata: { team: 'logistics' } };
    const { signing_secret: secret, ...created } = await posthorn.api.createSubscription(settings);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(created).toMatchObject({ ...settings, status: 'enabled', timeout_seconds: 10, receiver_id: null });
    const { id } = created;
    expect(await posthorn.api.subscription(id)).toEqual(created);

    const replaced = await posthorn.api.replaceSubscription(id, {
      target_url: `${TARGET}/2`,
      timeout_seconds: 5,
    });
    expect(replaced).toMatchObject({
      target_url: `${TARGET}/2`,
      event_types: [],
      metadata: {},
      timeout_seconds: 5,
    });

    const changed = await posthorn.api.changeSubscription(id, {
      description: 'Orders',
      metadata: { a: 'b' },
    });
    expect(changed).toEqual({
      ...replaced,
      description: 'Orders',
      metadata: { a: 'b' },
      updated_at: expect.any(String),
    });
    expect(await posthorn.api.subscription(id)).toEqual(changed);

    expect((await posthorn.api.send('DELETE', `/subscriptions/${id}`)).status).toBe(204);
    expect(problemIn(await posthorn.api.send('GET', `/subscriptions/${id}`)).status).toBe(404);
    expect(problemIn(await posthorn.api.send('DELETE', `/subscriptions/${id}`)).status).toBe(404);
  });

  it('shows none of the secrets that it was given', async ({ expect }) => {
    const { id } = await posthorn.subscribe({
      ingest_secret: 'geheim',
      headers: { Authorization: 'Basic c2hvcDpob3Ju' },
    });
    const { text } = await posthorn.api.send('GET', `/subscriptions/${id}`);
    expect(JSON.parse(text)).toMatchObject({ headers: { Authorization: '[redacted]' } });
    expect(text).not.toMatch(/geheim|c2hvcDpob3Ju|whsec_/);
  });

  it('takes no events while it is disabled', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe();
    expect(await posthorn.api.setStatus(id, 'disable')).toMatchObject({
      status: 'disabled',
      disabled_reason: 'by_request',
    });
    const refusal = problemIn(await posthorn.ingestWhen(409, id));
    expect(refusal.type).toBe('urn:posthorn:problem:subscription-disabled');
    expect(await posthorn.api.setStatus(id, 'enable')).toMatchObject({
      status: 'enabled',
      disabled_reason: null,
    });
    const accepted = JSON.parse((await posthorn.ingestWhen(202, id)).text) as Accepted;
    await posthorn.deliveryIn('delivered', accepted.task_id);
    expect(hook.requests.map(({ headers }) => headers['webhook-id'])).toContain(accepted.event_id);
  });

  it('is listed with others, newest first, page by page, by status and event type', async ({ expect }) => {
    const receiverId = uniqueName();
    const ids: string[] = [];
    for (const eventTypes of [['order.paid'], ['order.*'], [], ['invoice.paid'], ['order.shipped']]) {
      ids.unshift((await posthorn.subscribe({ event_types: eventTypes, receiver_id: receiverId })).id);
    }
    const list = async (query: string) => {
      const { data, next_cursor: cursor } = await posthorn.api.subscriptions(
        `?receiver_id=${receiverId}&${query}`,
      );
      return { ids: data.map(({ id }) => id), cursor };
    };
    const first = await list('limit=2');
    expect(first.ids).toEqual(ids.slice(0, 2));
    const second = await list(`limit=2&cursor=${first.cursor}`);
    expect(second.ids).toEqual(ids.slice(2, 4));
    expect(await list(`limit=2&cursor=${second.cursor}`)).toEqual({ ids: ids.slice(4), cursor: null });

    expect((await list('event_type=order.paid')).ids).toEqual(ids.slice(2));
    await posthorn.api.setStatus(ids[1]!, 'disable');
    expect((await list('status=disabled')).ids).toEqual([ids[1]]);
  });

  it('of the same Idempotency-Key is created once', async ({ expect }) => {
    const settings = { target_url: TARGET, receiver_id: uniqueName() };
    const key = { 'idempotency-key': uniqueName() };
    const { id } = await posthorn.api.createSubscription(settings, key);
    const answer = await posthorn.api.sendJson('POST', '/subscriptions', settings, key);
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toMatchObject({ id });
    const { data } = await posthorn.api.subscriptions(`?receiver_id=${settings.receiver_id}`);
    expect(data).toHaveLength(1);
  });
});

describe.concurrent('a request that cannot be served gets a problem document:', () => {
  const NOBODY = `sub_${'0'.repeat(26)}`;

  it.for([
    ['no JSON', 'POST', '/subscriptions', '{"target_url": ', 400, undefined],
    ['a field that is missing', 'POST', '/subscriptions', '{}', 422, '/target_url'],
    [
      'a field of the wrong type',
      'POST',
      '/subscriptions',
      `{"target_url": "${TARGET}", "timeout_seconds": "5"}`,
      422,
      '/timeout_seconds',
    ],
    [
      'an unknown field',
      'POST',
      '/subscriptions',
      `{"target_url": "${TARGET}", "colour": "red"}`,
      422,
      '/colour',
    ],
    [
      'a target of the cloud itself',
      'POST',
      '/subscriptions',
      '{"target_url": "http://169.254.169.254/"}',
      422,
      '/target_url',
    ],
    ['an unknown subscription', 'POST', `/ingest/${NOBODY}`, '{}', 404, undefined],
    ['an unknown path', 'GET', '/nowhere', undefined, 404, undefined],
    ['a method that is not for this path', 'DELETE', '/subscriptions', undefined, 405, undefined],
    ['a page that is too long', 'GET', '/events?limit=1000', undefined, 422, '/limit'],
  ] as const)('%s', async ([, method, path, body, status, pointer], { expect }) => {
    const problem = problemIn(
      await posthorn.api.send(method, path, { 'content-type': 'application/json' }, body),
    );
    expect(problem.status).toBe(status);
    expect(problem.type).toMatch(/^urn:posthorn:problem:/);
    expect(problem.request_id).not.toBe('');
    if (pointer !== undefined) expect(problem.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });
});

describe.concurrent('POST /filters/test', () => {
  it('names the parts of a filter that a payload does not match', async ({ expect }) => {
    const settings = { event_types: ['order.*'], filter: { order: { total: [{ numeric: ['>=', 100] }] } } };
    const event = { event_type: 'order.created', payload: { order: { total: 49.9 } } };
    const tried = await posthorn.api.sendJson('POST', '/filters/test', { ...settings, ...event });
    expect(tried.status, tried.text).toBe(200);
    expect(JSON.parse(tried.text)).toMatchObject({
      matches: false,
      mismatches: [{ pointer: '/filter/order/total' }],
    });
  });
});
