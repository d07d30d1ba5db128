import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { folderForTest, serviceForFile, startEmbeddedService } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { inTurn, receiverForFile } from '../support/receiver.ts';
import { startServiceProcess } from '../support/service-process.ts';

/** Attempts come no faster than their subscription allows. Times are only compared with bounds that hold on any machine. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const KEY = 'phk_the-key-of-this-test';

/** The two clocks' grain, and the time of a request from its start to its arrival. */
const GRAIN_MS = 100;

/** In no period there were more arrivals than a burst and the rate times the period. */
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

  it('stay pending, without an attempt, and can be cancelled', async () => {
    const hook = receiver.target();
    const limit = { per_second: 0.01, burst: 1 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    const first = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('delivered', first.task_id);
    const second = await posthorn.api.ingest(id);
    // Behind it in line, and so looked at later.
    const other = await posthorn.api.createSubscription({ target_url: hook.url });
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(other.id)).task_id);
    expect(await posthorn.api.delivery(second.task_id)).toMatchObject({
      status: 'pending',
      attempt_count: 0,
    });
    expect(await posthorn.api.cancel(second.task_id)).toMatchObject({ status: 'cancelled' });
    await posthorn.api.changeSubscription(id, { rate_limit: null });
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    expect(hook.requests).toHaveLength(3);
  });

  it('take nothing from others when they are cancelled', async () => {
    const hook = receiver.target();
    const limit = { per_second: 0.5, burst: 1 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    const waiting = await Promise.all(Array.from({ length: 60 }, () => posthorn.api.ingest(id)));
    for (const { task_id: taskId } of waiting) await posthorn.api.cancel(taskId);
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
  });

  it.each([
    ['raised', { per_second: 1_000, burst: 100 }],
    ['removed', null],
  ])('all go at once when the limit is %s, in the order in which they came', async (_, after) => {
    const hook = receiver.target();
    const limit = { per_second: 0.01, burst: 1 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    const first = await posthorn.api.ingest(id, 'first');
    await posthorn.deliveryWhen('delivered', first.task_id);
    for (let n = 0; n < 30; n += 1) await posthorn.api.ingest(id, String(n));
    await posthorn.api.changeSubscription(id, { rate_limit: after });
    await eventually('all have arrived', () => hook.requests.length === 31);
    const early = hook.requests.slice(1, 11).map(({ body }) => Number(body.toString()));
    expect(Math.max(...early)).toBeLessThan(30 - 1);
  });

  it('go by a lowered limit from then on', async () => {
    const hook = receiver.target();
    const limit = { per_second: 20, burst: 1 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    for (let n = 0; n < 50; n += 1) await posthorn.api.ingest(id);
    await eventually('some have arrived', () => hook.requests.length > 2);
    await posthorn.api.changeSubscription(id, { rate_limit: { per_second: 0.01, burst: 1 } });
    const countBefore = hook.requests.length;
    const other = await posthorn.api.createSubscription({ target_url: hook.url });
    for (let n = 0; n < 20; n += 1) {
      await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(other.id)).task_id);
    }
    // One may have been on its way.
    expect(hook.requests.length - 20).toBeLessThanOrEqual(countBefore + 1);
    await posthorn.api.deleteSubscription(id);
  });

  it('are under the limit when they are retried now and replayed', async () => {
    const hook = receiver.target();
    const limit = { per_second: 2, burst: 2 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, rate_limit: limit });
    const accepted = await Promise.all(Array.from({ length: 4 }, () => posthorn.api.ingest(id)));
    for (const { task_id: taskId } of accepted) await posthorn.deliveryWhen('delivered', taskId);
    for (const { task_id: taskId } of accepted) await posthorn.api.replay(taskId);
    await eventually('all have arrived twice', () => hook.requests.length === 8);
    expectWithin(
      limit,
      hook.requests.map(({ arrivedAtMs }) => arrivedAtMs),
    );
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

  it.each([
    ['the process was stopped for a while and goes on', 'SIGSTOP'],
    ['the process was killed and started again', 'SIGKILL'],
  ] as const)('keep the pace when %s', async (_, signal) => {
    const hook = receiver.target();
    const limit = { per_second: 4, burst: 2 };
    const folder = await folderForTest();
    const settings = { POSTHORN_API_KEY: KEY, POSTHORN_ALLOW_HTTP_TARGETS: '1' };
    let service = await startServiceProcess(folder, settings);
    onTestFinished(() => service.kill('SIGKILL'));
    const api = new ApiClient(service.url, KEY);
    const { id } = await api.createSubscription({ target_url: hook.url, rate_limit: limit });
    for (let n = 0; n < 24; n += 1) await api.ingest(id, String(n));
    await eventually('some have arrived', () => hook.requests.length > 3);
    service.kill(signal);
    if (signal === 'SIGSTOP') {
      // Long enough for all that waits, had it kept the times that it was given before.
      await pause(5_000);
      service.kill('SIGCONT');
    } else {
      await service.exited;
      service = await startServiceProcess(folder, settings);
    }
    const bodies = () => new Set(hook.requests.map(({ body }) => body.toString()));
    await eventually('all have arrived', () => bodies().size === 24);
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
