import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import {
  type EmbeddedService,
  folderForTest,
  serviceForFile,
  startEmbeddedService,
} from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { inTurn, type Receiver, startReceiver } from '../support/receiver.ts';

/** Attempts come no faster than their subscription allows. Times are only compared with bounds that hold on any machine. */

let posthorn: EmbeddedService;
let receiver: Receiver;

beforeAll(async () => {
  posthorn = await serviceForFile();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await posthorn.stop();
});

/** The two clocks' grain, and what a request takes from its start to its arrival. */
const GRAIN_MS = 100;

/** In no period of the arrivals there were more than a burst and what the rate gives in that time. */
function expectWithin(limit: { per_second: number; burst: number }, arrivalsMs: readonly number[]): void {
  const inOrder = arrivalsMs.toSorted((one, other) => one - other);
  for (const [from, startMs] of inOrder.entries()) {
    for (const [index, endMs] of inOrder.slice(from).entries()) {
      const most = limit.burst + (limit.per_second * (endMs - startMs + GRAIN_MS)) / 1_000;
      expect(index + 1, `from ${startMs} to ${endMs}`).toBeLessThanOrEqual(Math.ceil(most));
    }
  }
}

describe('deliveries over the rate limit', () => {
  it('wait, all arrive, and no attempt is counted for it', async () => {
    const limit = { per_second: 20, burst: 5 };
    const hook = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    const accepted = await Promise.all(
      Array.from({ length: 60 }, (_, n) => posthorn.api.ingest(id, String(n))),
    );
    for (const { task_id: taskId } of accepted) {
      const delivery = await posthorn.deliveryWhen('delivered', taskId);
      expect(delivery.attempts).toHaveLength(1);
    }
    expect(hook.requests).toHaveLength(60);
    expectWithin(
      limit,
      hook.requests.map(({ arrivedAtMs }) => arrivedAtMs),
    );
  });

  it('say when they will be attempted, and stay pending until then', async () => {
    const hook = receiver.target();
    const limit = { per_second: 0.01, burst: 1 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    const first = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('delivered', first.task_id);
    const second = await posthorn.api.ingest(id);
    const waiting = await eventually('it has a place', async () => {
      const delivery = await posthorn.api.delivery(second.task_id);
      return Date.parse(delivery.next_attempt_at ?? '') > Date.now() + 60_000 && delivery;
    });
    expect(waiting).toMatchObject({ status: 'pending', attempt_count: 0 });
    // Nobody is on the way there: a cancellation is the end of it.
    const cancelled = await posthorn.api.cancel(second.task_id);
    expect(cancelled).toMatchObject({ status: 'cancelled', attempt_in_flight: false });
    expect(hook.requests).toHaveLength(1);
  });

  it('wait for places between two milliseconds too, in the queue and outside of it', async () => {
    const hook = receiver.target();
    // One every 78,740.16 ms.
    const limit = { per_second: 0.0127, burst: 1 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    const accepted = await Promise.all([1, 2, 3].map((n) => posthorn.api.ingest(id, String(n))));
    const waits = await eventually('all have a place', async () => {
      const deliveries = await Promise.all(accepted.map(({ task_id: task }) => posthorn.api.delivery(task)));
      const open = deliveries.filter(({ attempt_count: count }) => count === 0);
      const inSeconds = open.map(({ next_attempt_at: at }) => (Date.parse(at ?? '') - Date.now()) / 1_000);
      return inSeconds.length === 2 && Math.min(...inSeconds) > 60 && inSeconds.toSorted((a, b) => a - b);
    });
    expect(waits[0]).toBeLessThan(79);
    expect(waits[1]).toBeGreaterThan(140);
    await posthorn.api.deleteSubscription(id);
  });

  it('do not hold up those of other subscriptions', async () => {
    const slow = receiver.target();
    const quick = receiver.target();
    const limit = { per_second: 0.1, burst: 1 };
    const limited = await posthorn.api.createSubscription({ target_url: slow.url, rate_limit: limit });
    const free = await posthorn.api.createSubscription({ target_url: quick.url });
    for (let n = 0; n < 200; n += 1) await posthorn.api.ingest(limited.id);
    const { task_id: taskId } = await posthorn.api.ingest(free.id);
    await posthorn.deliveryWhen('delivered', taskId);
    expect(slow.requests.length).toBeLessThan(5);
    await posthorn.api.deleteSubscription(limited.id);
  });

  it('count retries too: each attempt has a place of its own', async () => {
    const limit = { per_second: 4, burst: 1 };
    const hook = receiver.target(inTurn(500, 500, 200));
    const { id } = await posthorn.api.createSubscription({
      target_url: hook.url,
      rate_limit: limit,
      retry_policy: { schedule: [1, 1] },
    });
    const accepted = await Promise.all(Array.from({ length: 4 }, () => posthorn.api.ingest(id)));
    for (const { task_id: taskId } of accepted) {
      expect((await posthorn.deliveryWhen('delivered', taskId)).attempts).toHaveLength(3);
    }
    expectWithin(
      limit,
      hook.requests.map(({ arrivedAtMs }) => arrivedAtMs),
    );
  });

  it('keep their places over a restart', async () => {
    const hook = receiver.target();
    const limit = { per_second: 2, burst: 2 };
    const folder = await folderForTest();
    const before = await startEmbeddedService(folder);
    const { id } = await before.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    for (let n = 0; n < 6; n += 1) await before.api.ingest(id);
    await eventually('some have arrived', () => hook.requests.length >= 2);
    await before.stop();
    const after = await startEmbeddedService(folder);
    try {
      for (let n = 0; n < 2; n += 1) await after.api.ingest(id);
      await eventually('all have arrived', () => hook.requests.length === 8);
    } finally {
      await after.stop();
    }
    expectWithin(
      limit,
      hook.requests.map(({ arrivedAtMs }) => arrivedAtMs),
    );
  });
});

it.each([
  ['no rate', {}, '/rate_limit/per_second'],
  ['a rate of nothing', { per_second: 0 }, '/rate_limit/per_second'],
  ['too high a rate', { per_second: 10_001 }, '/rate_limit/per_second'],
  ['half a burst', { per_second: 1, burst: 0.5 }, '/rate_limit/burst'],
  ['a field of its own', { per_second: 1, per_minute: 1 }, '/rate_limit/per_minute'],
])('a limit with %s is refused', async (_, limit, pointer) => {
  const body = { target_url: 'http://127.0.0.1/', rate_limit: limit };
  const problem = problemIn(await posthorn.api.sendJson('POST', '/subscriptions', body));
  expect(problem.errors?.map((fault) => fault.pointer)).toContain(pointer);
});
