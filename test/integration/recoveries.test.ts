import { describe, expect, it } from 'vitest';
import { advanceRecoveries } from '../../src/application/advance-recoveries.ts';
import { startRecovery } from '../../src/application/start-recovery.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { recoveryPageShape } from '../../src/http/recoveries/output.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { runtimeForTest, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile } from '../support/receiver.ts';
import { aTenantId, bytesOf } from '../support/records.ts';

/** Everything that was exhausted in a time, replayed in bulk. */

const SINCE = { since: '2026-01-01T00:00:00Z' };

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

/** A subscription with so many exhausted deliveries, whose receiver is well again. */
async function withExhausted(count: number, about: object = {}) {
  const hook = receiver.target();
  hook.behave(always(500));
  const { id } = await posthorn.api.createSubscription({
    target_url: hook.url,
    retry_policy: { schedule: [] },
    ...about,
  });
  const accepted = await Promise.all(
    Array.from({ length: count }, (_, n) => posthorn.api.ingest(id, JSON.stringify({ n }))),
  );
  const taskIds = accepted.map(({ task_id }) => task_id);
  for (const taskId of taskIds) await posthorn.deliveryWhen('exhausted', taskId);
  hook.behave(always(200));
  const failed = hook.requests.length;
  /** The requests that have arrived since. */
  const arrived = () => hook.requests.slice(failed);
  return { arrived, id, taskIds };
}

const ended = (id: string) =>
  eventually(`${id} has ended`, async () => {
    const recovery = await posthorn.api.recovery(id);
    return recovery.status !== 'running' && recovery;
  });

const PATIENCE_MS = 20_000;

describe('a recovery', () => {
  it('replays all that is exhausted, once each, under the same webhook-id', async () => {
    const { arrived, id, taskIds } = await withExhausted(30);
    const untouched = await withExhausted(1);
    const started = await posthorn.api.recover(id, SINCE);
    expect(started).toMatchObject({
      subscription_id: id,
      status: 'running',
      deliveries_count: 30,
      recovered_count: 0,
      progress: 0,
      per_second: 100,
      ended_at: null,
    });
    for (const taskId of taskIds) await posthorn.deliveryWhen('delivered', taskId);
    const done = { status: 'done', recovered_count: 30, skipped_count: 0, progress: 1, stop_reason: null };
    expect(await ended(started.id)).toMatchObject(done);
    const ids = arrived().map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(30);
    expect(ids).toHaveLength(30);
    expect((await posthorn.api.delivery(untouched.taskIds[0]!)).status).toBe('exhausted');
    const [, again] = (await posthorn.api.delivery(taskIds[0]!)).attempts;
    expect(again).toMatchObject({ number: 2, trigger: 'manual', outcome: 'succeeded' });
  });

  it('keeps to its pace, while new events do not wait behind it', { timeout: PATIENCE_MS }, async () => {
    const { arrived, id } = await withExhausted(40);
    const startedAtMs = Date.now();
    const started = await posthorn.api.recover(id, { ...SINCE, per_second: 10 });
    await eventually('it has begun', () => arrived().length > 0);
    const fresh = await posthorn.api.ingest(id, '"fresh"');
    await posthorn.deliveryWhen('delivered', fresh.task_id);
    expect(arrived().length).toBeLessThan(35);
    await eventually('all have arrived', () => arrived().length === 41, 10_000);
    const times = arrived().map(({ arrivedAtMs }) => arrivedAtMs - startedAtMs);
    expect(Math.max(...times)).toBeGreaterThan(3_500);
    // In no second more than its pace, apart from the timers' grain.
    const perSecond = times.map((ms) => times.filter((other) => other >= ms && other < ms + 1_000).length);
    expect(Math.max(...perSecond)).toBeLessThan(20);
    expect(await ended(started.id)).toMatchObject({ status: 'done', recovered_count: 40 });
  });

  it('takes only the events of its time', async () => {
    const { id, taskIds } = await withExhausted(1);
    const { created_at: createdAt } = await posthorn.api.delivery(taskIds[0]!);
    const before = await posthorn.api.recover(id, { ...SINCE, until: createdAt });
    expect(before.deliveries_count).toBe(0);
    expect(await ended(before.id)).toMatchObject({ status: 'done', recovered_count: 0, progress: 1 });
    await posthorn.api.recover(id, { since: createdAt });
    await posthorn.deliveryWhen('delivered', taskIds[0]!);
  });

  it('stops when it is told to; the rest stays as it is, for another one', {
    timeout: PATIENCE_MS,
  }, async () => {
    // A page ahead is under way already, so that there must be more than that.
    const { arrived, id } = await withExhausted(70);
    const started = await posthorn.api.recover(id, { ...SINCE, per_second: 1 });
    await eventually('it has begun', () => arrived().length > 0);
    const stopped = await posthorn.api.stopRecovery(started.id);
    expect(stopped).toMatchObject({ status: 'stopped', stop_reason: 'by_request', recovered_count: 60 });
    expect(stopped.ended_at).not.toBeNull();
    expect(await posthorn.api.stopRecovery(started.id)).toEqual(stopped);
    const { data } = await posthorn.api.deliveries(id, '?status=exhausted&limit=250');
    expect(data).toHaveLength(10);
    const another = await posthorn.api.recover(id, SINCE);
    expect(another.deliveries_count).toBe(10);
    for (const { id: taskId } of data) await posthorn.deliveryWhen('delivered', taskId);
  });

  it('stops by itself when its subscription is disabled or deleted', { timeout: PATIENCE_MS }, async () => {
    const one = await withExhausted(70);
    const other = await withExhausted(70);
    const recoveries = [
      await posthorn.api.recover(one.id, { ...SINCE, per_second: 1 }),
      await posthorn.api.recover(other.id, { ...SINCE, per_second: 1 }),
    ];
    await posthorn.api.disable(one.id);
    await posthorn.api.deleteSubscription(other.id);
    const [disabled, deleted] = await Promise.all(recoveries.map(({ id }) => ended(id)));
    expect(disabled).toMatchObject({ status: 'stopped', stop_reason: 'subscription_disabled' });
    expect(deleted).toMatchObject({ status: 'stopped', stop_reason: 'subscription_deleted' });
  });
});

