import { describe, expect, it } from 'vitest';
import { problemIn, sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';
import {
  gitHubHeaders,
  hex256,
  secrets,
  slackHeaders,
  svixHeaders,
  webCryptoHmac,
  zoomHeaders,
} from '../support/source-requests.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

type Given = Record<string, unknown> & { readonly type: keyof typeof secrets };

async function subscribe(source: Given, more: object = {}) {
  const target = receiver.target();
  const input = { target_url: target.url, source, ingest_secret: secrets[source.type], ...more };
  const { id } = await posthorn.api.createSubscription(input as never);
  const post = (body: string, headers: Readonly<Record<string, string>>, query = '') =>
    sendHttp(posthorn.url, 'POST', `/ingest/${id}${query}`, { headers, body });
  return { id, target, post };
}

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const body = '{"type":"order.created","action":"opened","n":1}';

describe('a recorded request', () => {
  it.each<readonly [Given, () => Promise<Readonly<Record<string, string>>>]>([
    [{ type: 'github' }, () => gitHubHeaders(body) as Promise<Record<string, string>>],
    [{ type: 'slack' }, () => slackHeaders(body, nowSeconds()) as Promise<Record<string, string>>],
    [{ type: 'svix' }, async () => svixHeaders(body, nowSeconds())],
    [
      { type: 'hmac', header: 'X-Signature' },
      async () => ({ 'x-signature': await webCryptoHmac(hex256, secrets.hmac, Buffer.from(body)) }),
    ],
  ])('of %j is one event, whatever its unsigned headers and its query say', async (source, sign) => {
    const { id, post } = await subscribe(source);
    const signed = await sign();
    const first = await post(body, { ...signed, 'x-github-event': 'issues', 'idempotency-key': 'one' });
    expect(first.status).toBe(202);
    const answers = await Promise.all([
      post(body, { ...signed, 'x-github-delivery': 'forged', 'idempotency-key': 'two' }),
      post(body, { ...signed, 'x-github-event': 'push', 'x-event-type': 'other' }),
      post(body, { ...signed, 'content-type': 'text/plain' }, '?event_type=another'),
    ]);
    const { task_id } = first.json() as { task_id: string };
    expect(answers.map((answer) => [answer.status, (answer.json() as { task_id: string }).task_id])).toEqual(
      Array(3).fill([202, task_id]),
    );
    expect((await posthorn.api.deliveries(id)).data).toHaveLength(1);
  });
});

describe('a question', () => {
  it('of Slack is answered with its challenge, and is no event', async () => {
    const { id, post } = await subscribe({ type: 'slack' });
    const question = '{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV"}';
    const answer = await post(question, { ...(await slackHeaders(question, nowSeconds())) } as never);
    expect([answer.status, answer.json()]).toEqual([200, { challenge: '3eZbrw1aBm2rZgRNFdxV' }]);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect((await post(question, {})).status).toBe(400);
    expect((await posthorn.api.deliveries(id)).data).toEqual([]);
  });

  it('of Zoom is answered with the encrypted token', async () => {
    const { post } = await subscribe({ type: 'zoom' });
    const question = '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}';
    const answer = await post(question, (await zoomHeaders(question, nowSeconds())) as never);
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
        encryptedToken: await webCryptoHmac(hex256, secrets.zoom, Buffer.from('qgg8vlvZRS6UYooatFL8Aw')),
      },
    ]);
  });

  it('of Meta is answered by GET with its challenge as text, if the token is that of the subscription', async () => {
    const meta = await subscribe({ type: 'meta', verify_token: 'meaty hamhock' });
    const other = await subscribe({ type: 'github' });
    const ask = (id: string, token: string, challenge = '1158201444') => {
      const query = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.challenge': challenge,
        'hub.verify_token': token,
      });
      return sendHttp(posthorn.url, 'GET', `/ingest/${id}?${query}`);
    };
    const answer = await ask(meta.id, 'meaty hamhock');
    expect([answer.status, answer.body.toString()]).toEqual([200, '1158201444']);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain',
      'x-content-type-options': 'nosniff',
    });
    const refused = await Promise.all([
      ask(meta.id, 'wrong'),
      ask(other.id, 'meaty hamhock'),
      ask('sub_01KERMBK0RT6ZC9RPW8D5QJ3HN', 'meaty hamhock'),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 404, 404]);
    expect((await ask(meta.id, 'meaty hamhock', '<script>')).status).toBe(200);
    expect((await ask(meta.id, 'meaty hamhock', 'a b')).status).toBe(422);
    expect((await sendHttp(posthorn.url, 'GET', `/ingest/${meta.id}`)).status).toBe(422);
  });
});

