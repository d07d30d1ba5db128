import { describe, expect, it } from 'vitest';
import { square } from '../../../../src/domain/sources/presets.ts';
import { hubAnswer } from '../../../../src/domain/sources/questions.ts';
import type { Headers, Source } from '../../../../src/domain/sources/source.ts';
import {
  base64Of256,
  hex256,
  NOW_MS,
  NOW_SECONDS,
  paddleHeaders,
  secrets,
  slackHeaders,
  standardHeaders,
  svixHeaders,
  v0Signature,
  verify,
  webCryptoHmac,
  zoomHeaders,
} from '../../../support/source-requests.ts';

const json = (value: unknown): string => JSON.stringify(value);

describe('Slack', () => {
  const source = { type: 'slack' } as const;

  it('is verified by the signature in its documentation', () => {
    // https://docs.slack.dev/authentication/verifying-requests-from-slack#validating-a-request
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&' +
      'channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&' +
      'response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&' +
      'trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    const nowMs = 1_531_420_618_000;
    expect(verify(source, body, headers, { nowMs })).toMatchObject({ outcome: 'verified', eventType: null });
    expect(verify(source, `${body}x`, headers, { nowMs })).toMatchObject({ outcome: 'wrong-signature' });
    for (const seconds of [-301, 301]) {
      expect(verify(source, body, headers, { nowMs: nowMs + 1_000 * seconds })).toMatchObject({
        outcome: 'too-old',
      });
    }
  });

  it('takes its type from the inner event, and its key from the id of the event', async () => {
    const body = json({ type: 'event_callback', event: { type: 'app_mention' }, event_id: 'Ev08MFMKH6' });
    expect(verify(source, body, await slackHeaders(body))).toMatchObject({
      eventType: 'app_mention',
      deliveryKey: 'Ev08MFMKH6',
    });
    // Slack sends it again under a new time.
    expect(verify(source, body, await slackHeaders(body, NOW_SECONDS + 60))).toMatchObject({
      deliveryKey: 'Ev08MFMKH6',
    });
  });

  it('is answered when it asks for the challenge, only after its signature is verified', async () => {
    const challenge = '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P';
    const body = json({ token: 'Jhj5dZrVaK7ZwHHjRyZWjbDl', challenge, type: 'url_verification' });
    expect(verify(source, body, await slackHeaders(body))).toEqual({
      outcome: 'question',
      answer: { challenge },
    });
    const forged = { ...(await slackHeaders(body)), 'x-slack-signature': `v0=${'0'.repeat(64)}` };
    expect(verify(source, body, forged)).toMatchObject({ outcome: 'wrong-signature' });
    expect(verify(source, body, {})).toMatchObject({ outcome: 'missing-signature' });
  });
});

describe('Zoom', () => {
  const source = { type: 'zoom' } as const;

  it('has for a type the event, and the same key when it is sent again under another time', async () => {
    const body = json({ event: 'meeting.started', event_ts: 1_800_000_000_123, payload: {} });
    const first = verify(source, body, await zoomHeaders(body));
    expect(first).toMatchObject({ outcome: 'verified', eventType: 'meeting.started' });
    expect(verify(source, body, await zoomHeaders(body, NOW_SECONDS + 1))).toEqual(first);
  });

  const question = (plainToken: unknown) =>
    json({ event: 'endpoint.url_validation', payload: { plainToken }, event_ts: 1_800_000_000_000 });

  it('is answered with the token and its HMAC', async () => {
    const body = question('qgg8vlvZRS6UYooatFL8Aw');
    expect(verify(source, body, await zoomHeaders(body))).toEqual({
      outcome: 'question',
      answer: {
        plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
        // printf %s qgg8vlvZRS6UYooatFL8Aw | openssl dgst -sha256 -hmac zoom-hush-hush-hush-hush -r
        encryptedToken: await webCryptoHmac(hex256, secrets.zoom, Buffer.from('qgg8vlvZRS6UYooatFL8Aw')),
      },
    });
    expect(verify(source, body, {})).toMatchObject({ outcome: 'missing-signature' });
  });

  it('is never answered with the signature of a request', async () => {
    const asked = `v0:${NOW_SECONDS}:{"event":"forged"}`;
    for (const plainToken of [asked, 1, '', 'a'.repeat(257)]) {
      const body = question(plainToken);
      const result = verify(source, body, await zoomHeaders(body));
      expect(result.outcome).toBe('verified');
      expect(json(result)).not.toContain((await v0Signature(secrets.zoom, '{"event":"forged"}')).slice(3));
    }
  });
});

