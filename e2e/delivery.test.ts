import { Webhook } from 'standardwebhooks';
import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import { always, inTurn, type ReceivedRequest } from '../test/support/receiver.ts';
import { problemIn } from './support/api.ts';
import { limitOf } from './support/emulator-limits.ts';
import { PATIENCE_MS, posthornForFile } from './support/posthorn.ts';

const posthorn = posthornForFile();

// They mostly wait: together they take as long as the longest of them.
describe.concurrent('a receiver that', () => {
  it('fails at first is tried again after growing waits, and every attempt can be seen', async ({
    expect,
  }) => {
    const { hook, ...subscription } = await posthorn.subscribe(
      { retry_policy: { schedule: [1, 2, 3] } },
      inTurn({ status: 500, body: 'database is away' }, 503, 200),
    );
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscription.id, '{"order":1001}');
    const delivery = await posthorn.deliveryIn('delivered', id);
    expect(delivery).toMatchObject({ attempt_count: 3, next_attempt_at: null, status_reason: null });
    expect(delivery.attempts).toMatchObject([
      {
        number: 1,
        trigger: 'scheduled',
        outcome: 'failed',
        status_code: 500,
        failure_kind: 'http_status',
        response_excerpt: 'database is away',
      },
      { number: 2, trigger: 'scheduled', outcome: 'failed', status_code: 503 },
      { number: 3, trigger: 'scheduled', outcome: 'succeeded', status_code: 200, failure_kind: null },
    ]);
    const starts = delivery.attempts.map((attempt) => Date.parse(attempt.started_at));
    // A wait may be shorter by a fifth, never by more.
    expect(starts[1]! - starts[0]!).toBeGreaterThanOrEqual(800);
    expect(starts[2]! - starts[1]!).toBeGreaterThanOrEqual(1_600);

    expect(hook.requests.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId, eventId]);
    expect(hook.requests.map(({ headers }) => headers['x-posthorn-attempt'])).toEqual(['1', '2', '3']);
    // Each is signed afresh.
    for (const { body, headers } of hook.requests) {
      const webhook = new Webhook(subscription.signing_secret);
      expect(webhook.verify(body, headers as Record<string, string>)).toEqual({ order: 1001 });
    }
  });

  it('refuses some of a burst gets those again, and the others once', async ({ expect }) => {
    const refusesEven = (nth: number, { body }: ReceivedRequest) =>
      nth === 1 && Number(body.toString()) % 2 === 0 ? 500 : 200;
    const { id: subscriptionId, hook } = await posthorn.subscribe(
      { retry_policy: { schedule: [1, 1] } },
      refusesEven,
    );
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    const accepted = await Promise.all(numbers.map((n) => posthorn.api.ingest(subscriptionId, `${n}`)));
    for (const { task_id: id } of accepted) await posthorn.deliveryIn('delivered', id);
    const attempts = numbers.map(
      (n) => hook.requests.filter(({ body }) => body.toString() === `${n}`).length,
    );
    expect(attempts).toEqual(numbers.map((n) => (n % 2 === 0 ? 2 : 1)));
  });

  it('always fails exhausts the delivery; mended, it gets the same event by a replay', async ({ expect }) => {
    const { id: subscriptionId, hook } = await posthorn.subscribe(
      { retry_policy: { schedule: [1] } },
      always(500),
    );
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscriptionId, '{"order":1001}');
    const exhausted = await posthorn.deliveryIn('exhausted', id);
    expect(exhausted).toMatchObject({ attempt_count: 2, status_reason: 'attempts', next_attempt_at: null });
    expect(Date.parse(exhausted.expires_at!)).toBeGreaterThan(Date.now());
    const { data } = await posthorn.api.deliveries(subscriptionId, '?status=exhausted');
    expect(data.map((delivery) => delivery.id)).toEqual([id]);

    hook.behave(always(204));
    expect(await posthorn.api.replay(id)).toMatchObject({ id, status: 'retrying' });
    const delivered = await posthorn.deliveryIn('delivered', id);
    expect(delivered.attempts).toMatchObject([
      { number: 1, trigger: 'scheduled', status_code: 500 },
      { number: 2, trigger: 'scheduled', status_code: 500 },
      { number: 3, trigger: 'manual', status_code: 204 },
    ]);
    expect(hook.requests).toHaveLength(3);
    const last = hook.requests[2]!;
    expect(last.headers).toMatchObject({ 'webhook-id': eventId, 'x-posthorn-attempt': '3' });
    expect(last.body.toString()).toBe('{"order":1001}');
  });

  it('has a large event already gets it once more, whole, by a replay', async ({ expect }) => {
    const { id: subscriptionId, hook } = await posthorn.subscribe();
    const payload = JSON.stringify({ lines: 'x'.repeat(300_000) });
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscriptionId, payload);
    await posthorn.deliveryIn('delivered', id);
    await posthorn.api.replay(id);
    const delivery = await posthorn.deliveryWhen(
      'attempted twice',
      id,
      ({ attempt_count: count }) => count === 2,
    );
    expect(delivery.attempts).toMatchObject([{ trigger: 'scheduled' }, { trigger: 'manual' }]);
    expect(hook.requests.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId]);
    for (const { body } of hook.requests) expect(body.toString() === payload).toBe(true);
  });

  it('is cancelled while it waits for a retry gets nothing more, unless by a replay', async ({ expect }) => {
    const { id: subscriptionId, hook } = await posthorn.subscribe(
      { retry_policy: { schedule: [30] } },
      always(500),
    );
    const { task_id: id } = await posthorn.api.ingest(subscriptionId);
    await posthorn.deliveryIn('retrying', id);
    expect(problemIn(await posthorn.api.send('POST', `/deliveries/${id}/replay`)).status).toBe(409);
    expect(await posthorn.api.cancel(id)).toMatchObject({
      status: 'cancelled',
      status_reason: 'by_request',
      next_attempt_at: null,
    });
    hook.behave(always(200));
    await posthorn.api.replay(id);
    const delivery = await posthorn.deliveryIn('delivered', id);
    expect(delivery.attempts.map(({ trigger }) => trigger)).toEqual(['scheduled', 'manual']);
    expect(hook.requests).toHaveLength(2);
    expect(problemIn(await posthorn.api.send('POST', `/deliveries/${id}/cancel`)).status).toBe(409);
  });

  it('says 410 is sent nothing more: its subscription is disabled', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe({ retry_policy: { schedule: [1] } }, always(410));
    await posthorn.api.ingest(id);
    const subscription = await eventually(
      'the subscription is disabled',
      async () => {
        const seen = await posthorn.api.subscription(id);
        return seen.status === 'disabled' && seen;
      },
      PATIENCE_MS,
    );
    expect(subscription.disabled_reason).toBe('receiver_gone');
    expect(hook.requests).toHaveLength(1);
    expect(problemIn(await posthorn.ingestWhen(409, id)).status).toBe(409);
  });

  it('does not answer in time counts as failed', async ({ expect }) => {
    const { id: subscriptionId, hook } = await posthorn.subscribe(
      { timeout_seconds: 1, retry_policy: { schedule: [] } },
      always('hang'),
    );
    const { task_id: id } = await posthorn.api.ingest(subscriptionId);
    const { attempts } = await posthorn.deliveryIn('exhausted', id);
    expect(attempts).toMatchObject([{ outcome: 'failed', failure_kind: 'timeout', status_code: null }]);
    expect(hook.requests).toHaveLength(1);
  });

  it('hangs does not keep others waiting', async ({ expect, skip, task }) => {
    const limit = limitOf(task.name);
    skip(limit !== undefined, limit);
    const slow = await posthorn.subscribe(
      { timeout_seconds: 30, retry_policy: { schedule: [] } },
      always('hang'),
    );
    const quick = await posthorn.subscribe();
    await posthorn.api.ingest(slow.id);
    await eventually('an attempt hangs', slow.hook.hangingCount, PATIENCE_MS);
    const { task_id: id } = await posthorn.api.ingest(quick.id);
    await posthorn.deliveryIn('delivered', id);
    expect(slow.hook.hangingCount()).toBe(1);
    slow.hook.release();
  });
});
