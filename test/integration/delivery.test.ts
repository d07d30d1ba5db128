import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { serviceForFile, VERSION } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type ReceivedRequest, receiverForFile, type Target } from '../support/receiver.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const firstRequest = (target: Target): Promise<ReceivedRequest> =>
  eventually('a request arrives', () => target.requests[0]);

/** The library takes plain strings. */
const headersOf = ({ headers }: ReceivedRequest) => headers as Record<string, string>;

const secondsNow = () => Math.floor(Date.now() / 1_000);

describe('an event', () => {
  it('arrives with its bytes, its type, and the headers that receivers are promised, and no others', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: `${target.url}?shop=7` });
    const before = secondsNow();
    const body = '{ "order": 1001,  "total": 49.90 }';
    const accepted = await posthorn.api.ingest(id, body, {
      'content-type': 'application/json; charset=utf-8',
      'x-event-type': 'order.created',
    });
    const request = await firstRequest(target);

    expect(request).toMatchObject({ method: 'POST', path: `${new URL(target.url).pathname}?shop=7` });
    expect(request.body.toString()).toBe(body);
    const { 'webhook-timestamp': timestamp, 'webhook-signature': signature, ...others } = request.headers;
    expect(Number(timestamp)).toBeGreaterThanOrEqual(before);
    expect(Number(timestamp)).toBeLessThanOrEqual(secondsNow());
    expect(signature).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(others).toEqual({
      host: new URL(receiver.origin).host,
      connection: 'keep-alive',
      'content-length': String(body.length),
      'content-type': 'application/json; charset=utf-8',
      'user-agent': `Posthorn/${VERSION}`,
      'webhook-id': accepted.event_id,
      'x-posthorn-event-type': 'order.created',
      'x-posthorn-attempt': '1',
      'x-posthorn-subscription-id': id,
      'x-posthorn-hops': '1',
    });
    const delivery = await posthorn.deliveryWhen('delivered', accepted.task_id);
    expect(delivery).toMatchObject({
      event_id: accepted.event_id,
      event_type: 'order.created',
      subscription_id: id,
      attempt_count: 1,
    });
    expect(accepted).toMatchObject({ message: 'Webhook queued for delivery', status: 'pending' });
  });

  it('is verified by the Standard Webhooks library with the secret of its subscription', async () => {
    const target = receiver.target();
    const { id, signing_secret: secret } = await posthorn.api.createSubscription({ target_url: target.url });
    await posthorn.api.ingest(id, '{"order":1001}');
    const request = await firstRequest(target);
    expect(new Webhook(secret).verify(request.body, headersOf(request))).toEqual({ order: 1001 });
  });

  it('is verified with a secret that the receiver brought along', async () => {
    const target = receiver.target();
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const created = await posthorn.api.createSubscription({ target_url: target.url, signing_secret: secret });
    expect(created.signing_secret).toBe(secret);
    await posthorn.api.ingest(created.id, '[1]');
    const request = await firstRequest(target);
    expect(new Webhook(secret).verify(request.body, headersOf(request))).toEqual([1]);
  });

  it('is not verified when anything of it was changed on the way, or with the secret of another', async () => {
    const target = receiver.target();
    const { id, signing_secret: secret } = await posthorn.api.createSubscription({ target_url: target.url });
    const other = await posthorn.api.createSubscription({ target_url: target.url });
    await posthorn.api.ingest(id, '{"order":1001}');
    const request = await firstRequest(target);
    const headers = headersOf(request);
    const verify = (changes: Record<string, string>, body: string | Buffer = request.body) =>
      new Webhook(secret).verify(body, { ...headers, ...changes });
    expect(() => verify({})).not.toThrow();
    expect(() => verify({}, '{"order":1002}')).toThrow('No matching signature');
    expect(() => verify({ 'webhook-id': `${headers['webhook-id']}0` })).toThrow('No matching signature');
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(() => verify({ 'webhook-timestamp': later })).toThrow('No matching signature');
    expect(() => new Webhook(other.signing_secret).verify(request.body, headers)).toThrow(
      'No matching signature',
    );
  });

  it('carries the headers of its subscription, and no event type when it has none', async () => {
    const target = receiver.target();
    const { id, headers } = await posthorn.api.createSubscription({
      target_url: target.url,
      headers: { 'X-Shop-Key': 'k-51f0', Authorization: 'Basic c2hvcDpob3Ju' },
    });
    expect(headers).toEqual({ 'X-Shop-Key': '[redacted]', Authorization: '[redacted]' });
    await posthorn.api.ingest(id);
    const request = await firstRequest(target);
    expect(request.headers).toMatchObject({
      'x-shop-key': 'k-51f0',
      authorization: 'Basic c2hvcDpob3Ju',
    });
    expect(request.headers).not.toHaveProperty('x-posthorn-event-type');
  });
});

describe('the type of an event', () => {
  it('may be named in the query', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      event_types: ['order.*', 'invoice.paid'],
    });
    const answer = await posthorn.api.send('POST', `/ingest/${id}?event_type=order.paid`, { body: '{}' });
    expect(answer.status).toBe(202);
    const request = await firstRequest(target);
    expect(request.headers['x-posthorn-event-type']).toBe('order.paid');
  });

  it.each([
    ['is another one', { 'x-event-type': 'order.paid' }, 'order.paid'],
    ['is missing', {}, 'no type'],
  ])('that the subscription does not list is refused, naming both: it %s', async (_, headers, named) => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      event_types: ['order.created', 'invoice.*'],
    });
    const answer = await posthorn.api.send('POST', `/ingest/${id}`, { headers, body: '{}' });
    expect(answer.status).toBe(422);
    const problem = answer.json() as { type: string; detail: string };
    expect(problem.type).toBe('urn:posthorn:problem:event-type-mismatch');
    expect(problem.detail).toContain(named);
    expect(problem.detail).toContain('order.created, invoice.*');
  });
});
