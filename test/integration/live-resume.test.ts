import { describe, expect, it, onTestFinished } from 'vitest';
import { liveCursorAt } from '../../src/domain/live/cursor.ts';
import {
  type EmbeddedService,
  folderForTest,
  serviceForFile,
  startEmbeddedService,
} from '../support/embedded-service.ts';
import { connectLive, type LiveClient, liveTicket, watchLive } from '../support/live-client.ts';
import { inTurn, receiverForFile } from '../support/receiver.ts';

/** A watcher that was away gets what it missed, from the record. */

const service = await serviceForFile();
const receiver = await receiverForFile();
const { api } = service;
const MINUTE_MS = 60_000;

/** `<delivery> <attempt number>` of all attempts seen. */
const attemptsSeen = (...clients: readonly LiveClient[]) =>
  new Set(
    clients.flatMap(({ all }) =>
      all('attempt').map(({ delivery_id, attempt }) => `${delivery_id} ${attempt.number}`),
    ),
  );

const resumed = (live: LiveClient) => live.first('cursor');

describe('a watcher that connects again with its cursor', () => {
  it('gets the deliveries and attempts that it missed, and then the new ones', async () => {
    const { id } = await api.createSubscription({
      target_url: receiver.target(inTurn(500, 200)).url,
      retry_policy: { schedule: [1] },
    });
    const first = await watchLive(api, { subscription_id: id });
    const { task_id: seen } = await api.ingest(id);
    await first.first('attempt');
    first.socket.terminate();
    const cursor = first.cursor();

    const { task_id: missed } = await api.ingest(id);
    await service.deliveryWhen('delivered', missed);
    await service.deliveryWhen('delivered', seen);
    const second = await watchLive(api, { subscription_id: id }, cursor);
    await resumed(second);
    expect(attemptsSeen(first, second)).toEqual(
      new Set([seen, missed].flatMap((task) => [`${task} 1`, `${task} 2`])),
    );
    expect(second.all('delivery').find(({ delivery }) => delivery.id === missed)?.delivery.status).toBe(
      'delivered',
    );
    expect(second.all('skipped')).toEqual([]);

    const { task_id: later } = await api.ingest(id);
    await second.first(
      'delivery',
      ({ delivery }) => delivery.id === later && delivery.status === 'delivered',
    );
  });

  it('is told that older changes are left out, with a cursor older than 5 minutes', async () => {
    const live = await watchLive(api, undefined, liveCursorAt(Date.now() - 6 * MINUTE_MS));
    expect(await live.first('skipped')).toMatchObject({
      reason: 'too_old',
      deliveries: null,
      attempts: null,
    });
    await resumed(live);
  });

  it('gets nothing twice with a cursor of the future', async () => {
    const { id } = await api.createSubscription({ target_url: receiver.target().url });
    const live = await watchLive(api, { subscription_id: id }, liveCursorAt(Date.now() + MINUTE_MS));
    await resumed(live);
    const { task_id: taskId } = await api.ingest(id);
    await live.first('delivery', ({ delivery }) => delivery.id === taskId && delivery.status === 'delivered');
    expect(live.all('delivery').length).toBe(2);
  });

  it('sees no more than its rights: neither another tenant nor another receiver', async () => {
    const cursor = liveCursorAt(Date.now());
    const { id } = await api.createSubscription({ target_url: receiver.target().url });
    const { task_id: taskId } = await api.ingest(id);
    await service.deliveryWhen('delivered', taskId);
    const strangers = await watchLive(await service.clientWith(['read']), undefined, cursor);
    await resumed(strangers);
    expect([...strangers.all('delivery'), ...strangers.all('attempt')]).toEqual([]);
  });

  it('gets the latest 1,000 deliveries, and a count of the others', async () => {
    const { id } = await api.createSubscription({ target_url: receiver.target().url });
    const cursor = liveCursorAt(Date.now());
    const payloads = Array.from({ length: 100 }, (_, n) => ({ payload: n }));
    for (let n = 0; n < 11; n += 1) await api.sendJson('POST', `/ingest/${id}/batch`, { events: payloads });
    const live = await watchLive(api, { subscription_id: id }, cursor);
    await resumed(live);
    const skipped = await live.first('skipped');
    expect(skipped).toMatchObject({ reason: 'too_many', deliveries: 100 });
  });
});

describe('a restart of the service', () => {
  it('closes connections with 1001, and loses no change of the time between', async () => {
    const folder = await folderForTest();
    let running: EmbeddedService | undefined = await startEmbeddedService(folder);
    onTestFinished(async () => running?.stop());
    const before = running.api;
    const { id } = await before.createSubscription({
      target_url: receiver.target(inTurn(500, 200)).url,
      retry_policy: { schedule: [1] },
    });
    const first = await watchLive(before);
    const { task_id: taskId } = await before.ingest(id);
    await first.first('attempt', ({ attempt }) => attempt.number === 1);
    const cursor = first.cursor();
    const unused = await liveTicket(before);
    await running.stop();
    running = undefined;
    expect(await first.first('problem')).toMatchObject({ code: 'stopping', closes: true });
    expect(await first.closed()).toBe(1001);

    running = await startEmbeddedService(folder);
    const { api: after, url } = running;
    await running.deliveryWhen('delivered', taskId);
    await expect(connectLive({ ...unused, url: `${url.replace('http', 'ws')}/live` })).rejects.toThrow(
      'refused: 401',
    );
    const second = await watchLive(after, undefined, cursor);
    await resumed(second);
    expect(attemptsSeen(first, second)).toEqual(new Set([`${taskId} 1`, `${taskId} 2`]));
    expect(second.all('delivery').at(-1)?.delivery).toMatchObject({ id: taskId, status: 'delivered' });
  });
});