describe('Paddle', () => {
  const source = { type: 'paddle' } as const;
  const body = json({ event_id: 'evt_01hv8x2a', event_type: 'transaction.completed', data: {} });

  it('has for a type and a key those of the event', async () => {
    expect(verify(source, body, await paddleHeaders(body))).toMatchObject({
      outcome: 'verified',
      eventType: 'transaction.completed',
      deliveryKey: 'evt_01hv8x2a',
    });
  });

  it.each([
    [
      'verified',
      'a second signature, of the secret before',
      (right: string) => `${right};h1=${'0'.repeat(64)}`,
    ],
    ['malformed-signature', 'a second time', (right: string) => `${right};ts=1`],
    ['malformed-signature', 'commas', (right: string) => right.replace(';', ',')],
    ['wrong-signature', 'another time', (right: string) => right.replace(/ts=\d+/, `ts=${NOW_SECONDS + 1}`)],
    ['missing-signature', 'nothing in it', () => ''],
  ])('is %s with %s', async (outcome, _, change) => {
    const { 'paddle-signature': right = '' } = await paddleHeaders(body);
    expect(verify(source, body, { 'paddle-signature': change(right) })).toMatchObject({ outcome });
  });
});

describe('Linear', () => {
  const source = { type: 'linear' } as const;
  const sign = async (body: string): Promise<Headers> => ({
    'linear-signature': await webCryptoHmac(hex256, secrets.linear, Buffer.from(body)),
  });
  const event = { action: 'create', type: 'Issue', data: { id: '2174add1' } };

  it('has for a type that of the object and the action, and is refused when its time is old', async () => {
    const at = async (webhookTimestamp: number) => {
      const body = json({ ...event, webhookTimestamp });
      return verify(source, body, await sign(body));
    };
    const first = await at(NOW_MS);
    expect(first).toMatchObject({ outcome: 'verified', eventType: 'Issue.create' });
    // It is sent again with another time inside.
    expect(await at(NOW_MS + 60_000)).toEqual(first);
    expect(await at(NOW_MS - 301_000)).toMatchObject({ outcome: 'too-old' });
    expect(await at(NOW_MS + 301_000)).toMatchObject({ outcome: 'too-old' });
  });
});

describe('Square', () => {
  it('is verified by the signature in the tests of its libraries', () => {
    // https://github.com/square/square-nodejs-sdk, tests/integration/helpers (WebhooksHelper): a key too short for us.
    const request = {
      headers: { 'x-square-hmacsha256-signature': '2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=' },
      body: Buffer.from('{"hello":"world"}'),
      secret: 'asdf1234',
      nowMs: NOW_MS,
    };
    const at = (url: string) => square({ type: 'square', url }).verify(request);
    expect(at('https://example.com/webhook')).toMatchObject({ fingerprint: expect.any(String) });
    expect(at('https://example.com/webhook/')).toMatchObject({ fault: 'wrong-signature' });
  });

  it('takes the id of the subscription into its URL', async () => {
    const source = { type: 'square', url: 'https://a.example/ingest/{subscription_id}' } as const;
    const body = json({ type: 'payment.created', event_id: '6a8f5f28' });
    const signed = Buffer.from(`https://a.example/ingest/sub_7${body}`);
    const headers = {
      'x-square-hmacsha256-signature': await webCryptoHmac(base64Of256, secrets.square, signed),
    };
    const subscriptionId = 'sub_7';
    expect(verify(source, body, headers, { subscriptionId })).toMatchObject({
      outcome: 'verified',
      eventType: 'payment.created',
      deliveryKey: '6a8f5f28',
    });
    expect(verify(source, body, headers)).toMatchObject({ outcome: 'wrong-signature' });
  });
});

