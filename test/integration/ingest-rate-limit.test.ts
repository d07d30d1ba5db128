import { expect, it } from 'vitest';
import { serviceForTest } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForTest } from '../support/receiver.ts';

const WORKERS = 8;
const MS = 3_000;

it.each([
  ['of a subscription', {}, { ingest_rate_limit: { per_second: 10, burst: 10 } }],
  ['of a tenant', { POSTHORN_TENANT_RATE_LIMIT: '10:10' }, {}],
])('a limit %s holds far above its rate, and every event that it let in arrives', async (_, env, about) => {
  const service = await serviceForTest(env);
  const receiver = await receiverForTest();
  const hook = receiver.target(always(200));
  const { id } = await service.api.createSubscription({ target_url: hook.url, ...about });
  const accepted = new Set<string>();
  let refused = 0;
  const startMs = performance.now();
  const work = async () => {
    while (performance.now() - startMs < MS) {
      const answer = await service.api.sendJson('POST', `/ingest/${id}`, {});
      if (answer.status === 202) accepted.add((answer.json() as { event_id: string }).event_id);
      else {
        expect(answer.status).toBe(429);
        expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
        expect(answer.headers['ratelimit']).toBeDefined();
        refused += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const seconds = (performance.now() - startMs) / 1_000;
  expect(accepted.size).toBeLessThanOrEqual(10 + 10 * seconds);
  expect(accepted.size).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(0);
  await eventually('all arrive', () => hook.requests.length >= accepted.size);
  expect(new Set(hook.requests.map(({ headers }) => headers['webhook-id']))).toEqual(accepted);
});
