import { createHmac, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import type { Target as Hook } from '../test/support/receiver.ts';
import { problemIn } from './support/api.ts';
import { PATIENCE_MS, posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

const firstRequest = (hook: Hook) => eventually('a webhook arrives', () => hook.requests[0], PATIENCE_MS);

describe.concurrent('an event that was handed in', () => {
  it('arrives with a signature that any library of Standard Webhooks verifies', async ({ expect }) => {
    const subscription = await posthorn.subscribe({ headers: { 'X-Shop-Key': 'k-51f0' } });
    const accepted = await posthorn.api.ingest(subscription.id, '{"order":1001}', {
      'content-type': 'application/json',
      'x-event-type': 'order.created',
    });
    const { method, headers, body } = await firstRequest(subscription.hook);
    expect(method).toBe('POST');
    expect(headers).toMatchObject({
      'webhook-id': accepted.event_id,
      'content-type': 'application/json',
      'x-posthorn-event-type': 'order.created',
      'x-posthorn-attempt': '1',
      'x-shop-key': 'k-51f0',
      'user-agent': expect.stringMatching(/^Posthorn\//),
    });
    const webhook = new Webhook(subscription.signing_secret);
    expect(webhook.verify(body, headers as Record<string, string>)).toEqual({ order: 1001 });
    expect(() => webhook.verify(`${body} `, headers as Record<string, string>)).toThrow();

    const delivery = await posthorn.deliveryIn('delivered', accepted.task_id);
    expect(delivery.attempts).toMatchObject([{ number: 1, outcome: 'succeeded', status_code: 200 }]);
    expect(subscription.hook.requests).toHaveLength(1);
  });

  it.for([
    ['no byte at all', 0],
    ['every kind of byte', 1_024],
    ['100 KiB', 100 * 1_024],
    ['1 MiB', 1_024 * 1_024],
  ] as const)('arrives byte for byte: %s', async ([, length], { expect }) => {
    const { id, hook } = await posthorn.subscribe();
    const payload = new Uint8Array(randomBytes(length));
    const { task_id: taskId, event_id: eventId } = await posthorn.api.ingest(id, payload, {
      'content-type': 'application/x-shop; v=2',
    });
    const { body, headers } = await firstRequest(hook);
    expect(body.equals(payload)).toBe(true);
    expect(headers['content-type']).toBe('application/x-shop; v=2');
    await posthorn.deliveryIn('delivered', taskId);

    const event = await posthorn.api.event(eventId);
    expect(event).toMatchObject({ payload_bytes: length, content_type: 'application/x-shop; v=2' });
    const shown = event.payload_base64 ?? Buffer.from(event.payload ?? '').toString('base64');
    expect(Buffer.from(shown, 'base64').equals(payload)).toBe(true);
  });

  it.for([
    ['spaces, duplicate keys and large numbers', '{ "a" : 1e400,\n"a": 12345678901234567890 }\n'],
    ['letters of all the world', '{"note": "Grüße, 世界 \u{1F4EF}"}'],
  ])('arrives as it was written: %s', async ([, payload], { expect }) => {
    const { id, hook } = await posthorn.subscribe();
    await posthorn.api.ingest(id, payload!);
    expect((await firstRequest(hook)).body.toString()).toBe(payload);
  });

  it('is refused when it is larger than 1 MiB', async ({ expect }) => {
    const { id } = await posthorn.subscribe();
    const payload = new Uint8Array(1_024 * 1_024 + 1);
    const answer = await posthorn.api.send(
      'POST',
      `/ingest/${id}`,
      { 'content-type': 'application/octet-stream' },
      payload,
    );
    expect(problemIn(answer).status).toBe(413);
  });

  it('is refused when its type is none of the subscription', async ({ expect }) => {
    const { id } = await posthorn.subscribe({ event_types: ['order.*'] });
    const answer = await posthorn.api.send('POST', `/ingest/${id}`, { 'x-event-type': 'invoice.paid' }, '{}');
    expect(problemIn(answer)).toMatchObject({ status: 422, detail: expect.stringContaining('invoice.paid') });
  });

  it('twice with the same Idempotency-Key is one event, and another body is a conflict', async ({
    expect,
  }) => {
    const { id, hook } = await posthorn.subscribe();
    const headers = { 'content-type': 'application/json', 'idempotency-key': uniqueName() };
    const first = await posthorn.api.ingest(id, '[1]', headers);
    const second = await posthorn.api.ingest(id, '[1]', headers);
    expect(second).toMatchObject({ task_id: first.task_id, event_id: first.event_id });
    const other = problemIn(await posthorn.api.send('POST', `/ingest/${id}`, headers, '[2]'));
    expect(other).toMatchObject({ status: 409, type: 'urn:posthorn:problem:idempotency-conflict' });
    await posthorn.deliveryIn('delivered', first.task_id);
    expect((await posthorn.api.deliveries(id)).data).toHaveLength(1);
    expect(new Set(hook.requests.map((request) => request.headers['webhook-id'])).size).toBe(1);
  });
});

describe.concurrent('an event for a subscription with an ingest secret', () => {
  const secret = 'geheim-é';
  const payload = '{"order": 1002, "note": "Grüße"}';
  const signature = createHmac('sha256', secret).update(payload).digest('hex');

  it('is taken with its signature in the header', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe({ ingest_secret: secret });
    await posthorn.api.ingest(id, payload, {
      'content-type': 'application/json',
      'x-posthorn-signature': `sha256=${signature}`,
    });
    expect((await firstRequest(hook)).body.toString()).toBe(payload);
  });

  it('is taken out of its signed wrapper', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe({ secret });
    await posthorn.api.ingest(id, JSON.stringify({ body: payload, signature }));
    expect((await firstRequest(hook)).body.toString()).toBe(payload);
  });

  it.for([
    ['without a signature', {}, 400],
    ['with the signature of another body', { 'x-posthorn-signature': 'f'.repeat(64) }, 403],
  ] as const)('is refused %s, and goes nowhere', async ([, headers, status], { expect }) => {
    const { id } = await posthorn.subscribe({ ingest_secret: secret });
    const answer = await posthorn.api.send('POST', `/ingest/${id}`, headers, payload);
    expect(problemIn(answer).status).toBe(status);
    expect((await posthorn.api.deliveries(id)).data).toEqual([]);
  });
});
