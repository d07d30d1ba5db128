import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeliverFunction } from '../../functions/deliver.ts';
import { failedIds, messageFor, queueForTest } from '../support/delivery-queue.ts';
import { type EmbeddedService, serviceForTest } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { contextWith, sqsEvent } from '../support/lambda-events.ts';
import { always, inTurn, receiverForTest } from '../support/receiver.ts';

/** The wall clock is set back or ahead while the service runs. */

const HOUR_MS = 3_600_000;
const ENOUGH_MS = 120_000;
const rightNow = Date.now;
let stepMs = 0;

beforeEach(() => {
  stepMs = 0;
  Date.now = () => rightNow() + stepMs;
});
afterEach(() => {
  Date.now = rightNow;
});

const deliver = async (posthorn: EmbeddedService, id: string) =>
  posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);

describe('a clock that is set back an hour', () => {
  it('delays no event that is handed in afterwards', async () => {
    const posthorn = await serviceForTest();
    const hook = (await receiverForTest()).target();
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url });
    await deliver(posthorn, id);
    stepMs = -HOUR_MS;
    const { attempts } = await deliver(posthorn, id);
    const startedAtMs = Date.parse(attempts?.[0]?.started_at ?? '');
    expect(startedAtMs).toBeLessThan(rightNow() - HOUR_MS / 2);
  });

  it('delays no retry that waits already', async () => {
    const posthorn = await serviceForTest();
    const hook = (await receiverForTest()).target(inTurn(500, 200));
    const retry_policy = { schedule: [1] };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, retry_policy });
    const { task_id: taskId } = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('retrying', taskId);
    stepMs = -HOUR_MS;
    await posthorn.deliveryWhen('delivered', taskId);
    expect(hook.requests).toHaveLength(2);
  });

  it('delays no retry that waits outside the queue', async () => {
    const posthorn = await serviceForTest();
    const hook = (await receiverForTest()).target(inTurn(500, 200));
    // Longer than the queue keeps a message asleep (120 s), also with 20 % of jitter.
    const retry_policy = { schedule: [200] };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, retry_policy });
    const { task_id: taskId } = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('retrying', taskId);
    stepMs = -HOUR_MS;
    const untilMs = await eventually('it waits by the clock as it is now', async () => {
      const { next_attempt_at: at } = await posthorn.api.delivery(taskId);
      return Date.parse(at ?? '') < Date.now() + 600_000 && Date.parse(at ?? '');
    });
    expect(untilMs).toBeGreaterThan(Date.now());
  });

  it('lets in no fewer events than before', async () => {
    const posthorn = await serviceForTest();
    const hook = (await receiverForTest()).target();
    const ingest_rate_limit = { per_second: 10, burst: 2 };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, ingest_rate_limit });
    await posthorn.api.ingest(id);
    stepMs = -HOUR_MS;
    await posthorn.api.ingest(id);
  });
});

describe('a clock that was an hour behind and is right again', () => {
  it('stops no retry', async () => {
    const posthorn = await serviceForTest();
    const hook = (await receiverForTest()).target(inTurn(500, 500, 200));
    const retry_policy = { schedule: [1, 1] };
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url, retry_policy });
    const { task_id: taskId } = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('retrying', taskId);
    stepMs = -HOUR_MS;
    await eventually('the second attempt was made', () => hook.requests.length === 2);
    stepMs = 0;
    await posthorn.deliveryWhen('delivered', taskId);
  });
});

describe('a process whose clock is an hour behind that of another', () => {
  it('attempts a new delivery at once', async () => {
    const { runtime, receiver, subscribe, ingest, pass, stored } = await queueForTest();
    const target = receiver.target();
    const subscription = await subscribe(target);
    pass(3_600);
    const delivery = await ingest(subscription);
    pass(-3_600);
    const answer = await createDeliverFunction(runtime)(
      sqsEvent([messageFor(delivery)]),
      contextWith(ENOUGH_MS),
    );
    expect(failedIds(answer)).toEqual([]);
    expect(await stored(delivery)).toMatchObject({ status: 'delivered' });
  });

  it('attempts a retry once it has waited as long as it was to', async () => {
    const { runtime, receiver, subscribe, ingest, pass, stored } = await queueForTest();
    const target = receiver.target(always(500));
    const delivery = await ingest(await subscribe(target, { scheduleSeconds: [60, 60, 60] }));
    const deliverNow = () =>
      createDeliverFunction(runtime)(sqsEvent([messageFor(delivery)]), contextWith(ENOUGH_MS));
    await deliverNow();
    pass(60 - 3_600);
    await deliverNow();
    expect(await stored(delivery)).toMatchObject({ attemptCount: 2 });
  });
});
