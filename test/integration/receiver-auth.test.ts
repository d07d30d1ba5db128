import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';

/** How attempts authenticate to a receiver. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const tokenAnswer = (token: string, seconds = 3_600) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: seconds }),
});

const oauth2 = (tokenUrl: string) => ({
  type: 'oauth2' as const,
  token_url: tokenUrl,
  client_id: 'posthorn',
  client_secret: 'hush',
  scope: 'hooks',
});

describe('attempts', () => {
  it.each([
    ['with a token', { type: 'bearer' as const, token: 'abc.def' }, 'Bearer abc.def'],
    [
      'with a name and a password',
      { type: 'basic' as const, username: 'jörg', password: 'a:b ü' },
      `Basic ${Buffer.from('jörg:a:b ü').toString('base64')}`,
    ],
  ])('authenticate %s', async (_, auth, expected) => {
    const hook = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, auth });
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    expect(hook.requests[0]?.headers.authorization).toBe(expected);
    expect(hook.requests[0]?.headers['webhook-signature']).toMatch(/^v1,/);
  });

  it('authenticate with an access token, which is asked for once', async () => {
    const tokens = receiver.target(() => tokenAnswer('first'));
    const hook = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, auth: oauth2(tokens.url) });
    for (const n of [1, 2, 3]) {
      const { task_id: taskId } = await posthorn.api.ingest(id, String(n));
      await posthorn.deliveryWhen('delivered', taskId);
    }
    expect(hook.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 3 }, () => 'Bearer first'),
    );
    expect(tokens.requests).toHaveLength(1);
    expect(tokens.requests[0]?.body.toString()).toBe('grant_type=client_credentials&scope=hooks');
  });

  it('are made with a new token when the receiver refuses the old one', async () => {
    let asked = 0;
    const tokens = receiver.target(() => {
      asked += 1;
      return tokenAnswer(`t${asked}`);
    });
    const hook = receiver.target((_nth, { headers }) => (headers.authorization === 'Bearer t1' ? 401 : 200));
    const { id } = await posthorn.api.createSubscription({
      target_url: hook.url,
      auth: oauth2(tokens.url),
      retry_policy: { schedule: [1] },
    });
    const delivery = await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    expect(delivery.attempts.map(({ status_code: status }) => status)).toEqual([401, 200]);
  });

  it('are not made without the token that they need, and say why', async () => {
    const tokens = receiver.target((nth) => (nth > 0 ? 403 : 200));
    const hook = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: hook.url,
      auth: oauth2(tokens.url),
      retry_policy: { schedule: [] },
    });
    const delivery = await posthorn.deliveryWhen('exhausted', (await posthorn.api.ingest(id)).task_id);
    expect(delivery.attempts).toMatchObject([
      {
        failure_kind: 'authorization',
        error: 'no access token: the token endpoint answered HTTP 403',
        status_code: null,
      },
    ]);
    expect(hook.requests).toEqual([]);
    expect(JSON.stringify(delivery)).not.toContain('hush');
  });
});

describe('the settings', () => {
  const target = { target_url: 'http://127.0.0.1/hook' };
  const basic = { type: 'basic' as const, username: 'shop', password: 'hush' };

  it('never show the secret, which stays when they are sent back, and is encrypted', async () => {
    const { id } = await posthorn.api.createSubscription({ ...target, auth: basic });
    const shown = await posthorn.api.subscription(id);
    expect(shown.auth).toEqual({ ...basic, password: '[redacted]' });
    await posthorn.api.replaceSubscription(id, { ...target, auth: shown.auth, description: 'again' });
    await posthorn.api.changeSubscription(id, { auth: { username: 'store' } });
    const stored = await posthorn.runtime.store.find(id as `sub_${string}`);
    expect(stored?.auth).toEqual({ ...basic, username: 'store' });
    expect(JSON.stringify(posthorn.rows('SELECT * FROM subscriptions'))).not.toContain('hush');
  });

  it('are replaced by those of another type, and removed by null', async () => {
    const { id } = await posthorn.api.createSubscription({ ...target, auth: basic });
    const bearer = { type: 'bearer' as const, token: 'abc' };
    const changed = await posthorn.api.changeSubscription(id, { auth: bearer });
    expect(changed.auth).toEqual({ type: 'bearer', token: '[redacted]' });
    expect((await posthorn.api.changeSubscription(id, { auth: null })).auth).toBeNull();
  });

  it.each([
    ['a mark where nothing is stored', { auth: { ...basic, password: '[redacted]' } }, '/auth/password'],
    ['no type', { auth: { token: 'a' } }, '/auth/type'],
    ['an unknown type', { auth: { type: 'digest' } }, '/auth/type'],
    ['a field of another type', { auth: { ...basic, token: 'a' } }, '/auth/token'],
    ['a name with a colon', { auth: { ...basic, username: 'a:b' } }, '/auth/username'],
    ['a token with a space', { auth: { type: 'bearer', token: 'a b' } }, '/auth/token'],
    ['a token URL that is none', { auth: { ...oauth2('login') } }, '/auth/token_url'],
    ['a token URL that is not to be reached', { auth: oauth2('http://10.0.0.1/token') }, '/auth/token_url'],
    [
      'a header that says it too',
      { auth: basic, headers: { AUTHORIZATION: 'Bearer a' } },
      '/headers/AUTHORIZATION',
    ],
  ])('are refused with %s', async (_, settings, pointer) => {
    const { id } = await posthorn.api.createSubscription(target);
    const answers = [
      await posthorn.api.sendJson('POST', '/subscriptions', { ...target, ...settings }),
      await posthorn.api.sendJson('PUT', `/subscriptions/${id}`, { ...target, ...settings }),
    ];
    for (const answer of answers) {
      const problem = problemIn(answer);
      expect(problem.status).toBe(422);
      expect(problem.errors?.map((fault) => fault.pointer)).toContain(pointer);
    }
  });

  it('of a token endpoint that comes to nothing leave the subscription as it was', async () => {
    const { id } = await posthorn.api.createSubscription({ ...target, auth: basic });
    const auth = oauth2('http://10.0.0.1/token');
    const answer = await posthorn.api.sendJson('PATCH', `/subscriptions/${id}`, { auth });
    expect(problemIn(answer).errors?.[0]?.pointer).toBe('/auth/token_url');
    await eventually('it is read', async () => (await posthorn.api.subscription(id)).auth?.type === 'basic');
  });
});
