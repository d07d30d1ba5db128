import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it } from 'vitest';
import { problemIn, sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile, type Target } from '../support/receiver.ts';

/** The ways in that are more than one event with one key: sources, batches, CloudEvents, later, and not too many. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const arrived = (target: Target, count: number) =>
  eventually(`${count} arrive`, async () => target.requests.length >= count && target.requests);

describe('a webhook of GitHub', () => {
  const secret = "it's a secret to everybody";
  const body = '{"action":"opened","number":1}';

  async function send(subscriptionId: string, headers: Readonly<Record<string, string>>) {
    return sendHttp(posthorn.url, 'POST', `/ingest/${subscriptionId}`, {
      headers: { 'content-type': 'application/json', 'x-github-event': 'pull_request', ...headers },
      body,
    });
  }

  it('is let in by its signature alone, once, and arrives with its headers', async () => {
    const target = receiver.target();
    const source = { type: 'github' } as const;
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      source,
      ingest_secret: secret,
    });
    const signed = { 'x-hub-signature-256': await sign(secret, body), 'x-github-delivery': 'delivery-1' };
    const [first, again] = [await send(id, signed), await send(id, signed)];
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.json()).toEqual(first.json());

    const [request] = await arrived(target, 1);
    expect(request?.body.toString()).toBe(body);
    expect(request?.headers).toMatchObject({
      'x-github-event': 'pull_request',
      'x-github-delivery': 'delivery-1',
    });
    const { event_id: eventId } = first.json() as { event_id: string };
    const event = (await posthorn.api.send('GET', `/events/${eventId}`)).json();
    expect(event).toMatchObject({ event_type: 'pull_request.opened' });
    expect(target.requests.length).toBe(1);
  });

  it('is refused without it, or with that of another body', async () => {
    const source = { type: 'github' } as const;
    const target_url = receiver.target().url;
    const { id } = await posthorn.api.createSubscription({ target_url, source, ingest_secret: secret });
    expect((await send(id, {})).status).toBe(400);
    const wrong = await send(id, { 'x-hub-signature-256': await sign(secret, `${body} `) });
    expect(wrong.status).toBe(403);
  });

  it('that is not wanted is dropped, and the provider hears no fault', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      source: { type: 'github' },
      ingest_secret: secret,
      event_types: ['push'],
    });
    expect((await send(id, { 'x-hub-signature-256': await sign(secret, body) })).status).toBe(204);
    expect(target.requests).toEqual([]);
  });
});

describe('a batch', () => {
  it('has a result for each event, and what is taken arrives byte for byte', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      event_types: ['order.*'],
    });
    const headers = { 'content-type': 'application/json' };
    const body =
      '{"events":[{"event_type":"order.created","payload":{"a" : 1.0}},{"event_type":"user.created","payload":2},' +
      '{"event_type":"order.paid","payload":"é"}]}';
    const answer = await posthorn.api.send('POST', `/ingest/${id}/batch`, { headers, body });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      accepted: 2,
      refused: 1,
      results: [
        { status: 202 },
        { status: 422, problem: { type: 'urn:posthorn:problem:event-type-mismatch' } },
        { status: 202 },
      ],
    });
    const bodies = (await arrived(target, 2)).map((request) => request.body.toString());
    expect(bodies.toSorted()).toEqual(['"é"', '{"a" : 1.0}']);
  });

  it('handed in again with its key adds nothing, and another one with the same key is refused', async () => {
    const api = await posthorn.clientWith(['admin']);
    const target = receiver.target();
    await api.createSubscription({ target_url: target.url });
    const events = [1, 2, 'three'].map((payload) => ({ event_type: 'a', payload }));
    const key = { 'idempotency-key': 'batch-1' };
    const first = await api.sendJson('POST', '/events/batch', { events }, key);
    const again = await api.sendJson('POST', '/events/batch', { events }, key);
    expect(again.json()).toEqual(first.json());
    const other = events.with(1, { event_type: 'a', payload: 'another' });
    const conflict = await api.sendJson('POST', '/events/batch', { events: other }, key);
    expect(conflict.json()).toMatchObject({ accepted: 2, refused: 1, results: [{}, { status: 409 }, {}] });
    await arrived(target, 3);
    expect((await api.send('GET', '/events')).json()).toMatchObject({ data: { length: 3 } });
  });
});

describe('a CloudEvent', () => {
  const attributes = { specversion: '1.0', id: 'A-1', source: '/shop', type: 'order.created' };

  it('arrives as it came, in either mode', async () => {
    const api = await posthorn.clientWith(['admin']);
    const target = receiver.target();
    await api.createSubscription({ target_url: target.url, event_types: ['order.created'] });
    const structured = JSON.stringify({ ...attributes, data: { order: 1 } });
    const type = 'application/cloudevents+json';
    const one = await api.send('POST', '/events', { headers: { 'content-type': type }, body: structured });
    const binary = {
      'ce-specversion': '1.0',
      'ce-id': 'A-2',
      'ce-source': '/shop',
      'ce-type': 'order.created',
    };
    const headers = { 'content-type': 'application/json', ...binary };
    const two = await api.send('POST', '/events', { headers, body: '{"order":2}' });
    expect([one.status, two.status]).toEqual([202, 202]);
    const requests = await arrived(target, 2);
    const received = (text: string) => requests.find((request) => request.body.toString() === text)?.headers;
    expect(received(structured)).toMatchObject({ 'content-type': type });
    expect(received('{"order":2}')).toMatchObject({ ...binary, 'content-type': 'application/json' });
  });

  it('is the same one when its source and id are, and is refused without them', async () => {
    const api = await posthorn.clientWith(['admin']);
    const headers = { 'content-type': 'application/cloudevents+json' };
    const body = JSON.stringify({ ...attributes, data: 1 });
    const first = await api.send('POST', '/events', { headers, body });
    expect((await api.send('POST', '/events', { headers, body })).json()).toEqual(first.json());
    const nameless = await api.send('POST', '/events', { headers, body: '{"specversion":"1.0","type":"a"}' });
    expect(problemIn(nameless)).toMatchObject({ status: 422 });
  });
});

describe('an event with deliver_at', () => {
  it('is not attempted before then', async () => {
    const api = await posthorn.clientWith(['admin']);
    const target = receiver.target();
    await api.createSubscription({ target_url: target.url });
    const atMs = Date.now() + 3_000;
    const event = { event_type: 'a', payload: 1, deliver_at: new Date(atMs).toISOString() };
    expect((await api.sendJson('POST', '/events', event)).status).toBe(202);
    const [request] = await arrived(target, 1);
    expect(request?.arrivedAtMs).toBeGreaterThanOrEqual(atMs);
  });
});

describe('a rate limit of ingest', () => {
  it('lets in no more than its burst at once, says when to come again, and loses nothing that it let in', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      // The burst alone: another place is free after longer than this test lasts.
      ingest_rate_limit: { per_second: 0.01, burst: 10 },
    });
    const call = { headers: { 'content-type': 'application/json' }, body: '1' };
    const send = () => posthorn.api.send('POST', `/ingest/${id}`, call);
    const answers = await Promise.all(Array.from({ length: 100 }, send));
    const refused = answers.filter(({ status }) => status !== 202);
    expect(answers.length - refused.length).toBe(10);
    for (const answer of refused) {
      expect(problemIn(answer)).toMatchObject({ status: 429, type: 'urn:posthorn:problem:rate-limited' });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.headers['ratelimit']).toBeDefined();
    }
    await arrived(target, 10);
    expect(target.requests.length).toBe(10);
  });
});
