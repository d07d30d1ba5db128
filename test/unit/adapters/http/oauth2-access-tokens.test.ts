import { beforeEach, describe, expect, it } from 'vitest';
import { OAuth2AccessTokens } from '../../../../src/adapters/http/oauth2-access-tokens.ts';
import type { ClientCredentials } from '../../../../src/domain/receiver-auth.ts';
import type { SendResult } from '../../../../src/domain/response-classification.ts';
import type { WebhookRequest } from '../../../../src/ports/receivers.ts';
import { aSubscriptionId } from '../../../support/records.ts';

const owner = { id: aSubscriptionId(), targetUrl: 'https://receiver.example/hooks' };
const credentials: ClientCredentials = {
  type: 'oauth2',
  tokenUrl: 'https://login.example/token',
  clientId: 'the shop',
  clientSecret: 'hush:%',
  scope: 'hooks write',
  audience: null,
};

const answered = (statusCode: number, body: unknown): SendResult => ({
  kind: 'response',
  statusCode,
  retryAfter: undefined,
  excerpt: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

let nowMs: number;
let requests: WebhookRequest[];
let answer: () => SendResult;
let tokens: OAuth2AccessTokens;

beforeEach(() => {
  nowMs = 1_700_000_000_000;
  requests = [];
  answer = () =>
    answered(200, { access_token: `t${requests.length}`, token_type: 'Bearer', expires_in: 600 });
  const sender = {
    send: async (request: WebhookRequest) => {
      requests.push(request);
      return answer();
    },
  };
  tokens = new OAuth2AccessTokens(sender, { nowMs: () => nowMs });
});

describe('an access token', () => {
  it('is asked for as RFC 6749 has it', async () => {
    expect(await tokens.tokenFor(owner, credentials)).toEqual({ ok: true, token: 't1' });
    const [{ url, headers, body } = expect.fail('nothing was asked')] = requests;
    expect(url).toBe('https://login.example/token');
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    const basic = Buffer.from(headers['authorization']!.slice('Basic '.length), 'base64').toString();
    expect(basic).toBe('the+shop:hush%3A%25');
    expect(Object.fromEntries(new URLSearchParams(Buffer.from(body).toString()))).toEqual({
      grant_type: 'client_credentials',
      scope: 'hooks write',
    });
  });

  it('is kept until a minute before it expires', async () => {
    await tokens.tokenFor(owner, credentials);
    nowMs += 539_999;
    expect(await tokens.tokenFor(owner, credentials)).toEqual({ ok: true, token: 't1' });
    nowMs += 1;
    expect(await tokens.tokenFor(owner, credentials)).toEqual({ ok: true, token: 't2' });
  });

  it('is asked for once, however many want it at the same moment', async () => {
    const wanted = await Promise.all(Array.from({ length: 20 }, () => tokens.tokenFor(owner, credentials)));
    expect(requests).toHaveLength(1);
    expect(new Set(wanted.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('is a subscription’s own, and of these credentials', async () => {
    await tokens.tokenFor(owner, credentials);
    await tokens.tokenFor({ ...owner, id: aSubscriptionId() }, credentials);
    await tokens.tokenFor(owner, { ...credentials, clientSecret: 'another' });
    await tokens.tokenFor(owner, credentials);
    expect(requests).toHaveLength(3);
  });

  it('of one target origin is not sent to another one', async () => {
    await tokens.tokenFor(owner, credentials);
    const sameOrigin = { ...owner, targetUrl: 'https://receiver.example/other' };
    expect(await tokens.tokenFor(sameOrigin, credentials)).toEqual({ ok: true, token: 't1' });
    for (const targetUrl of [
      'https://other.example/',
      'http://receiver.example/',
      'https://receiver.example:8443/',
    ]) {
      await tokens.tokenFor({ ...owner, targetUrl }, credentials);
    }
    expect(requests).toHaveLength(4);
  });

  it('that a receiver has rejected is requested again', async () => {
    await tokens.tokenFor(owner, credentials);
    tokens.forget(owner, credentials);
    expect(await tokens.tokenFor(owner, credentials)).toEqual({ ok: true, token: 't2' });
  });

  it('asks for an audience where there is one', async () => {
    await tokens.tokenFor(owner, { ...credentials, scope: null, audience: 'https://api.example/' });
    expect(Buffer.from(requests[0]!.body).toString()).toBe(
      'grant_type=client_credentials&audience=https%3A%2F%2Fapi.example%2F',
    );
  });

  it.each<[string, SendResult, string]>([
    ['who is refused', answered(401, { error: 'invalid_client' }), 'answered HTTP 401'],
    ['who is sent elsewhere', answered(302, ''), 'answered HTTP 302'],
    ['who gets no JSON', answered(200, '<html>'), 'answered without a token'],
    ['who gets JSON that is no object', answered(200, 'null'), 'answered without a token'],
    ['who gets an empty one', answered(200, { access_token: '' }), 'answered without a token'],
    [
      'who gets one that fits in no header',
      answered(200, { access_token: 'a\r\nb' }),
      'answered without a token',
    ],
    [
      'who gets another kind',
      answered(200, { access_token: 'a', token_type: 'mac' }),
      'answered with a token that is no bearer token',
    ],
    [
      'who reaches nobody',
      { kind: 'failure', failureKind: 'dns', error: 'no such name' },
      'could not be reached: no such name',
    ],
  ])('is not had by one %s, and is asked for again the next time', async (_, result, fault) => {
    answer = () => result;
    expect(await tokens.tokenFor(owner, credentials)).toEqual({ ok: false, fault });
    await tokens.tokenFor(owner, credentials);
    expect(requests).toHaveLength(2);
  });

  it('that says nothing of its expiry is kept for some minutes', async () => {
    answer = () => answered(200, { access_token: 'a' });
    await tokens.tokenFor(owner, credentials);
    nowMs += 239_000;
    await tokens.tokenFor(owner, credentials);
    expect(requests).toHaveLength(1);
    nowMs += 2_000;
    await tokens.tokenFor(owner, credentials);
    expect(requests).toHaveLength(2);
  });
});
