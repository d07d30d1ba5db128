import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, inTurn, receiverForFile } from '../support/receiver.ts';

/** The next attempt of an open delivery, made now on request. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

async function retrying(schedule: readonly number[], ...answers: readonly [number, ...number[]]) {
  const hook = receiver.target(inTurn(...answers));
  const { id } = await posthorn.api.createSubscription({
    target_url: hook.url,
    retry_policy: { schedule: [...schedule] },
  });
  const { task_id: taskId } = await posthorn.api.ingest(id);
  await posthorn.deliveryWhen('retrying', taskId);
  return { hook, id, taskId };
}

const retry = (taskId: string, headers = {}) =>
  posthorn.api.send('POST', `/deliveries/${taskId}/retry`, { headers });

describe('a retry now', () => {
  it.each([
    ['sleeps in the queue', 60],
    ['is parked', 3_600],
  ])('of a delivery that %s makes its next attempt at once', async (_, seconds) => {
    const { hook, taskId } = await retrying([seconds], 500, 200);
    const answer = await retry(taskId);
    expect(answer.status).toBe(202);
    expect(answer.json()).toMatchObject({ id: taskId, status: 'retrying', attempt_count: 1 });
    const delivery = await posthorn.deliveryWhen('delivered', taskId);
    expect(delivery.attempts).toMatchObject([
      { number: 1, trigger: 'scheduled', outcome: 'failed' },
      { number: 2, trigger: 'manual', outcome: 'succeeded' },
    ]);
    expect(hook.requests).toHaveLength(2);
  });

  it('lets the retry policy go on after it, and sends nothing at the old time', async () => {
    const { hook, taskId } = await retrying([2, 600], 500, 500, 200);
    await retry(taskId);
    const delivery = await eventually('it has failed again', async () => {
      const now = await posthorn.api.delivery(taskId);
      return now.attempt_count === 2 && now;
    });
    expect(delivery.status).toBe('retrying');
    const waitMs = Date.parse(delivery.next_attempt_at!) - Date.now();
    expect(waitMs).toBeGreaterThan(400_000);
    // The message that it had comes back after 2.4 s at the latest, and has to be worth nothing.
    await new Promise((resolve) => setTimeout(resolve, 2_600));
    expect(hook.requests).toHaveLength(2);
    await posthorn.api.cancel(taskId);
  });

  it('makes one attempt, however often and by however many it is asked for at once', async () => {
    const { hook, taskId } = await retrying([600], 500, 200);
    const answers = await Promise.all(Array.from({ length: 10 }, () => retry(taskId)));
    expect(answers.map(({ status }) => status)).toContain(202);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    await posthorn.deliveryWhen('delivered', taskId);
    expect(hook.requests).toHaveLength(2);
  });

  it('is one and the same for an Idempotency-Key', async () => {
    const { hook, taskId } = await retrying([600, 600], 500, 500, 200);
    const headers = { 'idempotency-key': 'now' };
    await retry(taskId, headers);
    await eventually(
      'it has failed again',
      async () => (await posthorn.api.delivery(taskId)).attempt_count === 2,
    );
    expect((await retry(taskId, headers)).status).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(hook.requests).toHaveLength(2);
    await retry(taskId);
    await posthorn.deliveryWhen('delivered', taskId);
  });

  it('sends what waits for its time', async () => {
    const hook = receiver.target(always(200));
    const { id } = await posthorn.api.createSubscription({ target_url: hook.url });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const path = `/ingest/${id}?deliver_at=${encodeURIComponent(later)}`;
    const { task_id: taskId } = (await posthorn.api.sendJson('POST', path, {})).json() as { task_id: string };
    expect((await posthorn.api.delivery(taskId)).status).toBe('pending');
    expect((await retry(taskId)).status).toBe(202);
    await posthorn.deliveryWhen('delivered', taskId);
  });

  it('is refused for one that has ended, is on hold, or is nowhere', async () => {
    const { id, taskId } = await retrying([600], 500, 200);
    await posthorn.api.disable(id);
    expect(problemIn(await retry(taskId))).toMatchObject({
      status: 409,
      detail:
        'The delivery cannot be retried now: its subscription is disabled. Enable the subscription first.',
    });
    await posthorn.api.enable(id);
    await retry(taskId);
    await posthorn.deliveryWhen('delivered', taskId);
    expect(problemIn(await retry(taskId)).detail).toBe(
      'The delivery cannot be retried now: it is delivered. Replay it instead.',
    );
    expect(problemIn(await retry(`dlv_${'0'.repeat(52)}`)).status).toBe(404);
  });
});
