import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { deliverySettings } from '../../src/config/delivery-queue.ts';
import { ApiClient } from '../support/api-client.ts';
import { folderForTest, rowsIn } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForTest } from '../support/receiver.ts';
import { startServiceProcess } from '../support/service-process.ts';

/** Messages that were received as often as they may be: none leaves the delivery queue without a trace. */

const KEY = 'a-key-of-the-poison-test';
/** Each test starts two processes. */
vi.setConfig({ testTimeout: 90_000 });

async function serviceOver(dataDir: string) {
  const service = await startServiceProcess(dataDir, { POSTHORN_API_KEY: KEY });
  onTestFinished(() => service.kill('SIGKILL'));
  return {
    api: new ApiClient(service.url, KEY),
    stop: async () => {
      service.kill('SIGTERM');
      return service.exited;
    },
  };
}

/** A stopped service with one delivery that waits for its second attempt. */
async function withWaitingDelivery() {
  const dataDir = await folderForTest();
  const target = (await receiverForTest()).target(always(500));
  const service = await serviceOver(dataDir);
  const { id } = await service.api.createSubscription({
    target_url: target.url,
    retry_policy: { schedule: [100] },
  });
  const { task_id: taskId } = await service.api.ingest(id);
  await eventually('it waits', async () => (await service.api.delivery(taskId)).status === 'retrying');
  await service.stop();
  const change = (sql: string) => {
    const database = new DatabaseSync(join(dataDir, 'posthorn.db'));
    database.exec(sql);
    database.close();
  };
  return { dataDir, target, taskId, change };
}

it('a delivery whose message is poison is exhausted, logged, listed with the dead letters, and can be redriven', async () => {
  const { dataDir, target, taskId, change } = await withWaitingDelivery();
  change(`UPDATE messages SET receive_count = ${deliverySettings.maxReceiveCount}`);
  const service = await serviceOver(dataDir);
  const deadLetters = async () => (await service.api.send('GET', '/dead-letters')).json();
  await eventually('it is listed', async () => JSON.stringify(await deadLetters()).includes(taskId));
  expect(await deadLetters()).toMatchObject({
    data: [{ id: taskId, status: 'exhausted', status_reason: 'internal_fault', attempt_count: 1 }],
  });
  await eventually('no message is left', () => rowsIn(dataDir, 'SELECT * FROM messages').length === 0);

  target.behave(always(200));
  expect((await service.api.sendJson('POST', '/dead-letters/redrive', {})).status).toBe(202);
  await eventually(
    'it is delivered',
    async () => (await service.api.delivery(taskId)).status === 'delivered',
  );
  expect(target.requests).toHaveLength(2);
  expect((await service.stop()).stdout).toMatch(
    new RegExp(`"level":"error".*"delivery_id":"${taskId}".*"occurrence":"message.dead_lettered"`),
  );
});

it('a delivery whose message is poison under an old ticket is left as it is', async () => {
  const { dataDir, taskId, change } = await withWaitingDelivery();
  change(
    `UPDATE messages SET receive_count = ${deliverySettings.maxReceiveCount}; ` +
      "UPDATE deliveries SET ticket = ticket + 1, waits = 'due', due_at_ms = 9e12",
  );
  const service = await serviceOver(dataDir);
  await eventually('no message is left', () => rowsIn(dataDir, 'SELECT * FROM messages').length === 0);
  expect(await service.api.delivery(taskId)).toMatchObject({ status: 'retrying' });
});

it('the deliveries of a large fan-out whose message is poison are made all the same', async () => {
  const { dataDir, target, taskId, change } = await withWaitingDelivery();
  target.behave(always(200));
  change(
    'UPDATE messages SET receive_count = 100, body = ' +
      "(SELECT json_object('fanOutOf', event_id, 'tenantId', tenant_id) FROM deliveries); DELETE FROM deliveries",
  );
  const service = await serviceOver(dataDir);
  await eventually('it is delivered', async () => {
    const answer = await service.api.send('GET', `/deliveries/${taskId}`);
    return answer.status === 200 && (answer.json() as { status: string }).status === 'delivered';
  });
  await eventually('no message is left', () => rowsIn(dataDir, 'SELECT * FROM messages').length === 0);
});

it('a message that cannot be read stays in the dead-letter queue, and is logged', async () => {
  const { dataDir, change } = await withWaitingDelivery();
  change("UPDATE messages SET receive_count = 100, body = 'nonsense'");
  const service = await serviceOver(dataDir);
  const moved = "SELECT body FROM messages WHERE queue = 'deliver-dlq'";
  await eventually('it is moved', () => rowsIn(dataDir, moved).length === 1);
  await service.stop();
  // The first process may be stopped between the move and the read; the next one reads the dead letters at its start.
  const next = await serviceOver(dataDir);
  await next.api.send('GET', '/dead-letters');
  const { stdout } = await next.stop();
  expect(stdout).toMatch(/"occurrence":"message.unreadable"/);
  expect(rowsIn(dataDir, 'SELECT queue, body FROM messages')).toEqual([
    { queue: 'deliver-dlq', body: 'nonsense' },
  ]);
});
