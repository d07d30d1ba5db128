import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { type EmbeddedService, serviceForTest } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForTest } from '../support/receiver.ts';

/** Receivers that hang do not delay the others: shown by who is done while they still hang, not by a clock. */

/** As many as may be under way at once from one caller. */
const CALLERS = 32;

async function ingestMany(api: ApiClient, subscriptionIds: readonly string[]): Promise<readonly string[]> {
  const taskIds: string[] = [];
  const left = [...subscriptionIds];
  const caller = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) taskIds.push((await api.ingest(id)).task_id);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return taskIds;
}

function deliveredCount({ rows }: EmbeddedService, subscriptionId: string): unknown {
  const sql = "SELECT count(*) AS n FROM deliveries WHERE subscription_id = ? AND status = 'delivered'";
  return rows(sql, subscriptionId)[0]?.['n'];
}

describe('deliveries to a receiver that answers', () => {
  it('are done while 2,000 wait for one that hangs', async () => {
    const posthorn = await serviceForTest();
    const { api, deliveryWhen } = posthorn;
    const deliveredTo = (id: string) => deliveredCount(posthorn, id);
    const hanging = (await receiverForTest()).target(always('hang'));
    const good = (await receiverForTest()).target();
    const bad = await api.createSubscription({ target_url: hanging.url, timeout_seconds: 30 });
    const fine = await api.createSubscription({ target_url: good.url });

    await ingestMany(api, Array(2_000).fill(bad.id));
    await eventually('the receiver hangs', hanging.hangingCount);
    const taskIds = await ingestMany(api, Array(100).fill(fine.id));
    for (const id of taskIds) await deliveryWhen('delivered', id);

    expect(good.requests).toHaveLength(100);
    expect(deliveredTo(bad.id)).toBe(0);
    expect(hanging.hangingCount()).toBeGreaterThan(0);
    expect(hanging.hangingCount()).toBeLessThanOrEqual(64);

    // And nothing of the others is lost: they go on as soon as it answers.
    hanging.release();
    await eventually('all are delivered', () => deliveredTo(bad.id) === 2_000);
  });

  it('are done while 100 wait for each of twenty that hang, also at the same host', async () => {
    const posthorn = await serviceForTest();
    const { api, deliveryWhen } = posthorn;
    const host = await receiverForTest();
    const hanging = Array.from({ length: 20 }, () => host.target(always('hang')));
    const good = [host.target(), (await receiverForTest()).target()];
    const bad = await Promise.all(
      hanging.map(({ url }) => api.createSubscription({ target_url: url, timeout_seconds: 30 })),
    );
    await ingestMany(
      api,
      bad.flatMap(({ id }) => Array(100).fill(id) as string[]),
    );
    await eventually('every receiver hangs', () => hanging.every((target) => target.hangingCount() > 0));

    const fine = await Promise.all(good.map(({ url }) => api.createSubscription({ target_url: url })));
    const taskIds = await ingestMany(
      api,
      fine.flatMap(({ id }) => Array(50).fill(id) as string[]),
    );
    for (const id of taskIds) await deliveryWhen('delivered', id);

    expect(good.map(({ requests }) => requests.length)).toEqual([50, 50]);
    for (const { id } of bad) expect(deliveredCount(posthorn, id)).toBe(0);
    for (const target of hanging) target.release();
    await eventually('all are delivered', () => bad.every(({ id }) => deliveredCount(posthorn, id) === 100));
  });

  it('are done while others fail at once, again and again', async () => {
    const { api, deliveryWhen } = await serviceForTest();
    const failing = (await receiverForTest()).target(always(500));
    const good = (await receiverForTest()).target();
    const bad = await api.createSubscription({
      target_url: failing.url,
      retry_policy: { schedule: Array(20).fill(1) as number[] },
    });
    const fine = await api.createSubscription({ target_url: good.url });
    await ingestMany(api, Array(500).fill(bad.id));
    await eventually('all have failed once', () => failing.requests.length >= 500);
    const taskIds = await ingestMany(api, Array(50).fill(fine.id));
    for (const id of taskIds) await deliveryWhen('delivered', id);
    expect(good.requests).toHaveLength(50);
  });
});
