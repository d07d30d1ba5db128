import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, inTurn, receiverForFile } from '../support/receiver.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

// They mostly wait: together they take as long as the longest of them.
describe.concurrent('a receiver that', () => {
  it('fails three times is tried again after growing waits, and every attempt can be seen', async () => {
    const broken = { status: 500, body: 'database is away' };
    const target = receiver.target(inTurn(broken, broken, broken, 'hang'));
    const subscription = await posthorn.api.createSubscription({
      target_url: target.url,
      timeout_seconds: 30,
      retry_policy: { schedule: [1, 2, 4] },
    });
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscription.id, '{"order":1001}');
    await eventually('the fourth attempt is under way', target.hangingCount);
    expect(await posthorn.api.delivery(id)).toMatchObject({ status: 'retrying', attempt_count: 3 });
    target.release();
    const delivery = await posthorn.deliveryWhen('delivered', id);
    expect(delivery).toMatchObject({ status: 'delivered', attempt_count: 4, next_attempt_at: null });
    const failed = {
      trigger: 'scheduled',
      status_code: 500,
      outcome: 'failed',
      failure_kind: 'http_status',
      error: 'HTTP 500',
      response_excerpt: 'database is away',
    };
    expect(delivery.attempts).toMatchObject([
      { ...failed, number: 1 },
      { ...failed, number: 2 },
      { ...failed, number: 3 },
      {
        number: 4,
        trigger: 'scheduled',
        status_code: 200,
        outcome: 'succeeded',
        failure_kind: null,
        error: null,
        response_excerpt: '',
      },
    ]);
    for (const { started_at: startedAt, duration_ms: durationMs } of delivery.attempts) {
      expect(startedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(durationMs).toBeGreaterThanOrEqual(0);
    }
    const starts = delivery.attempts.map(({ started_at: startedAt }) => Date.parse(startedAt));
    const gaps = starts.slice(1).map((start, index) => start - starts[index]!);
    expect(gaps[0]).toBeGreaterThanOrEqual(800);
    expect(gaps[1]).toBeGreaterThanOrEqual(1_600);
    expect(gaps[2]).toBeGreaterThanOrEqual(3_200);

    expect(target.requests.map(({ headers }) => headers['webhook-id'])).toEqual(Array(4).fill(eventId));
    expect(target.requests.map(({ headers }) => headers['x-posthorn-attempt'])).toEqual(['1', '2', '3', '4']);
    // Each is signed afresh, at its own time.
    const timestamps = target.requests.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(timestamps).toEqual(starts.map((start) => Math.floor(start / 1_000)));
    for (const { body, headers } of target.requests) {
      const verified = new Webhook(subscription.signing_secret).verify(
        body,
        headers as Record<string, string>,
      );
      expect(verified).toEqual({ order: 1001 });
    }
  });

  it('always fails exhausts the delivery; mended, it gets the same event by a replay', async () => {
    const target = receiver.target(always(500));
    const subscription = await posthorn.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [1] },
    });
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscription.id, '{"order":1001}');
    const exhausted = await posthorn.deliveryWhen('exhausted', id);
    expect(exhausted).toMatchObject({ attempt_count: 2, status_reason: 'attempts', next_attempt_at: null });
    expect(exhausted.expires_at).not.toBeNull();
    // Deletions of messages are written a moment after the record.
    const left = () => posthorn.rows('SELECT * FROM messages WHERE group_id = ?', subscription.id);
    await eventually('no message is left', () => left().length === 0);
    expect((await posthorn.api.deliveries(subscription.id, '?status=exhausted')).data).toHaveLength(1);

    target.behave(always(204));
    expect(await posthorn.api.replay(id)).toMatchObject({ id, status: 'retrying', status_reason: null });
    const delivered = await posthorn.deliveryWhen('delivered', id);
    expect(delivered.attempts).toMatchObject([
      { number: 1, trigger: 'scheduled', status_code: 500 },
      { number: 2, trigger: 'scheduled', status_code: 500 },
      { number: 3, trigger: 'manual', status_code: 204, outcome: 'succeeded' },
    ]);
    const last = target.requests.at(-1)!;
    expect(last.headers).toMatchObject({ 'webhook-id': eventId, 'x-posthorn-attempt': '3' });
    expect(last.body.toString()).toBe('{"order":1001}');
    expect(target.requests).toHaveLength(3);
  });

  it('fails at a replay too exhausts the delivery again', async () => {
    const target = receiver.target(always(500));
    const subscription = await posthorn.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [] },
    });
    const { task_id: id } = await posthorn.api.ingest(subscription.id);
    await posthorn.deliveryWhen('exhausted', id);
    await posthorn.api.replay(id);
    await eventually(
      'the second attempt',
      async () => (await posthorn.api.delivery(id)).attempts.length === 2,
    );
    const delivery = await posthorn.deliveryWhen('exhausted', id);
    expect(delivery.attempts).toMatchObject([
      { number: 1, trigger: 'scheduled' },
      { number: 2, trigger: 'manual' },
    ]);
  });

  it('has the event already gets it once more by a replay of the delivered delivery', async () => {
    const target = receiver.target();
    const subscription = await posthorn.api.createSubscription({ target_url: target.url });
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscription.id, '[7]');
    await posthorn.deliveryWhen('delivered', id);
    await posthorn.api.replay(id);
    const delivery = await eventually('a second attempt', async () => {
      const seen = await posthorn.api.delivery(id);
      return seen.attempt_count === 2 && seen;
    });
    expect(delivery).toMatchObject({
      status: 'delivered',
      attempts: [{ trigger: 'scheduled' }, { trigger: 'manual' }],
    });
    expect(target.requests.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId]);
  });

  it('is still being tried cannot be sent a replay, and a cancelled delivery can', async () => {
    const target = receiver.target(always(500));
    const subscription = await posthorn.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [600] },
    });
    const { task_id: id } = await posthorn.api.ingest(subscription.id);
    await posthorn.deliveryWhen('retrying', id);
    expect((await posthorn.api.send('POST', `/deliveries/${id}/replay`)).status).toBe(409);

    expect(await posthorn.api.cancel(id)).toMatchObject({
      status: 'cancelled',
      status_reason: 'by_request',
      attempt_in_flight: false,
    });
    expect(await posthorn.api.cancel(id)).toMatchObject({ status: 'cancelled', attempt_in_flight: false });
    expect(target.requests).toHaveLength(1);

    target.behave(always(200));
    await posthorn.api.replay(id);
    expect(await posthorn.deliveryWhen('delivered', id)).toMatchObject({ attempt_count: 2 });
    expect((await posthorn.api.send('POST', `/deliveries/${id}/cancel`)).status).toBe(409);
  });

  it('is being sent to when the delivery is cancelled may still get it, but no retry follows', async () => {
    const target = receiver.target(always('hang'));
    const subscription = await posthorn.api.createSubscription({
      target_url: target.url,
      timeout_seconds: 30,
      retry_policy: { schedule: [1] },
    });
    const { task_id: id } = await posthorn.api.ingest(subscription.id);
    await eventually('an attempt is under way', target.hangingCount);
    expect(await posthorn.api.cancel(id)).toMatchObject({ status: 'cancelled', attempt_in_flight: true });
    target.release(500);
    await eventually(
      'no message is left',
      () =>
        posthorn.rows("SELECT 1 FROM messages WHERE queue = 'deliver' AND group_id = ?", subscription.id)
          .length === 0,
    );
    expect(await posthorn.api.delivery(id)).toMatchObject({ status: 'cancelled', attempt_count: 0 });
    expect(target.requests).toHaveLength(1);
  });
});
