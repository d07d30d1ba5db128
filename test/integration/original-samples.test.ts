import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { serviceForTest } from '../support/embedded-service.ts';
import { receiverForTest } from '../support/receiver.ts';

/** The samples of the FastAPI service that Posthorn replaces work as they are, with an API key added. */

it('subscribe, ingest signed, read the status, list the deliveries', async () => {
  const { api, deliveryWhen } = await serviceForTest();
  const target = (await receiverForTest()).target();

  const subscription = { target_url: target.url, secret: 'my-secret', event_type: 'order.created' };
  const created = await api.sendJson('POST', '/subscriptions/', subscription);
  expect(created.status).toBe(201);
  const { id } = created.json() as { id: string };

  const body = '{"order_id": 123, "total": 99.5}';
  const signature = createHmac('sha256', 'my-secret').update(body).digest('hex');
  const path = `/ingest/${id}?event_type=order.created`;
  const accepted = await api.sendJson('POST', path, { body, signature });
  expect(accepted.status).toBe(202);
  const { message, task_id: taskId } = accepted.json() as { message: string; task_id: string };
  expect(message).toBe('Webhook queued for delivery');

  await deliveryWhen('delivered', taskId);
  const status = await api.send('GET', `/status/${taskId}`);
  expect(status.status).toBe(200);
  expect(status.json()).toMatchObject({
    task_id: taskId,
    subscription_id: id,
    target_url: target.url,
    status: 'delivered',
    attempts: [{ number: 1, status_code: 200 }],
  });
  expect(target.requests[0]?.body.toString()).toBe(body);

  const deliveries = await api.send('GET', `/subscriptions/${id}/deliveries`);
  expect(deliveries.json()).toMatchObject({ data: [{ task_id: taskId }], next_cursor: null });
});

it('what its samples get wrong is refused as before', async () => {
  const { api } = await serviceForTest();
  const target = (await receiverForTest()).target();
  const subscription = { target_url: target.url, secret: 'my-secret', event_type: 'order.created' };
  const { id } = (await api.sendJson('POST', '/subscriptions/', subscription)).json() as { id: string };
  const statusOf = async (value: object) =>
    (await api.sendJson('POST', `/ingest/${id}?event_type=order.created`, value)).status;
  expect(await statusOf({ body: '{}' })).toBe(400);
  expect(await statusOf({ signature: 'a'.repeat(64) })).toBe(400);
  expect(await statusOf({ body: '{}', signature: 'a'.repeat(64) })).toBe(403);
  expect((await api.send('GET', `/status/dlv_${'0'.repeat(52)}`)).status).toBe(404);
  expect(target.requests).toEqual([]);
});
