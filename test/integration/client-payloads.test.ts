import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Posthorn } from '../../client/src/posthorn.ts';
import { addApiKey, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type ReceivedRequest, receiverForFile, type Target } from '../support/receiver.ts';

/** The bytes that receivers get from each way of the client to hand events in. */

const service = await serviceForFile();
const receiver = await receiverForFile();

const newTenant = async () =>
  new Posthorn({ url: service.url, apiKey: await addApiKey(service.runtime, ['admin']) });

const requestAt = (target: Target): Promise<ReceivedRequest> =>
  eventually('it is delivered', () => target.requests[0]);

describe('a payload', () => {
  const arrival = async (hand: (posthorn: Posthorn) => Promise<unknown>) => {
    const posthorn = await newTenant();
    const target = receiver.target();
    await posthorn.subscriptions.create({ target_url: target.url, event_types: ['payload.*'] });
    await hand(posthorn);
    const { headers, body } = await requestAt(target);
    return { type: headers['content-type'], eventType: headers['x-posthorn-event-type'], body };
  };

  it.each([
    ['an object', { order: 1 }, undefined, 'application/json', '{"order":1}'],
    ['a text', 'a;b', 'text/csv', 'text/csv', 'a;b'],
    ['bytes', Uint8Array.from([0, 255]), undefined, 'application/octet-stream', '\x00ÿ'],
    [
      'JSON as it is',
      '{"n": 1e400,  "n": 2}',
      'application/json',
      'application/json',
      '{"n": 1e400,  "n": 2}',
    ],
  ])('that is %s arrives as it is, with its type', async (_, payload, contentType, type, body) => {
    const options = { eventType: 'payload.any', ...(contentType && { contentType }) };
    const arrived = await arrival((posthorn) => posthorn.events.publishPayload(payload, options));
    expect({ ...arrived, body: arrived.body.toString('latin1') }).toEqual({
      type,
      eventType: 'payload.any',
      body,
    });
  });

  it('in a CloudEvent arrives with all that is around it', async () => {
    const event = {
      specversion: '1.0',
      id: 'A-1',
      source: '/shop',
      type: 'payload.cloud',
      data: { n: 1 },
    } as const;
    const arrived = await arrival((posthorn) => posthorn.events.publishCloudEvent(event));
    expect(arrived).toMatchObject({ type: 'application/cloudevents+json', eventType: 'payload.cloud' });
    expect(JSON.parse(arrived.body.toString())).toEqual(event);
  });

  it('is kept back until deliver_at', async () => {
    const posthorn = await newTenant();
    const { id } = await posthorn.subscriptions.create({ target_url: receiver.target().url });
    const deliverAt = new Date(Date.now() + 3_600_000);
    const deliver_at = deliverAt.toISOString();
    const published = await posthorn.events.publish({ event_type: 'a', payload: 1, deliver_at });
    const ids = [
      published.deliveries![0]!.task_id,
      (await posthorn.events.publishPayload('a', { eventType: 'a', deliverAt })).deliveries![0]!.task_id,
      (await posthorn.events.publishPayload({}, { eventType: 'a', deliverAt })).deliveries![0]!.task_id,
      (await posthorn.ingest.send(id, 'a', { deliverAt })).task_id,
    ];
    for (const taskId of ids) {
      expect(await posthorn.deliveries.get(taskId)).toMatchObject({ next_attempt_at: deliver_at });
    }
  });
});

describe('what is signed on its way in', () => {
  const ingest_secret = 'an ingest secret of a test';

  it('is signed by the client, also a batch, and refused otherwise', async () => {
    const posthorn = await newTenant();
    const { id } = await posthorn.subscriptions.create({ target_url: receiver.target().url, ingest_secret });
    const options = { ingestSecret: ingest_secret };
    expect(await posthorn.ingest.send(id, { a: 1 }, options)).toMatchObject({ status: 'pending' });
    const batch = { events: [{ payload: 1 }, { payload: 2 }] };
    expect(await posthorn.ingest.sendBatch(id, batch, options)).toMatchObject({ accepted: 2 });
    const wrong = posthorn.ingest.send(id, { a: 1 }, { ingestSecret: 'another secret of a test' });
    await expect(wrong).rejects.toMatchObject({ status: 403 });
    await expect(posthorn.ingest.send(id, { a: 1 })).rejects.toMatchObject({ status: 400 });
  });

  it('by a source needs no API key', async () => {
    const posthorn = await newTenant();
    const target = receiver.target();
    const source = { type: 'hmac', header: 'X-Shop-Signature' } as const;
    const { id } = await posthorn.subscriptions.create({ target_url: target.url, ingest_secret, source });
    const body = '{"from":"a shop"}';
    const signature = createHmac('sha256', ingest_secret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-shop-signature': signature };
    const answer = await fetch(`${service.url}/ingest/${id}`, { method: 'POST', headers, body });
    expect(answer.status).toBe(202);
    expect((await requestAt(target)).body.toString()).toBe(body);
  });
});
