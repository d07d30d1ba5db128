import { describe, expect, it } from 'vitest';
import {
  Posthorn,
  ProblemError,
  verifyWebhook,
  WebhookVerificationError,
} from '../../client/src/posthorn.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile } from '../support/receiver.ts';

/** The TypeScript client against the running service. */

const service = await serviceForFile();
const receiver = await receiverForFile();
const posthorn = new Posthorn({ url: service.url, apiKey: service.adminKey.key });

const whenDelivered = (id: string) =>
  eventually(`${id} is delivered`, async () => (await posthorn.deliveries.get(id)).status === 'delivered');

let receivers = 0;
/** A subscription that no other test's events reach. */
async function subscribe(about: object = {}, behaviour = always(200)) {
  const hook = receiver.target(behaviour);
  receivers += 1;
  const receiverId = `customer-${receivers}`;
  const subscription = await posthorn.subscriptions.create({
    target_url: hook.url,
    receiver_id: receiverId,
    ...about,
  });
  return { hook, receiverId, subscription };
}

describe('the client', () => {
  it('sees a subscription through its life', async () => {
    const { subscription } = await subscribe({ description: 'first' });
    const { id } = subscription;
    expect(subscription.signing_secret).toMatch(/^whsec_/);
    expect((await posthorn.subscriptions.get(id)).description).toBe('first');
    expect((await posthorn.subscriptions.update(id, { description: 'second' })).description).toBe('second');
    const replaced = await posthorn.subscriptions.replace(id, { target_url: subscription.target_url });
    expect(replaced.description).toBeNull();
    expect((await posthorn.subscriptions.disable(id)).status).toBe('disabled');
    expect((await posthorn.subscriptions.enable(id)).status).toBe('enabled');
    expect((await posthorn.subscriptions.secret(id)).signing_secret).toBe(subscription.signing_secret);
    const rotated = await posthorn.subscriptions.rotateSecret(id, {});
    expect(rotated.signing_secret).not.toBe(subscription.signing_secret);
    await whenDelivered((await posthorn.subscriptions.test(id, {})).task_id);
    expect((await posthorn.subscriptions.stats(id)).deliveries.delivered).toBe(1);
    await posthorn.subscriptions.delete(id);
    await expect(posthorn.subscriptions.get(id)).rejects.toMatchObject({ status: 404, code: 'not-found' });
  });

  it('hands events in, alone and in batches, and reads their deliveries', async () => {
    const { subscription, receiverId, hook } = await subscribe({ event_types: ['order.*'] });
    const published = await posthorn.events.publish({
      event_type: 'order.created',
      receiver_id: receiverId,
      payload: { order: 1001 },
    });
    const [delivery] = published.deliveries ?? [];
    await whenDelivered(delivery!.task_id);
    const event = await posthorn.events.get(published.event_id);
    expect(event).toMatchObject({ payload: '{"order":1001}', deliveries_count: 1 });

    const batch = await posthorn.events.publishBatch({
      events: [
        { event_type: 'order.paid', receiver_id: receiverId, payload: 1 },
        { event_type: 'order.shipped', receiver_id: receiverId, payload: 2 },
      ],
    });
    expect(batch.results.map(({ status }) => status)).toEqual([202, 202]);

    const bytes = Uint8Array.of(0, 255, 254);
    await whenDelivered(
      (await posthorn.ingest.send(subscription.id, bytes, { eventType: 'order.raw' })).task_id,
    );
    expect(hook.requests.some(({ body }) => Buffer.compare(body, bytes) === 0)).toBe(true);
    const { results } = await posthorn.ingest.sendBatch(subscription.id, {
      events: [
        { event_type: 'order.x', payload: null },
        { event_type: 'refund.x', payload: 1 },
      ],
    });
    expect(results.map(({ status }) => status)).toEqual([202, 422]);
    await eventually('all arrive', () => hook.requests.length === 5);

    await posthorn.events.deletePayload(published.event_id);
    expect((await posthorn.events.get(published.event_id)).payload).toBeNull();
  });

  it('does nothing twice for an idempotency key', async () => {
    const { receiverId, hook } = await subscribe();
    const event = { event_type: 'once', receiver_id: receiverId, payload: 1 };
    const first = await posthorn.events.publish(event, { idempotencyKey: 'once-1' });
    const second = await posthorn.events.publish(event, { idempotencyKey: 'once-1' });
    expect(second.event_id).toBe(first.event_id);
    await whenDelivered(first.deliveries![0]!.task_id);
    expect(hook.requests).toHaveLength(1);
    await expect(
      posthorn.events.publish({ ...event, payload: 2 }, { idempotencyKey: 'once-1' }),
    ).rejects.toMatchObject({ status: 409, code: 'idempotency-conflict' });
  });

  it('goes through lists of many pages', async () => {
    const { subscription } = await subscribe();
    const sent = new Set<string>();
    for (let n = 0; n < 11; n += 1) sent.add((await posthorn.ingest.send(subscription.id, { n })).task_id);
    const seen: string[] = [];
    for await (const { id } of posthorn.subscriptions.deliveries(subscription.id, { limit: 3 }))
      seen.push(id);
    expect(seen).toHaveLength(11);
    expect(new Set(seen)).toEqual(sent);
    const pages: number[] = [];
    for await (const { data } of posthorn.subscriptions.deliveries(subscription.id, { limit: 4 }).pages())
      pages.push(data.length);
    expect(pages).toEqual([4, 4, 3]);
    expect(await posthorn.events.list().take(5)).toHaveLength(5);
  });

  it('replays exhausted deliveries, one by one and in bulk', async () => {
    const { subscription, hook } = await subscribe({ retry_policy: { schedule: [] } }, always(500));
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await posthorn.ingest.send(subscription.id, { n })).task_id);
    for (const id of ids) await service.deliveryWhen('exhausted', id);
    const letters = await posthorn.deadLetters.list().take(3);
    expect(new Set(letters.map(({ id }) => id))).toEqual(new Set(ids));
    hook.behave(always(200));
    await posthorn.deliveries.replay(ids[0]!);
    await whenDelivered(ids[0]!);
    const started = await posthorn.recoveries.start(subscription.id, { since: '2026-01-01T00:00:00Z' });
    expect(started.deliveries_count).toBe(2);
    for (const id of ids) await whenDelivered(id);
    const done = await eventually('it is done', async () => {
      const now = await posthorn.recoveries.get(started.id);
      return now.status === 'done' && now;
    });
    expect(done).toMatchObject({ recovered_count: 2, progress: 1 });
    expect(await posthorn.recoveries.stop(started.id)).toEqual(done);
    expect((await posthorn.recoveries.list({ subscription_id: subscription.id }).take(9)).length).toBe(1);
    const redrive = await posthorn.deadLetters.redrive({});
    expect(redrive.subscription_id).toBeNull();
  });

  it('makes the next attempt now, or never', async () => {
    const { subscription, hook } = await subscribe({ retry_policy: { schedule: [600] } }, always(500));
    const { task_id: id } = await posthorn.ingest.send(subscription.id, {});
    await service.deliveryWhen('retrying', id);
    hook.behave(always(200));
    await posthorn.deliveries.retry(id);
    await whenDelivered(id);
    expect((await posthorn.deliveries.status(id)).attempt_count).toBe(2);
    await expect(posthorn.deliveries.cancel(id)).rejects.toMatchObject({ status: 409 });
  });

  it('keeps a catalogue, keys, tenants and portal tokens', async () => {
    await posthorn.eventTypes.create({
      name: 'client.made',
      schema: { type: 'object' },
      validation: 'enforce',
    });
    expect((await posthorn.eventTypes.get('client.made')).validation).toBe('enforce');
    await posthorn.eventTypes.update('client.made', { description: 'of a test' });
    expect((await posthorn.eventTypes.list().take(100)).map(({ name }) => name)).toContain('client.made');
    await expect(
      posthorn.events.publish({ event_type: 'client.made', payload: 'no object' }),
    ).rejects.toMatchObject({ code: 'schema-mismatch', errors: [{ in: 'payload', pointer: '' }] });
    await posthorn.eventTypes.delete('client.made');

    const key = await posthorn.apiKeys.create({ name: 'of a test', scopes: ['read'] });
    const reader = new Posthorn({ url: service.url, apiKey: key.key });
    await expect(reader.events.publish({ event_type: 'a', payload: 1 })).rejects.toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    await posthorn.apiKeys.delete(key.id);
    const tenant = await posthorn.tenants.create({ name: 'staging' });
    const theirs = new Posthorn({ url: service.url, apiKey: tenant.api_key.key });
    expect(await theirs.subscriptions.list().take(1)).toEqual([]);

    const { receiverId, subscription } = await subscribe();
    const { token } = await posthorn.portalTokens.create({ receiver_id: receiverId });
    const portal = new Posthorn({ url: service.url, apiKey: token });
    expect((await portal.subscriptions.list().take(9)).map(({ id }) => id)).toEqual([subscription.id]);
    const [entry] = await posthorn.auditLog.list().take(1);
    expect(entry?.action).toBe('portal_token.created');
  });

  it('says of a refusal which fields are at fault', async () => {
    const error = await posthorn.subscriptions
      .create({ target_url: 'no url' })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 422, code: 'invalid-request' });
    expect((error as ProblemError).errors[0]).toMatchObject({ in: 'body', pointer: '/target_url' });
    expect((error as ProblemError).message).toContain('body /target_url');
  });

  it('knows the service and its document', async () => {
    expect((await posthorn.service.health()).status).toBe('ok');
    expect(await posthorn.service.openapi()).toMatchObject({ openapi: '3.1.0' });
  });
});

describe('verifyWebhook', () => {
  it.each([
    ['v1', ['v1']],
    ['v1a', ['v1a']],
  ])('accepts what was really delivered with %s, and nothing that was changed', async (version, versions) => {
    const { hook, subscription } = await subscribe({ signature_versions: versions });
    const key = version === 'v1' ? subscription.signing_secret : subscription.public_key;
    await whenDelivered((await posthorn.ingest.send(subscription.id, { order: 1001 })).task_id);
    const [{ headers, body } = expect.fail('nothing arrived')] = hook.requests;
    const webhook = await verifyWebhook(key!, headers, body);
    expect(webhook.json()).toEqual({ order: 1001 });
    expect(webhook.id).toBe(headers['webhook-id']);
    const changed = Buffer.from(body.toString().replace('1001', '1002'));
    await expect(verifyWebhook(key!, headers, changed)).rejects.toThrow(WebhookVerificationError);
    const late = { nowMs: Date.now() + 3_600_000 };
    await expect(verifyWebhook(key!, headers, body, late)).rejects.toMatchObject({ reason: 'too-old' });
  });
});