describe('a source that sends its secret', () => {
  it.each<readonly [Given, Readonly<Record<string, string>>]>([
    [{ type: 'basic', username: 'provider' }, { authorization: basic(`provider:${secrets.basic}`) }],
    [
      { type: 'token', header: 'Authorization', prefix: 'Bearer ' },
      { authorization: `Bearer ${secrets.token}` },
    ],
    [{ type: 'gitlab' }, { 'x-gitlab-token': secrets.gitlab }],
  ])('%j is let in without an API key', async (source, headers) => {
    const { target, post } = await subscribe(source);
    expect((await post(body, headers)).status).toBe(202);
    await eventually('it arrives', () => target.requests[0]);
    const [name = ''] = Object.keys(headers);
    const wrong = await post(body, { [name]: `${headers[name]}x`.replace('=x', 'x') });
    expect([400, 403]).toContain(wrong.status);
    expect((await post(body, {})).status).toBe(400);
  });

  it('may not be one whose subscription asks for an API key', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    for (const authorization of [basic('a:b'), 'Bearer abc', 'Bearer phk_abc']) {
      const answer = await sendHttp(posthorn.url, 'POST', `/ingest/${id}`, {
        headers: { authorization },
        body,
      });
      expect([answer.status, problemIn(answer).type]).toEqual([401, 'urn:posthorn:problem:unauthenticated']);
    }
  });

  function basic(text: string): string {
    return `Basic ${Buffer.from(text).toString('base64')}`;
  }
});

describe('a described source', () => {
  const source = {
    type: 'hmac',
    header: 'X-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: '',
    signed: '{timestamp}.{body}',
    field: 'v1',
    timestamp: { field: 't', format: 'seconds', tolerance_seconds: 60 },
    event_type: { member: 'type' },
  } as const;

  it('is shown as it was given, stays through a patch, and lets its requests in', async () => {
    const { id, target, post } = await subscribe(source, { event_types: ['order.created'] });
    const patched = await posthorn.api.sendJson('PATCH', `/subscriptions/${id}`, { description: 'patched' });
    expect(patched.json()).toMatchObject({ source, description: 'patched' });
    const at = async (seconds: number) => ({
      'x-signature': `t=${seconds},v1=${await webCryptoHmac(hex256, secrets.hmac, Buffer.from(`${seconds}.${body}`))}`,
    });
    expect((await post(body, await at(nowSeconds()))).status).toBe(202);
    expect((await post(body, await at(nowSeconds() - 120))).status).toBe(403);
    const request = await eventually('it arrives', () => target.requests[0]);
    expect(request.body.toString()).toBe(body);
  });

  it('is refused with what is missing', async () => {
    const { timestamp, ...incomplete } = source;
    const answer = await posthorn.api.sendJson('POST', '/subscriptions', {
      target_url: receiver.target().url,
      source: incomplete,
      ingest_secret: secrets.hmac,
    });
    expect(answer.status).toBe(422);
    expect(problemIn(answer).errors).toEqual([
      {
        in: 'body',
        pointer: '/source/timestamp',
        detail: 'is required, because "signed" contains {timestamp}',
      },
    ]);
    expect(timestamp).toBeDefined();
  });
});
