import { describe, expect, it } from 'vitest';
import { serviceForFile } from '../support/embedded-service.ts';
import { receiverForFile } from '../support/receiver.ts';
import { fullInput } from '../support/subscription-inputs.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const TARGET = fullInput.target_url;

describe('a new subscription', () => {
  it('needs a target only; all else has its default', async () => {
    const created = await posthorn.api.createSubscription({ target_url: TARGET });
    expect(created).toEqual({
      id: expect.stringMatching(/^sub_[0-9A-HJKMNP-TV-Z]{26}$/),
      tenant_id: expect.stringMatching(/^ten_/),
      target_url: TARGET,
      event_types: [],
      filter: null,
      description: null,
      metadata: {},
      headers: {},
      retry_policy: null,
      timeout_seconds: 10,
      rate_limit: null,
      auth: null,
      signature_versions: ['v1'],
      signature_headers: ['webhook'],
      public_key: null,
      receiver_id: null,
      source: null,
      ingest_rate_limit: null,
      status: 'enabled',
      disabled_reason: null,
      failing_since: null,
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
      // A recent event may be delivered in between: only the shape is compared.
      expect(slashed.headers['content-type'], path).toBe(plain.headers['content-type']);
    }
  });
});