describe('who asks for one', () => {
  it('is told what is wrong', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    const recover = (body: object, to = id) =>
      posthorn.api.sendJson('POST', `/subscriptions/${to}/recover`, body);
    const inFuture = new Date(Date.now() + 60_000).toISOString();
    expect(problemIn(await recover({ since: inFuture })).errors).toMatchObject([
      { in: 'body', pointer: '/since', detail: 'must be in the past' },
    ]);
    const backwards = { since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' };
    expect(problemIn(await recover(backwards)).errors?.[0]?.pointer).toBe('/since');
    expect(problemIn(await recover({})).errors?.[0]?.pointer).toBe('/since');
    expect(problemIn(await recover(SINCE, `sub_${'0'.repeat(26)}`)).status).toBe(404);
    await posthorn.api.disable(id);
    expect(problemIn(await recover(SINCE)).type).toBe('urn:posthorn:problem:subscription-disabled');
  });

  it('gets the same one again for an Idempotency-Key', async () => {
    const { id } = await withExhausted(1);
    const headers = { 'idempotency-key': 'recover' };
    const first = await posthorn.api.recover(id, SINCE, headers);
    expect((await posthorn.api.recover(id, SINCE, headers)).id).toBe(first.id);
    await ended(first.id);
    expect(await posthorn.api.recover(id, SINCE, headers)).toMatchObject({ id: first.id, status: 'done' });
    const other = await posthorn.api.sendJson(
      'POST',
      `/subscriptions/${id}/recover`,
      { since: '2026-02-01T00:00:00Z' },
      headers,
    );
    expect(problemIn(other).status).toBe(409);
  });

  it('sees those of its own receiver only, with a portal token', async () => {
    const { id } = await withExhausted(1, { receiver_id: 'customer-1' });
    const { id: foreignId } = await withExhausted(1, { receiver_id: 'customer-2' });
    const answer = await posthorn.api.sendJson('POST', '/portal-tokens', {
      receiver_id: 'customer-1',
      access: 'manage',
    });
    const portal = new ApiClient(posthorn.url, (answer.json() as { token: string }).token);
    const foreign = await posthorn.api.recover(foreignId, SINCE);
    const own = await portal.recover(id, SINCE);
    const list = recoveryPageShape.parse((await portal.send('GET', '/recoveries')).json());
    expect(list.data.map((one) => one.id)).toEqual([own.id]);
    const path = `/recoveries/${foreign.id}`;
    expect((await portal.send('GET', path)).status).toBe(404);
    expect((await portal.send('POST', `${path}/stop`)).status).toBe(404);
    expect((await portal.sendJson('POST', `/subscriptions/${foreignId}/recover`, SINCE)).status).toBe(404);
  });

  it('may have ten under way', async () => {
    const runtime = await runtimeForTest();
    const about = { subscriptionId: null, sinceMs: 0, untilMs: undefined, perSecond: 1 };
    const start = (tenantId: TenantId) =>
      startRecovery(runtime, { ...about, reach: { tenantId }, idempotencyKey: undefined, body: bytesOf('') });
    const tenantId = aTenantId();
    const outcomes = [];
    for (let n = 0; n < 11; n += 1) outcomes.push((await start(tenantId)).outcome);
    expect(outcomes).toEqual([...Array(10).fill('started'), 'limit-reached']);
    expect((await start(aTenantId())).outcome).toBe('started');
    await advanceRecoveries(runtime, () => true);
    expect((await start(tenantId)).outcome).toBe('started');
  });

  it('lists them, newest first, page by page, and of one subscription', async () => {
    const api = await posthorn.clientWith(['admin']);
    const made: string[] = [];
    const subscriptions: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { id } = await api.createSubscription({ target_url: receiver.target().url });
      subscriptions.push(id);
      made.unshift((await api.recover(id, SINCE)).id);
    }
    const list = async (query = '') =>
      recoveryPageShape.parse((await api.send('GET', `/recoveries${query}`)).json());
    expect((await list()).data.map(({ id }) => id)).toEqual(made);
    const first = await list('?limit=2');
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const rest = await list(`?limit=2&cursor=${first.next_cursor}`);
    expect(rest).toMatchObject({ data: [{ id: made[2] }], next_cursor: null });
    const ofOne = await list(`?subscription_id=${subscriptions[1]}`);
    expect(ofOne.data.map(({ id }) => id)).toEqual([made[1]]);
  });

  it('is in the audit log', async () => {
    const { id } = await withExhausted(1);
    const recovery = await posthorn.api.recover(id, SINCE);
    await posthorn.api.stopRecovery(recovery.id);
    const { data } = (await posthorn.api.send('GET', '/audit-log?limit=2')).json() as {
      data: readonly { action: string; subject: string }[];
    };
    expect(data).toMatchObject([
      { action: 'recovery.stopped', subject: recovery.id },
      { action: 'recovery.started' },
    ]);
  });
});
