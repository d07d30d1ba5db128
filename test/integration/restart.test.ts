import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeliverFunction } from '../../functions/deliver.ts';
import { createReleaseFunction } from '../../functions/release.ts';
import {
  type EmbeddedService,
  folderForTest,
  rowsIn,
  runtimeForTest,
  startEmbeddedService,
} from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { contextWith, sqsEvent } from '../support/lambda-events.ts';
import { connectTo } from '../support/raw-connection.ts';
import { always, inTurn, receiverForTest } from '../support/receiver.ts';

/** State that survives a stop of the service, and continues at the next start. */

/** A folder, and the service on it as often as it is started; the last service is stopped at the end. */
async function restartableService() {
  const folder = await folderForTest();
  let running: EmbeddedService | undefined;
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  onTestFinished(stop);
  const start = async () => {
    running = await startEmbeddedService(folder);
    return running;
  };
  return { folder, start, stop };
}

describe('after a restart', () => {
  it('delivers deliveries that were never attempted', async () => {
    const { folder, start, stop } = await restartableService();
    const target = (await receiverForTest()).target(always('hang'));
    const { api } = await start();
    const { id } = await api.createSubscription({ target_url: target.url, timeout_seconds: 30 });
    const accepted = await Promise.all(Array.from({ length: 200 }, () => api.ingest(id)));
    await eventually('some are under way', target.hangingCount);
    const stopped = stop();
    target.release();
    await stopped;
    const pending = rowsIn(folder, "SELECT 1 FROM deliveries WHERE status = 'pending'");
    expect(pending.length).toBeGreaterThan(0);
    expect(pending.length + target.requests.length).toBe(200);

    const { deliveryWhen } = await start();
    for (const { task_id: taskId } of accepted) await deliveryWhen('delivered', taskId);
    const arrived = new Set(target.requests.map(({ headers }) => headers['webhook-id']));
    expect(arrived).toEqual(new Set(accepted.map(({ event_id: eventId }) => eventId)));
  });

  it('a retry keeps its time and its number', async () => {
    const { start, stop } = await restartableService();
    const target = (await receiverForTest()).target(inTurn(500, 200));
    const before = await start();
    const { id, signing_secret: secret } = await before.api.createSubscription({
      target_url: target.url,
      headers: { 'X-Kept': 'kept' },
      retry_policy: { schedule: [4] },
    });
    const { task_id: taskId } = await before.api.ingest(id, '"kept"');
    const retrying = await before.deliveryWhen('retrying', taskId);
    await stop();

    const after = await start();
    const delivered = await after.deliveryWhen('delivered', taskId);
    expect(delivered.attempts).toMatchObject([
      { number: 1, status_code: 500 },
      { number: 2, status_code: 200 },
    ]);
    expect(delivered.attempts[1]!.started_at >= retrying.next_attempt_at!).toBe(true);
    expect(target.requests[1]?.headers).toMatchObject({ 'x-kept': 'kept', 'x-posthorn-attempt': '2' });
    expect(secret).toMatch(/^whsec_/);
  });

  it('keeps parked deliveries, and sends them when they are due', async () => {
    const { folder, start, stop } = await restartableService();
    const target = (await receiverForTest()).target(inTurn(500, 200));
    const before = await start();
    const { id } = await before.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: [300] },
    });
    const { task_id: taskId } = await before.api.ingest(id);
    const { next_attempt_at: dueAt } = await before.deliveryWhen('retrying', taskId);
    await eventually('its message is gone', () => rowsIn(folder, 'SELECT 1 FROM messages').length === 0);
    const [row] = rowsIn(folder, 'SELECT waits, due_at_ms FROM deliveries');
    expect(row).toEqual({ waits: 'due', due_at_ms: Date.parse(dueAt!) });
    await stop();

    const { api } = await start();
    expect(await api.delivery(taskId)).toMatchObject({
      status: 'retrying',
      next_attempt_at: dueAt,
      attempt_count: 1,
    });
    await stop();
    expect(rowsIn(folder, 'SELECT waits, due_at_ms FROM deliveries')).toEqual([row]);

    const runtime = await runtimeForTest({ nowMs: () => Date.parse(dueAt!) }, folder);
    await createReleaseFunction(runtime)({}, contextWith(60_000));
    await createDeliverFunction(runtime)(sqsEvent(runtime.queue.receive(10)), contextWith(60_000));
    const [delivery] = await runtime.deliveries.findMany([taskId as `dlv_${string}`]);
    expect(delivery).toMatchObject({ status: 'delivered', attemptCount: 2 });
  });

  it('keeps held deliveries, until their subscription is enabled', async () => {
    const { folder, start, stop } = await restartableService();
    const target = (await receiverForTest()).target(always(500));
    const before = await start();
    const { id } = await before.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: Array(30).fill(1) as number[] },
    });
    const { task_id: taskId } = await before.api.ingest(id);
    await before.deliveryWhen('retrying', taskId);
    await before.api.disable(id);
    await eventually(
      'it is held',
      () => rowsIn(folder, "SELECT 1 FROM deliveries WHERE waits = 'held'").length,
    );
    await stop();

    const after = await start();
    expect(await after.api.subscription(id)).toMatchObject({ status: 'disabled' });
    target.behave(always(200));
    await after.api.enable(id);
    await after.deliveryWhen('delivered', taskId);
  });

  it('an Idempotency-Key is remembered, and so are keys and the admin key file', async () => {
    const { folder, start, stop } = await restartableService();
    const target = (await receiverForTest()).target();
    const before = await start();
    const key = { 'idempotency-key': 'order-1001' };
    const { id } = await before.api.createSubscription({ target_url: target.url });
    const first = await before.api.ingest(id, '1', key);
    await before.deliveryWhen('delivered', first.task_id);
    await stop();

    const after = await start();
    expect(after.adminKey).toEqual(before.adminKey);
    expect(statSync(join(folder, 'api-key')).mode & 0o777).toBe(0o600);
    expect(await after.api.ingest(id, '1', key)).toEqual(first);
    expect((await after.api.events()).data).toHaveLength(1);
    expect(target.requests).toHaveLength(1);
  });
});

