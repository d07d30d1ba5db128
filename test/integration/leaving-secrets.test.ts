import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Secrets that a caller can write but not read: they stay with their origin, and are in no record of an attempt. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const stranger = await receiverForFile();

const bearer = { type: 'bearer' as const, token: 'a-bearer-token' };

describe('a subscription with stored secrets', () => {
  it.each([
    ['auth', { auth: bearer }, '/auth'],
    ['headers', { headers: { 'X-Key': 'a-header-key' } }, '/headers'],
  ])('with %s is not pointed at another origin by PATCH or PUT', async (_, secrets, pointer) => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url, ...secrets });
    const hook = stranger.target();
    const shown = await posthorn.api.subscription(id);
    const whole = { target_url: hook.url, auth: shown.auth, headers: shown.headers };
    for (const [method, body] of [
      ['PATCH', { target_url: hook.url }],
      ['PUT', whole],
    ] as const) {
      const problem = problemIn(await posthorn.api.sendJson(method, `/subscriptions/${id}`, body));
      expect(problem.status).toBe(422);
      expect(problem.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    }
    const answer = await posthorn.api.send('POST', `/subscriptions/${id}/test`);
    expect(answer.status).toBe(202);
    await posthorn.deliveryWhen('delivered', (answer.json() as { task_id: string }).task_id);
    expect(hook.requests).toEqual([]);
  });

  it('goes to another origin with its secrets given again', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url, auth: bearer });
    const hook = stranger.target();
    await posthorn.api.changeSubscription(id, { target_url: hook.url, auth: { token: 'another-token' } });
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    expect(hook.requests[0]?.headers.authorization).toBe('Bearer another-token');
  });
});

describe('a receiver that repeats the request', () => {
  it.each([
    ['as text', (text: string) => text],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
    ['in JSON', (text: string) => JSON.stringify({ request: text })],
  ])('%s has the secrets struck from what is recorded', async (_, echo) => {
    const hook = receiver.target((_nth, { headers }) => ({
      status: 500,
      body: echo(`${headers.authorization}\n${headers['x-key']}`),
    }));
    const { id, signing_secret: signingSecret } = await posthorn.api.createSubscription({
      target_url: hook.url,
      auth: bearer,
      headers: { 'X-Key': 'a"header/key' },
      retry_policy: { schedule: [] },
    });
    expect(signingSecret).toMatch(/^whsec_/);
    const delivery = await posthorn.deliveryWhen('exhausted', (await posthorn.api.ingest(id)).task_id);
    const excerpt = delivery.attempts[0]?.response_excerpt ?? '';
    expect(excerpt).toContain('[redacted]');
    for (const secret of [
      bearer.token,
      'a"header/key',
      'header\\"key',
      Buffer.from('bearer-token').toString('base64'),
    ]) {
      expect(excerpt).not.toContain(secret);
      expect(Buffer.from(excerpt, 'base64').toString('latin1')).not.toContain(secret);
    }
  });

  it('has the access token struck, and what is cut off at the end of the excerpt', async () => {
    const token = 'an-access-token-of-some-length';
    const tokens = receiver.target(() => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: 3_600 }),
    }));
    const hook = receiver.target((_nth, { headers }) => ({
      status: 200,
      body: `${headers.authorization} ${'x'.repeat(1_024 - 8 - token.length - 10)}${token}`,
    }));
    const { id } = await posthorn.api.createSubscription({
      target_url: hook.url,
      auth: { type: 'oauth2', token_url: tokens.url, client_id: 'shop', client_secret: 'a-client-secret' },
    });
    const delivery = await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    const excerpt = delivery.attempts[0]?.response_excerpt ?? '';
    expect(excerpt).toMatch(/^\[redacted\] x+\[redacted\]$/);
  });
});

describe('an ingest secret', () => {
  it.each([
    'a-secret-of-a-source\n',
    ' a-secret-of-a-source',
    'a-secret-of-a-source\t',
    '\ufeffa-secret-of-a-source',
  ])('with white space at an end is refused: %j', async (ingest_secret) => {
    for (const source of [null, { type: 'github' as const }]) {
      const body = { target_url: receiver.target().url, ingest_secret, source };
      const problem = problemIn(await posthorn.api.sendJson('POST', '/subscriptions', body));
      expect(problem.errors).toMatchObject([
        { pointer: '/ingest_secret', detail: 'must not begin or end with white space' },
      ]);
    }
  });

  it('of five characters is refused where it lets events in without a key', async () => {
    const body = { target_url: receiver.target().url, ingest_secret: 'geheim'.slice(1) };
    for (const source of [{ type: 'github' }, { type: 'shopify' }, { type: 'hmac', header: 'X-Signature' }]) {
      const problem = problemIn(await posthorn.api.sendJson('POST', '/subscriptions', { ...body, source }));
      expect(problem.errors).toMatchObject([{ pointer: '/ingest_secret' }]);
    }
  });
});
