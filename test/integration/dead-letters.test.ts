import { describe, expect, it } from 'vitest';
import { deliveryPageShape } from '../../src/http/deliveries/output.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile } from '../support/receiver.ts';

/** Exhausted deliveries of all subscriptions. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const api = await posthorn.clientWith(['admin']);

/** A subscription, and the exhausted deliveries of so many events, newest first. */
async function withExhausted(count: number) {
  const { url } = receiver.target(always(500));
  const { id } = await api.createSubscription({ target_url: url, retry_policy: { schedule: [] } });
  const taskIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { task_id: taskId } = await api.ingest(id, JSON.stringify({ n }));
    taskIds.unshift(taskId);
    await eventually('it is exhausted', async () => (await api.delivery(taskId)).status === 'exhausted');
  }
  return { id, taskIds };
}

const page = async (query: string, by = api) =>
  deliveryPageShape.parse((await by.send('GET', `/dead-letters${query}`)).json());

const idsOf = async (query: string, by = api) => (await page(query, by)).data.map(({ id }) => id);

describe('dead letters', () => {
  it('are those of all subscriptions, or of one, also after it was deleted', async () => {
    const one = await withExhausted(3);
    const other = await withExhausted(1);
    expect(await idsOf('')).toEqual([...other.taskIds, ...one.taskIds]);
    expect(await idsOf(`?subscription_id=${one.id}`)).toEqual(one.taskIds);
    const first = await page(`?subscription_id=${one.id}&limit=2`);
    expect(first.data.map(({ id }) => id)).toEqual(one.taskIds.slice(0, 2));
    const next = `?subscription_id=${one.id}&limit=2&cursor=${first.next_cursor}`;
    expect(await page(next)).toMatchObject({ data: [{ id: one.taskIds[2] }], next_cursor: null });
    const [newest] = first.data;
    expect(await idsOf(`?subscription_id=${one.id}&until=${newest!.created_at}`)).toEqual(
      one.taskIds.slice(1),
    );
    expect(await idsOf(`?subscription_id=${one.id}&event_type=order.created`)).toEqual([]);
    await api.deleteSubscription(one.id);
    expect(await idsOf(`?subscription_id=${one.id}`)).toEqual(one.taskIds);
  });

  it('of another tenant’s subscription are none, like those of one that never was', async () => {
    const ours = await withExhausted(2);
    const theirs = await posthorn.clientWith(['admin']);
    const none = { data: [], next_cursor: null };
    expect(await page(`?subscription_id=${ours.id}&limit=1`, theirs)).toEqual(none);
    expect(await page(`?subscription_id=sub_${'0'.repeat(26)}`, theirs)).toEqual(none);
  });
});