describe('Meta', () => {
  const source = { type: 'meta', verifyToken: 'meatyhamhock' } as const;

  it('is verified like GitHub, and has for a type the object', async () => {
    const body = json({ object: 'page', entry: [] });
    const signature = `sha256=${await webCryptoHmac(hex256, secrets.meta, Buffer.from(body))}`;
    expect(verify(source, body, { 'x-hub-signature-256': signature })).toMatchObject({
      outcome: 'verified',
      eventType: 'page',
    });
    expect(verify(source, body, { 'x-hub-signature': signature })).toMatchObject({
      outcome: 'missing-signature',
    });
  });

  it.each([
    ['1158201444', 'subscribe', 'meatyhamhock'],
    [undefined, 'subscribe', 'meatyhamhock2'],
    [undefined, 'subscribe', ''],
    [undefined, 'unsubscribe', 'meatyhamhock'],
  ])('is answered %s to %s with the token "%s"', (answer, mode, verifyToken) => {
    expect(hubAnswer(source, { mode, challenge: '1158201444', verifyToken })).toBe(answer);
  });
});

describe('GitLab', () => {
  const source = { type: 'gitlab' } as const;
  const headers = { 'x-gitlab-token': secrets.gitlab };

  it.each<readonly [string | null, unknown]>([
    ['push', { object_kind: 'push' }],
    ['merge_request.open', { object_kind: 'merge_request', object_attributes: { action: 'open' } }],
    ['note', { object_kind: 'note', object_attributes: { noteable_type: 'Issue' } }],
    ['project_create', { event_name: 'project_create' }],
    [null, {}],
  ])('has the type %s of %j', (eventType, content) => {
    // Nothing is signed: the caller's own Idempotency-Key counts.
    expect(verify(source, json(content), headers)).toMatchObject({
      outcome: 'verified',
      eventType,
      deliveryKey: null,
    });
  });

  it.each([
    ['missing-signature', {}],
    ['wrong-signature', { 'x-gitlab-token': `${secrets.gitlab}x` }],
    ['wrong-signature', { 'x-gitlab-token': `${secrets.gitlab}, ${secrets.gitlab}` }],
    ['wrong-signature', { 'x-gitlab-token': secrets.gitlab.toUpperCase() }],
  ])('is refused as %s with %j', (outcome, given) => {
    expect(verify(source, '{}', given as Headers)).toMatchObject({ outcome });
  });
});

describe.each<Source['type']>(['standard_webhooks', 'svix'])('%s', (type) => {
  const source = { type } as Source;
  const body = '{"type":"contact.created"}';

  it('is verified under the names of Standard Webhooks and of Svix: one event', () => {
    const [one, other] = [standardHeaders(body), svixHeaders(body)].map((given) =>
      verify(source, body, given),
    );
    expect(one).toMatchObject({ outcome: 'verified', deliveryKey: 'msg_1', eventType: 'contact.created' });
    expect(other).toEqual(one);
  });

  it('is verified by the published signature of Svix', () => {
    // https://docs.svix.com/receiving/verifying-payloads/how-manual
    const headers = {
      'svix-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'svix-timestamp': '1614265330',
      'svix-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    expect(verify(source, '{"test": 2432232314}', headers, { nowMs: 1_614_265_330_000 })).toMatchObject({
      outcome: 'verified',
    });
  });

  const right = standardHeaders(body);
  const svix = svixHeaders(body);
  it.each<readonly [string, string, Headers, string]>([
    [
      'missing-signature',
      'an id of one and the rest of the other',
      { ...svix, 'svix-id': '', 'webhook-id': 'msg_1' },
      'webhook-timestamp',
    ],
    [
      'missing-signature',
      'a signature of one and the rest of the other',
      { ...right, 'webhook-signature': '', 'svix-signature': svix['svix-signature'] ?? '' },
      'webhook-signature',
    ],
    ['missing-signature', 'a part of the names of Svix', { 'svix-id': 'msg_1' }, 'svix-timestamp'],
  ])('is refused as %s with %s, and the missing header is named', (outcome, _, headers, named) => {
    expect(verify(source, body, headers)).toEqual({ outcome, detail: expect.stringContaining(named) });
  });

  it('uses one complete set of headers, and ignores the other names', () => {
    expect(verify(source, body, { ...svix, 'webhook-id': 'msg_2' })).toMatchObject({ deliveryKey: 'msg_1' });
    expect(verify(source, body, { ...right, 'svix-id': 'msg_2' })).toMatchObject({ deliveryKey: 'msg_1' });
    const another = svixHeaders(body, NOW_SECONDS, 'msg_2');
    expect(verify(source, body, { ...right, ...another })).toMatchObject({ deliveryKey: 'msg_1' });
  });
});
