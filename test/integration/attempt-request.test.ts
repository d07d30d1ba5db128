import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { attemptRequestShape } from '../../src/http/deliveries/attempt-request-output.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { always, inTurn, type ReceivedRequest, receiverForFile, type Target } from '../support/receiver.ts';

/** The request of an attempt, against what the receiver got. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const { api } = posthorn;
const reader = new ApiClient(
  posthorn.url,
  ((await api.sendJson('POST', '/api-keys', { name: 'reader', scopes: ['read'] })).json() as { key: string })
    .key,
);

type Shown = z.infer<typeof attemptRequestShape>;

const pathOf = (id: string, number: number | string = 1) => `/deliveries/${id}/attempts/${number}/request`;

async function requestOf(id: string, number = 1, caller = api): Promise<Shown> {
  const answer = await caller.send('GET', pathOf(id, number));
  expect(answer.status, answer.body.toString().slice(0, 300)).toBe(200);
  return attemptRequestShape.parse(answer.json());
}

async function subscribed(about: object = {}, target = receiver.target()) {
  const { id } = await api.createSubscription({ target_url: target.url, ...about });
  return { id, target };
}

async function delivered(subscriptionId: string, payload: string | Uint8Array = '{"order":1001}') {
  const { task_id: id } = await api.ingest(subscriptionId, payload);
  await posthorn.deliveryWhen('delivered', id);
  return id;
}

const wireOf = ({ rawHeaders }: ReceivedRequest) =>
  rawHeaders.flatMap((name, n) => (n % 2 === 0 ? [{ name, value: rawHeaders[n + 1] }] : []));

function expectAsReceived(shown: Shown, received: ReceivedRequest | undefined, { url }: Target): void {
  expect(received).toBeDefined();
  if (received === undefined) return;
  expect({ method: shown.method, url: shown.url }).toEqual({ method: received.method, url });
  expect(shown.headers).toEqual(wireOf(received));
  expect(Buffer.from(shown.body.base64, 'base64').equals(received.body)).toBe(true);
}

describe('the request of an attempt', () => {
  it('has every header and byte that the receiver got, of each attempt', async () => {
    const target = receiver.target(inTurn(500, 503, 200));
    const { id: subscriptionId } = await subscribed({ retry_policy: { schedule: [1, 1] } }, target);
    const id = await delivered(subscriptionId);
    expect(target.requests).toHaveLength(3);
    for (const [n, received] of target.requests.entries()) {
      const shown = await requestOf(id, n + 1);
      expectAsReceived(shown, received, target);
      expect(shown).toMatchObject({ signed: true, is_current_settings: true });
      expect(shown.body.text).toBe('{"order":1001}');
    }
  });

  it('is signed as the receiver verifies it', async () => {
    const { id, signing_secret: secret } = await api.createSubscription({
      target_url: receiver.target().url,
    });
    const { headers, body } = await requestOf(await delivered(id));
    const named = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
    expect(new Webhook(secret).verify(body.text ?? '', named)).toEqual({ order: 1001 });
  });

  it('is the same with own headers, credentials, both signatures and the headers of Svix', async () => {
    const { id, target } = await subscribed({
      headers: { 'X-Api-Token': 'token-of-the-receiver', 'X-Team': 'billing' },
      auth: { type: 'basic', username: 'posthorn', password: 'a password' },
      signature_versions: ['v1', 'v1a'],
      signature_headers: ['webhook', 'svix'],
    });
    expectAsReceived(await requestOf(await delivered(id)), target.requests[0], target);
  });

  it('is the same for an event with a type, with headers of a CloudEvent, and for bytes', async () => {
    const target = receiver.target();
    const { id: subscriptionId } = await subscribed({ event_types: ['shop.order'] }, target);
    const headers = {
      'content-type': 'application/octet-stream',
      'ce-specversion': '1.0',
      'ce-id': 'order-1',
      'ce-source': '/shop',
      'ce-type': 'shop.order',
    };
    const body = Uint8Array.of(0xff, 0x00, 0xfe);
    const answer = await api.send('POST', '/events', { headers, body });
    const { deliveries } = answer.json() as { deliveries: { task_id: string; subscription_id: string }[] };
    const mine = deliveries.find((one) => one.subscription_id === subscriptionId);
    const id = mine?.task_id ?? '';
    await posthorn.deliveryWhen('delivered', id);
    const shown = await requestOf(id);
    expectAsReceived(shown, target.requests[0], target);
    expect(shown.body).toEqual({ text: null, base64: '/wD+' });
  });

  it('stays below the limit of an answer with 1 MiB of control characters', async () => {
    const { id, target } = await subscribed();
    const shown = await requestOf(await delivered(id, new Uint8Array(1_048_576).fill(1)));
    expectAsReceived(shown, target.requests[0], target);
    expect(shown.body.text).toBeNull();
  });
});

describe('the secrets of a request', () => {
  const secrets = {
    headers: { 'X-Api-Token': 'token-of-the-receiver' },
    auth: { type: 'bearer', token: 'bearer-of-the-receiver' },
  };

  async function portal(receiverId: string): Promise<ApiClient> {
    const about = { receiver_id: receiverId, access: 'manage' };
    const answer = await api.sendJson('POST', '/portal-tokens', about);
    return new ApiClient(posthorn.url, (answer.json() as { token: string }).token);
  }

  it('are struck out for a key without the scope manage, and for portal tokens', async () => {
    const { id: subscriptionId, target } = await subscribed({ ...secrets, receiver_id: 'customer-42' });
    const id = await delivered(subscriptionId);
    const struck = wireOf(target.requests[0] as ReceivedRequest).map(({ name, value }) => {
      if (name === 'X-Api-Token') return { name, value: '[redacted]' };
      return { name, value: name === 'authorization' ? 'Bearer [redacted]' : value };
    });
    for (const caller of [reader, await portal('customer-42')]) {
      expect((await requestOf(id, 1, caller)).headers).toEqual(struck);
    }
    expect(problemIn(await (await portal('customer-7')).send('GET', pathOf(id))).status).toBe(404);
  });

  it('are in the audit log when they were shown, and only then', async () => {
    const entries = async (subject: string) => {
      const { data } = (await api.send('GET', '/audit-log?limit=250')).json() as {
        data: { action: string; subject: string }[];
      };
      return data.filter((one) => one.subject === subject).map(({ action }) => action);
    };
    const withSecrets = await delivered((await subscribed(secrets)).id);
    const without = await delivered((await subscribed()).id);
    await requestOf(withSecrets, 1, reader);
    await requestOf(without);
    expect(await entries(withSecrets)).toEqual([]);
    await requestOf(withSecrets);
    expect(await entries(withSecrets)).toEqual(['delivery.secrets_read']);
    expect(await entries(without)).toEqual([]);
  });
});

describe('after a change of the subscription, the request of an attempt', () => {
  it('still has the signatures that the receiver got, before and after a rotation with grace', async () => {
    const { id: subscriptionId, target } = await subscribed();
    const before = await delivered(subscriptionId);
    await api.sendJson('POST', `/subscriptions/${subscriptionId}/secret/rotate`, {
      grace_period_seconds: 3_600,
    });
    const after = await delivered(subscriptionId);
    const shown = await requestOf(before);
    expectAsReceived(shown, target.requests[0], target);
    expect(shown.is_current_settings).toBe(false);
    const shownAfter = await requestOf(after);
    expectAsReceived(shownAfter, target.requests[1], target);
    expect(shownAfter.is_current_settings).toBe(true);
  });

  it('has the URL of the record, and says that the settings have changed', async () => {
    const { id: subscriptionId, target } = await subscribed();
    const id = await delivered(subscriptionId);
    await api.changeSubscription(subscriptionId, { target_url: receiver.target().url });
    const shown = await requestOf(id);
    expectAsReceived(shown, target.requests[0], target);
    expect(shown.is_current_settings).toBe(false);
  });

  it('is gone with the subscription', async () => {
    const { id: subscriptionId } = await subscribed();
    const id = await delivered(subscriptionId);
    await api.send('DELETE', `/subscriptions/${subscriptionId}`);
    const problem = problemIn(await api.send('GET', pathOf(id)));
    expect(problem).toMatchObject({ status: 410, type: 'urn:posthorn:problem:gone' });
  });
});

describe('without an attempt or a payload, the request', () => {
  it('is not found', async () => {
    const target = receiver.target(always(200));
    const id = await delivered((await subscribed({}, target)).id);
    for (const number of [2, 0, 'x', '1.5', 100_000]) {
      expect(problemIn(await api.send('GET', pathOf(id, number))).status, String(number)).toBe(404);
    }
  });

  it('is gone after its payload was deleted', async () => {
    const id = await delivered((await subscribed()).id);
    const { event_id: eventId } = await api.delivery(id);
    expect((await api.send('DELETE', `/events/${eventId}/payload`)).status).toBe(204);
    expect(problemIn(await api.send('GET', pathOf(id))).status).toBe(410);
  });
});
