import { describe, it } from 'vitest';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile } from '../support/receiver.ts';

/** Open deliveries when their subscription is changed, disabled or deleted. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

/** So often that a retry is always about to come. */
const everySecond = { schedule: Array(40).fill(1) as number[] };

const rowsOf = (subscriptionId: string) =>
  posthorn.rows('SELECT status, waits FROM deliveries WHERE subscription_id = ?', subscriptionId);

const messagesOf = (subscriptionId: string) =>
  posthorn.rows("SELECT 1 FROM messages WHERE queue = 'deliver' AND group_id = ?", subscriptionId);

/** A subscription whose receiver fails, with one delivery that has been attempted and will be again. */
async function withOpenDelivery() {
  const target = receiver.target(always(500));
  const { id } = await posthorn.api.createSubscription({ target_url: target.url, retry_policy: everySecond });
  const { task_id: taskId } = await posthorn.api.ingest(id, '"open"');
  await posthorn.deliveryWhen('retrying', taskId);
  return { target, id, taskId };
}

describe.concurrent('an open delivery', () => {
  it('goes to the new target from the next attempt on', async ({ expect }) => {
    const { target: old, id, taskId } = await withOpenDelivery();
    const target = receiver.target();
    await posthorn.api.changeSubscription(id, { target_url: target.url });
    const delivery = await posthorn.deliveryWhen('delivered', taskId);
    expect(delivery.target_url).toBe(target.url);
    expect(target.requests.map(({ body }) => body.toString())).toEqual(['"open"']);
    expect(old.requests).toHaveLength(delivery.attempt_count - 1);
  });

  it('is sent with new headers, and after the new retry policy', async ({ expect }) => {
    const { target, id, taskId } = await withOpenDelivery();
    await posthorn.api.changeSubscription(id, {
      headers: { 'X-New': 'new' },
      retry_policy: { schedule: [1] },
    });
    await posthorn.deliveryWhen('exhausted', taskId);
    expect(target.requests.at(-1)?.headers['x-new']).toBe('new');
  });

  it('is held while its subscription is disabled, and goes on when it is enabled', async ({ expect }) => {
    const { target, id, taskId } = await withOpenDelivery();
    expect(await posthorn.api.disable(id)).toMatchObject({
      status: 'disabled',
      disabled_reason: 'by_request',
    });
    const refusal = await posthorn.api.send('POST', `/ingest/${id}`, { body: '{}' });
    expect(refusal.status).toBe(409);

    await eventually('it is held', () => rowsOf(id)[0]?.['waits'] === 'held');
    await eventually('it has no message', () => messagesOf(id).length === 0);
    expect(await posthorn.api.delivery(taskId)).toMatchObject({ status: 'retrying', next_attempt_at: null });
    const attemptsBefore = target.requests.length;

    target.behave(always(200));
    await posthorn.api.enable(id);
    await posthorn.deliveryWhen('delivered', taskId);
    expect(target.requests).toHaveLength(attemptsBefore + 1);
    await posthorn.api.ingest(id);
  });

  it('is held before its first attempt too', async ({ expect }) => {
    const target = receiver.target(always('hang'));
    const { id } = await posthorn.api.createSubscription({ target_url: target.url, timeout_seconds: 30 });
    // As many as may be under way at once, and some that wait behind them.
    const accepted = await Promise.all(Array.from({ length: 80 }, () => posthorn.api.ingest(id)));
    await eventually('some are under way', () => target.hangingCount() >= 10);
    await posthorn.api.disable(id);
    target.release();
    await eventually('none waits in the queue', () => messagesOf(id).length === 0);
    const waiting = rowsOf(id).filter(({ waits }) => waits === 'held');
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting.length + target.requests.length).toBe(80);

    await posthorn.api.enable(id);
    for (const { task_id: taskId } of accepted) await posthorn.deliveryWhen('delivered', taskId);
    expect(target.requests).toHaveLength(80);
  });

  it('reads cancelled as soon as its subscription is deleted, and nothing more arrives', async ({
    expect,
  }) => {
    const { target, id, taskId } = await withOpenDelivery();
    const { event_id: eventId } = await posthorn.api.delivery(taskId);
    await posthorn.api.deleteSubscription(id);
    const arrivedAtDeletion = target.requests.length;
    const cancelled = { status: 'cancelled', status_reason: 'subscription_deleted', next_attempt_at: null };
    expect(await posthorn.api.delivery(taskId)).toMatchObject(cancelled);
    expect((await posthorn.api.event(eventId)).deliveries).toMatchObject([cancelled]);

    await eventually('the record says so too', () => rowsOf(id)[0]?.['status'] === 'cancelled');
    await eventually('it has no message', () => messagesOf(id).length === 0);
    expect(await posthorn.api.delivery(taskId)).toMatchObject(cancelled);
    // One attempt may have been on its way when the subscription was deleted.
    expect(target.requests.length - arrivedAtDeletion).toBeLessThanOrEqual(1);
    const replay = await posthorn.api.send('POST', `/deliveries/${taskId}/replay`);
    expect(replay.status).toBe(409);
  });

  it('that is parked for later reads cancelled too, and so does one that is held', async ({ expect }) => {
    const target = receiver.target(always(500));
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [3_600] },
    });
    const { task_id: parked } = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('retrying', parked);
    await posthorn.api.deleteSubscription(id);
    expect(await posthorn.api.delivery(parked)).toMatchObject({ status: 'cancelled' });

    const { id: otherId, taskId: held } = await withOpenDelivery();
    await posthorn.api.disable(otherId);
    await eventually('it is held', () => rowsOf(otherId)[0]?.['waits'] === 'held');
    await posthorn.api.deleteSubscription(otherId);
    expect(await posthorn.api.delivery(held)).toMatchObject({ status: 'cancelled' });
    await eventually('the record says so too', () => rowsOf(otherId)[0]?.['status'] === 'cancelled');
  });
});

describe.concurrent('a disabled subscription', () => {
  it('is disabled and enabled again as often as one likes', async ({ expect }) => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    await posthorn.api.disable(id);
    expect(await posthorn.api.disable(id)).toMatchObject({ status: 'disabled' });
    await posthorn.api.enable(id);
    expect(await posthorn.api.enable(id)).toMatchObject({ status: 'enabled', disabled_reason: null });
    expect(await posthorn.api.ingest(id)).toMatchObject({ status: 'pending' });
  });

  it('takes no replays, and may be changed', async ({ expect }) => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: target.url });
    const { task_id: taskId } = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('delivered', taskId);
    await posthorn.api.disable(id);
    const replay = await posthorn.api.send('POST', `/deliveries/${taskId}/replay`);
    expect(replay.status).toBe(409);
    expect(await posthorn.api.changeSubscription(id, { description: 'off' })).toMatchObject({
      status: 'disabled',
      description: 'off',
    });
  });

  it('survives many changes at the same moment', async ({ expect }) => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    const changes = Array.from({ length: 10 }, (_, index) =>
      posthorn.api.sendJson('PATCH', `/subscriptions/${id}`, { metadata: { [`m${index}`]: 'x' } }),
    );
    const statuses = (await Promise.all(changes)).map(({ status }) => status);
    const stored = Object.keys((await posthorn.api.subscription(id)).metadata);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(stored).toHaveLength(statuses.filter((status) => status === 200).length);
  });
});
