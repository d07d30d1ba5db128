import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import { always } from '../test/support/receiver.ts';
import { problemIn } from './support/api.ts';
import { posthornForFile } from './support/posthorn.ts';

/** Slow tests: parked deliveries, and changes that reach all processes. */

const posthorn = posthornForFile();

describe.concurrent('an open delivery', () => {
  it('whose retry is far away is parked until then', async ({ expect }) => {
    const { id: subscriptionId, hook } = await posthorn.subscribe(
      { retry_policy: { schedule: [600] } },
      always(500),
    );
    const { task_id: id } = await posthorn.api.ingest(subscriptionId);
    const { attempts, next_attempt_at: nextAt } = await posthorn.deliveryIn('retrying', id);
    const waitSeconds = (Date.parse(nextAt!) - Date.parse(attempts[0]!.started_at)) / 1_000;
    expect(waitSeconds).toBeGreaterThanOrEqual(480);
    expect(waitSeconds).toBeLessThan(780);
    expect(hook.requests).toHaveLength(1);
    // A parked delivery that can be cancelled and replayed must be in the store, and not in the queue.
    expect(await posthorn.api.cancel(id)).toMatchObject({ status: 'cancelled' });
    hook.behave(always(200));
    await posthorn.api.replay(id);
    await posthorn.deliveryIn('delivered', id);
    expect(hook.requests).toHaveLength(2);
  });

  it('is held while its subscription is disabled, and released when it is enabled', async ({ expect }) => {
    // So often that a retry is always about to come.
    const { id: subscriptionId, hook } = await posthorn.subscribe(
      { retry_policy: { schedule: Array(50).fill(2) } },
      always(500),
    );
    const { task_id: id } = await posthorn.api.ingest(subscriptionId, '"open"');
    await posthorn.deliveryIn('retrying', id);
    await posthorn.api.setStatus(subscriptionId, 'disable');
    await posthorn.deliveryWhen('held', id, ({ next_attempt_at: nextAt }) => nextAt === null);
    const attemptsBefore = hook.requests.length;

    hook.behave(always(200));
    await posthorn.api.setStatus(subscriptionId, 'enable');
    const delivery = await posthorn.deliveryIn('delivered', id);
    expect(delivery.attempt_count).toBe(attemptsBefore + 1);
    expect(hook.requests.map(({ body }) => body.toString())).toEqual(
      Array(attemptsBefore + 1).fill('"open"'),
    );
  });

  it('reads cancelled as soon as its subscription is deleted', async ({ expect }) => {
    const { id: subscriptionId } = await posthorn.subscribe(
      { retry_policy: { schedule: [600] } },
      always(500),
    );
    const { task_id: id } = await posthorn.api.ingest(subscriptionId);
    await posthorn.deliveryIn('retrying', id);
    expect((await posthorn.api.send('DELETE', `/subscriptions/${subscriptionId}`)).status).toBe(204);
    expect(await posthorn.api.delivery(id)).toMatchObject({
      status: 'cancelled',
      status_reason: 'subscription_deleted',
    });
  });
});

describe.concurrent('a change of a subscription', () => {
  it('is seen by ingest within 30 seconds, although it reads copies', async ({ expect }) => {
    const { id } = await posthorn.subscribe({ event_types: ['order.created'] });
    const headers = { 'content-type': 'application/json', 'x-event-type': 'order.created' };
    await posthorn.api.ingest(id, '1', headers); // From here on there may be a copy.
    await posthorn.api.changeSubscription(id, { event_types: ['order.shipped'] });
    const refusal = problemIn(await posthorn.ingestWhen(422, id, headers));
    expect(refusal.type).toBe('urn:posthorn:problem:event-type-mismatch');
  });

  it('is seen by deliveries within 30 seconds too', async ({ expect }) => {
    const { id } = await posthorn.subscribe();
    const { hook } = await posthorn.subscribe();
    const deliver = async () => {
      const { task_id: taskId } = await posthorn.api.ingest(id);
      return posthorn.deliveryIn('delivered', taskId);
    };
    await deliver(); // From here on there may be a copy.
    await posthorn.api.changeSubscription(id, { target_url: hook.url });
    const delivery = await eventually(
      'something goes to the new target',
      async () => {
        const seen = await deliver();
        return seen.target_url === hook.url && seen;
      },
      30_000,
    );
    expect(hook.requests.map(({ headers }) => headers['webhook-id'])).toContain(delivery.event_id);
  });

  it('that deletes it ends ingest within 30 seconds', async ({ expect }) => {
    const { id } = await posthorn.subscribe();
    await posthorn.api.ingest(id);
    expect((await posthorn.api.send('DELETE', `/subscriptions/${id}`)).status).toBe(204);
    expect(problemIn(await posthorn.ingestWhen(404, id)).status).toBe(404);
  });
});
