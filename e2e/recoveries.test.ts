import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import { always } from '../test/support/receiver.ts';
import { PATIENCE_MS, posthornForFile } from './support/posthorn.ts';

/** Exhausted deliveries, replayed in bulk. */

const posthorn = posthornForFile();

const LONG_AGO = { since: '2026-01-01T00:00:00Z' };

/** A subscription whose receiver was away for so many events, and is there again. */
async function afterOutage(count: number, api = posthorn.api) {
  const hook = posthorn.hook(always(500));
  const { id } = await api.createSubscription({ target_url: hook.url, retry_policy: { schedule: [] } });
  const taskIds: string[] = [];
  for (let n = 0; n < count; n += 1) taskIds.push((await api.ingest(id, JSON.stringify({ n }))).task_id);
  for (const taskId of taskIds) {
    await eventually(
      `${taskId} is exhausted`,
      async () => (await api.delivery(taskId)).status === 'exhausted',
      PATIENCE_MS,
    );
  }
  hook.behave(always(200));
  return { hook, id, taskIds };
}

describe.concurrent('exhausted deliveries', () => {
  it('is replayed as a whole, once each, with progress', { timeout: 2 * PATIENCE_MS }, async ({ expect }) => {
    const { hook, id, taskIds } = await afterOutage(5);
    const recovery = await posthorn.api.recover(`/subscriptions/${id}/recover`, LONG_AGO);
    expect(recovery).toMatchObject({ subscription_id: id, status: 'running', recovered_count: 0 });
    for (const taskId of taskIds) await posthorn.deliveryIn('delivered', taskId);
    const done = await eventually(
      'it is done',
      async () => {
        const now = await posthorn.api.recovery(recovery.id);
        return now.status === 'done' && now;
      },
      PATIENCE_MS,
    );
    expect(done).toMatchObject({ recovered_count: 5, skipped_count: 0, progress: 1 });
    const webhookIds = hook.requests.map(({ headers }) => headers['webhook-id']);
    expect(webhookIds).toHaveLength(10);
    expect(new Set(webhookIds).size).toBe(5);
    await posthorn.api.send('DELETE', `/subscriptions/${id}`);
  });

  it('is listed as dead letters of the tenant, and redriven', { timeout: 2 * PATIENCE_MS }, async ({
    expect,
  }) => {
    const api = posthorn.otherApi;
    const subscriptions = [await afterOutage(2, api), await afterOutage(1, api)];
    const taskIds = subscriptions.flatMap((one) => one.taskIds);
    const listed = async () => (await api.deadLetters()).data.map(({ id }) => id);
    await eventually('all are listed', async () => (await listed()).length === 3);
    expect(new Set(await listed())).toEqual(new Set(taskIds));

    const recovery = await api.recover('/dead-letters/redrive', {});
    expect(recovery).toMatchObject({ subscription_id: null, deliveries_count: 3 });
    await eventually('none is left', async () => (await listed()).length === 0, PATIENCE_MS);
    for (const taskId of taskIds) {
      await eventually(
        `${taskId} is delivered`,
        async () => (await api.delivery(taskId)).status === 'delivered',
        PATIENCE_MS,
      );
    }
    for (const { id } of subscriptions) await api.send('DELETE', `/subscriptions/${id}`);
  });
});
