import { expect, it, onTestFinished } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { folderForTest } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForTest } from '../support/receiver.ts';
import { startServiceProcess } from '../support/service-process.ts';

const KEY = 'a-key-of-this-test';
const EVENTS = 20;
const TIMEOUT_SECONDS = 5;

it('a process that is stopped beyond the deadline counts the answers that came meanwhile', {
  timeout: 60_000,
}, async () => {
  const service = await startServiceProcess(await folderForTest(), { POSTHORN_API_KEY: KEY });
  onTestFinished(async () => {
    service.kill('SIGKILL');
    await service.exited;
  });
  const api = new ApiClient(service.url, KEY);
  const target = (await receiverForTest()).target(() => 'hang');
  const { id } = await api.createSubscription({
    target_url: target.url,
    timeout_seconds: TIMEOUT_SECONDS,
    retry_policy: { schedule: [] },
  });
  const tasks = await Promise.all(Array.from({ length: EVENTS }, () => api.ingest(id)));
  await eventually('all attempts are under way', () => target.hangingCount() === EVENTS);
  service.kill('SIGSTOP');
  const deadlineAtMs = Date.now() + TIMEOUT_SECONDS * 1_000;
  target.release(200);
  await eventually('the deadline of every attempt has passed', () => Date.now() > deadlineAtMs);
  service.kill('SIGCONT');
  for (const { task_id: taskId } of tasks) {
    const delivery = await eventually('it has ended', async () => {
      const now = await api.delivery(taskId);
      return now.status !== 'pending' && now;
    });
    expect(delivery).toMatchObject({
      status: 'delivered',
      attempts: [{ status_code: 200, outcome: 'succeeded' }],
    });
  }
});
