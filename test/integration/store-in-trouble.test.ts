import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { problemMediaType } from '../../src/http/core/problem.ts';
import { ApiClient, type HttpAnswer } from '../support/api-client.ts';
import { folderForTest, rowsIn } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForTest, type Target } from '../support/receiver.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { smallDiskFault, smallDiskForTest } from '../support/tmpfs.ts';

/** The embedded service as a process of its own, while something happens to its store. */

const KEY = 'a-key-of-the-store-test';
const noSmallDisk = smallDiskFault();

async function serviceOver(dataDir: string) {
  const service = await startServiceProcess(dataDir, { POSTHORN_API_KEY: KEY });
  onTestFinished(() => service.kill('SIGKILL'));
  const api = new ApiClient(service.url, KEY);
  const health = () => api.send('GET', '/healthz');
  return {
    ...service,
    api,
    health,
    becomes: (status: number) =>
      eventually(`/healthz answers ${status}`, async () => {
        const answer = await health();
        return answer.status === status && answer;
      }),
    stop: async () => {
      service.kill('SIGTERM');
      return service.exited;
    },
  };
}

type Service = Awaited<ReturnType<typeof serviceOver>>;

const subscribe = ({ api }: Service, { url }: Target) =>
  api.createSubscription({ target_url: url, retry_policy: { schedule: [1, 1, 1, 1] } });

const ingest = ({ api }: Service, id: string, payload: unknown = {}) =>
  api.sendJson('POST', `/ingest/${id}`, payload);

function expectUnavailable(answer: HttpAnswer, detail: RegExp, what = 'the answer'): void {
  expect(answer.status, `${what}: ${answer.body}`).toBe(503);
  expect(answer.headers).toMatchObject({ 'content-type': problemMediaType, 'retry-after': '5' });
  const type = 'urn:posthorn:problem:unavailable';
  expect(answer.json()).toMatchObject({ type, detail: expect.stringMatching(detail) });
}

/** Every kind of route that writes. */
async function expectWritesRefused(service: Service, subscriptionId: string, detail: RegExp): Promise<void> {
  const { api } = service;
  const path = `/subscriptions/${subscriptionId}`;
  const answers = await Promise.all([
    ingest(service, subscriptionId),
    api.sendJson('POST', '/events', { event_type: 'a', payload: {} }),
    api.sendJson('POST', `/ingest/${subscriptionId}`, {}, { 'idempotency-key': 'once' }),
    api.sendJson('POST', '/subscriptions', { target_url: 'http://127.0.0.1:9999/hooks' }),
    api.sendJson('PATCH', path, { description: 'changed' }),
    api.send('POST', `${path}/disable`),
    api.send('DELETE', path),
    api.sendJson('POST', '/api-keys', { name: 'new', scopes: ['read'] }),
    api.sendJson('POST', '/event-types', { name: 'order.created' }),
    api.sendJson('POST', '/dead-letters/redrive', {}),
  ]);
  for (const [n, answer] of answers.entries()) expectUnavailable(answer, detail, `write ${n}`);
}

