import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { expect, it, onTestFinished } from 'vitest';
import { pinoLog } from '../../src/adapters/pino/log.ts';
import { parseEmbeddedEnvironment } from '../../src/config/embedded-environment.ts';
import { attempted, exhausted } from '../../src/domain/delivery.ts';
import type { SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import { openEmbeddedRuntime } from '../../src/runtime/embedded.ts';
import { ApiClient } from '../support/api-client.ts';
import { folderForTest, rowsIn } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForTest, type Target } from '../support/receiver.ts';
import { aDelivery, anEvent, bytesOf } from '../support/records.ts';
import { startServiceProcess } from '../support/service-process.ts';

/**
 * `kill -9` while many exhausted deliveries are recovered, as fast as they go: all arrive, none twice except those under
 * way at that moment, and new events do not wait. RECOVER_COUNT=100000 for more of them.
 */

const COUNT = Number(process.env['RECOVER_COUNT'] ?? 5_000);
const KILLS = 3;
const KEY = 'a-key-of-the-crash-test';
/** Of the embedded queue, for one group. */
const UNDER_WAY_MOST = 64;
const PER_SECOND = 5_000;
const AT_A_TIME = 500;
const TEST_MS = 60_000 + COUNT * 10;

/** Written by the adapters themselves, in a process that is not killed. */
async function keepExhausted(folder: string, tenantId: TenantId, subscriptionId: SubscriptionId) {
  const environment = parseEmbeddedEnvironment({ POSTHORN_DATA_DIR: folder });
  const log = pinoLog('silent', { write: () => {} });
  const runtime = openEmbeddedRuntime({ ...environment, version: 'test', log });
  for (let kept = 0; kept < COUNT; kept += AT_A_TIME) {
    const entries = Array.from({ length: AT_A_TIME }, () => {
      const event = anEvent({
        id: `evt_${ulid(Date.now() - 60_000)}`,
        tenantId,
        payload: bytesOf('{}'),
        subscriptionIds: [subscriptionId],
      });
      return { event, deliveries: [aDelivery(event)] };
    });
    await runtime.intake.keepAll(entries);
    const ends = entries.map(async ({ deliveries: [before] }) => {
      const tried = attempted(before!, before!.targetUrl, Date.now());
      await runtime.outcomes.record({ before: before!, after: exhausted(tried, 'attempts', Date.now()) });
    });
    await Promise.all(ends);
  }
  await runtime.close();
}

const countsOf = (target: Target) => {
  const counts = new Map<string, number>();
  for (const { headers } of target.requests) {
    const id = String(headers['webhook-id']);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
};

it(`kill -9 three times while ${COUNT} are recovered`, { timeout: TEST_MS }, async () => {
  const folder = await folderForTest();
  const receiver = await receiverForTest();
  const hook = receiver.target();
  const settings = { POSTHORN_API_KEY: KEY };
  const start = async () => {
    const service = await startServiceProcess(folder, settings);
    onTestFinished(() => service.kill('SIGKILL'));
    return { service, api: new ApiClient(service.url, KEY) };
  };

  let { service, api } = await start();
  const { id, tenant_id: tenantId } = await api.createSubscription({ target_url: hook.url });
  const { id: otherId } = await api.createSubscription({ target_url: receiver.target().url });
  service.kill('SIGTERM');
  await service.exited;
  await keepExhausted(folder, tenantId as TenantId, id as SubscriptionId);

  ({ service, api } = await start());
  const recovery = await api.recover(id, { since: '2026-01-01T00:00:00Z', per_second: PER_SECOND });
  expect(recovery.deliveries_count).toBe(COUNT);
  const freshMs: number[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const enough = (COUNT * kill) / (KILLS + 2);
    await eventually('some have arrived', () => hook.requests.length > enough, TEST_MS);
    for (const subscriptionId of [id, otherId]) {
      const atMs = Date.now();
      const { task_id: taskId } = await api.ingest(subscriptionId);
      await eventually('it arrives', async () => (await api.delivery(taskId)).status === 'delivered');
      freshMs.push(Date.now() - atMs);
      expect(hook.requests.length, 'the others are still under way').toBeLessThan(COUNT);
    }
    await pause(Math.random() * 50);
    service.kill('SIGKILL');
    await service.exited;
    ({ service, api } = await start());
  }
  await eventually('it is done', async () => (await api.recovery(recovery.id)).status === 'done', TEST_MS);
  const open = "SELECT 1 FROM deliveries WHERE status <> 'delivered' LIMIT 1";
  await eventually('all are delivered', () => rowsIn(folder, open).length === 0, TEST_MS);

  const counts = countsOf(hook);
  expect(counts.size).toBe(COUNT + KILLS);
  const repeats = [...counts.values()].filter((count) => count > 1);
  expect(repeats.length).toBeLessThanOrEqual(KILLS * UNDER_WAY_MOST);
  const { recovered_count: recovered } = await api.recovery(recovery.id);
  expect(recovered).toBeGreaterThan(COUNT - KILLS * 250 - 1);
  expect(recovered).toBeLessThanOrEqual(COUNT);
  service.kill('SIGTERM');
  expect(await service.exited).toMatchObject({ code: 0 });
  if (process.env['RECOVER_COUNT'] !== undefined)
    console.log({ repeats: repeats.length, freshMs, recovered });
});