describe('while it stops', () => {
  it('attempts under way end and are recorded', async () => {
    const { folder, start, stop } = await restartableService();
    const target = (await receiverForTest()).target(always('hang'));
    const { api } = await start();
    const { id } = await api.createSubscription({ target_url: target.url, timeout_seconds: 30 });
    await Promise.all(Array.from({ length: 5 }, () => api.ingest(id)));
    await eventually('all are under way', () => target.hangingCount() === 5);
    const stopped = stop();
    target.release();
    await stopped;
    const statuses = rowsIn(folder, 'SELECT status, attempt_count FROM deliveries');
    expect(statuses).toEqual(Array(5).fill({ status: 'delivered', attempt_count: 1 }));
    expect(rowsIn(folder, 'SELECT 1 FROM messages')).toEqual([]);
  });

  it('a request under way is answered, and what it was told is kept', async () => {
    const { folder, start, stop } = await restartableService();
    const { url, adminKey } = await start();
    const { socket, answer, closed } = await connectTo(url);
    const head = ['POST /events HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${adminKey.key}`];
    const more = ['X-Event-Type: a', 'Content-Length: 9', 'Expect: 100-continue'];
    socket.write(`${[...head, ...more].join('\r\n')}\r\n\r\n"in `);
    await eventually('its head has been read', () => answer().includes('100 Continue'));
    const stopped = stop();
    socket.write('time"');
    await Promise.all([stopped, closed]);
    expect(answer()).toMatch(/HTTP\/1\.1 202 [\s\S]*\r\nconnection: close\r\n/i);
    const eventId = /evt_\w{26}/.exec(answer())?.[0];
    expect(rowsIn(folder, 'SELECT id FROM events')).toEqual([{ id: eventId }]);
  });

  it('many callers are answered or cut off, and what they were told is kept', async () => {
    const { folder, start, stop } = await restartableService();
    const { api } = await start();
    const publish = () => api.publish({ event_type: 'a', payload: 1 }).catch(() => undefined);
    const calls = Array.from({ length: 100 }, publish);
    await Promise.race(calls);
    await stop();
    const accepted = (await Promise.all(calls)).flatMap((answer) => answer?.event_id ?? []);
    const kept = rowsIn(folder, 'SELECT id FROM events').map(({ id }) => id);
    expect(accepted.length).toBeGreaterThan(0);
    expect(kept).toEqual(expect.arrayContaining(accepted));
  });
});