describe.skipIf(noSmallDisk !== undefined)('a full disk', { timeout: 60_000 }, () => {
  const DISK_MIB = 8;
  const FULL = /^The disk of the store is full\./;

  async function onSmallDisk() {
    const disk = smallDiskForTest(DISK_MIB);
    const filler = join(disk, 'filler');
    const dataDir = join(disk, 'data');
    const fill = () => {
      // Down to the last byte: the last write of several sizes fails.
      for (const bytes of [1_048_576, 4_096]) {
        try {
          for (;;) writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' });
        } catch (error) {
          expect((error as { code: string }).code).toBe('ENOSPC');
        }
      }
    };
    const free = () => rmSync(filler);
    return { dataDir, fill, free, service: await serviceOver(dataDir) };
  }

  it('answers writes and /healthz 503, reads 200, and works again once there is room', async () => {
    const { service, fill, free } = await onSmallDisk();
    const target = (await receiverForTest()).target();
    const { id } = await subscribe(service, target);
    expect((await ingest(service, id)).status).toBe(202);
    await eventually('it is delivered', () => target.requests.length === 1);

    fill();
    expectUnavailable(await service.becomes(503), FULL);
    await expectWritesRefused(service, id, FULL);
    expect((await service.api.send('GET', `/subscriptions/${id}`)).status).toBe(200);
    expect((await service.api.send('GET', `/subscriptions/${id}/deliveries`)).status).toBe(200);

    free();
    await service.becomes(200);
    expect((await ingest(service, id)).status).toBe(202);
    await eventually('the next one is delivered', () => target.requests.length === 2);
    expect((await service.stop()).code).toBe(0);
  });

  it('makes no attempts, repeats at most those in flight, and dead-letters nothing', async () => {
    const { service, dataDir, fill, free } = await onSmallDisk();
    const hanging = (await receiverForTest()).target(always('hang'));
    const { id } = await subscribe(service, hanging);
    const EVENTS = 80;
    for (let n = 0; n < EVENTS; n += 1) expect((await ingest(service, id, { n })).status).toBe(202);
    await eventually('the subscription has all its places in flight', () => hanging.hangingCount() === 64);

    fill();
    hanging.release();
    expectUnavailable(await service.becomes(503), FULL);
    await eventually('the attempts in flight have ended', () => hanging.hangingCount() === 0);
    // A second look of the service at its store, so that messages that came back would have been received again.
    const madeWhileFull = hanging.requests.length;
    expect(madeWhileFull).toBeLessThanOrEqual(EVENTS);
    for (let looks = 0; looks < 3; looks += 1) expectUnavailable(await ingest(service, id), FULL);

    free();
    const delivered = "SELECT 1 FROM deliveries WHERE status = 'delivered' AND attempt_count = 1";
    await eventually('all are delivered', () => rowsIn(dataDir, delivered).length === EVENTS);
    expect(hanging.requests.length).toBeLessThanOrEqual(EVENTS + 64);
    expect(rowsIn(dataDir, "SELECT * FROM messages WHERE queue <> 'deliver'")).toEqual([]);
    expect((await service.stop()).code).toBe(0);
    expect(rowsIn(dataDir, 'SELECT * FROM messages')).toEqual([]);
  });

  it('starts, answers 503 until there is room, and delivers the waiting events', async () => {
    const { service, dataDir, fill, free } = await onSmallDisk();
    const target = (await receiverForTest()).target(always(500));
    const { id } = await subscribe(service, target);
    expect((await ingest(service, id)).status).toBe(202);
    await eventually('it has failed once', () => target.requests.length > 0);
    service.kill('SIGKILL');
    await service.exited;
    fill();

    const next = await serviceOver(dataDir);
    expectUnavailable(await next.becomes(503), FULL);
    target.behave(always(200));
    free();
    await next.becomes(200);
    const delivered = "SELECT 1 FROM deliveries WHERE status = 'delivered'";
    await eventually('it is delivered', () => rowsIn(dataDir, delivered).length === 1);
  });
});

describe('the files of the store', { timeout: 60_000 }, () => {
  const MISSING = /^The files of the store were deleted, moved or replaced\./;

  async function started() {
    const dataDir = join(await folderForTest(), 'data');
    const service = await serviceOver(dataDir);
    const target = (await receiverForTest()).target();
    const { id } = await subscribe(service, target);
    return { dataDir, service, id, target };
  }

  it('deleted under the process: not one event is taken', async () => {
    const { dataDir, service, id } = await started();
    rmSync(dataDir, { recursive: true });
    const answers = await Promise.all(Array.from({ length: 300 }, () => ingest(service, id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expectUnavailable(await service.health(), MISSING);
    await expectWritesRefused(service, id, MISSING);
  });

  it.each(['posthorn.db', 'posthorn.db-wal', 'lock.db'])(
    'deleted but for one: %s is missing',
    async (name) => {
      const { dataDir, service, id } = await started();
      rmSync(join(dataDir, name));
      expectUnavailable(await service.becomes(503), MISSING);
      await expectWritesRefused(service, id, MISSING);
    },
  );

  it('replaced by a copy, or by another database', async () => {
    const { dataDir, service, id } = await started();
    cpSync(join(dataDir, 'posthorn.db'), join(dataDir, 'copy'));
    renameSync(join(dataDir, 'copy'), join(dataDir, 'posthorn.db'));
    expectUnavailable(await ingest(service, id), MISSING);
    expectUnavailable(await service.health(), MISSING);
  });

  it('emptied in place: damaged, with any later state of the file', async () => {
    const { dataDir, service, id } = await started();
    writeFileSync(join(dataDir, 'posthorn.db'), '');
    expectUnavailable(await ingest(service, id), /^The database of the store is damaged\./);
    expectUnavailable(await service.health(), /^The database of the store is damaged\./);
  });

  it('moved away and back: the service works again, and delivers', async () => {
    const { dataDir, service, id, target } = await started();
    renameSync(dataDir, `${dataDir}-moved`);
    expectUnavailable(await ingest(service, id), MISSING);
    expectUnavailable(await service.health(), MISSING);
    renameSync(`${dataDir}-moved`, dataDir);
    await service.becomes(200);
    expect((await ingest(service, id)).status).toBe(202);
    await eventually('it is delivered', () => target.requests.length === 1);
    expect((await service.stop()).code).toBe(0);
  });
});
