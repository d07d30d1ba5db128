import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { statsOverTimeShape } from '../../src/http/stats/output.ts';
import { type ApiClient, problemIn } from '../support/api-client.ts';
import { folderForTest, serviceForTest, startEmbeddedService } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, inTurn, receiverForFile } from '../support/receiver.ts';

/** `GET /stats`, from events that were really sent. */

const receiver = await receiverForFile();

type Stats = z.infer<typeof statsOverTimeShape>;

async function statsOf(api: ApiClient, query = ''): Promise<Stats> {
  const answer = await api.send('GET', `/stats${query}`);
  expect(answer.status, answer.body.toString()).toBe(200);
  return statsOverTimeShape.parse(answer.json());
}

const nothing = {
  events: 0,
  deliveries: 0,
  attempts: 0,
  delivered: 0,
  failed_attempts: 0,
  exhausted: 0,
  cancelled: 0,
  time_to_delivery_ms: null,
};

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const series = ({ series: all }: Stats, key: string | null) => all.find((one) => one.key === key);
const ofKey = (stats: Stats, key: string | null) => series(stats, key)?.totals ?? nothing;

describe('statistics over time', () => {
  it('of a tenant without events are one series of zeros for the last hour', async () => {
    const posthorn = await serviceForTest();
    const stats = await statsOf(posthorn.api);
    expect(stats).toMatchObject({
      step_seconds: 60,
      by: null,
      open: { pending: 0, retrying: 0, held: 0, is_exact: true },
    });
    expect(Date.parse(stats.to) - Date.parse(stats.from)).toBe(3_600_000);
    expect(stats.series).toHaveLength(1);
    expect(stats.series[0]).toMatchObject({ key: null, is_other: false, totals: nothing });
    expect(stats.series[0]?.points).toHaveLength(60);
    expect(stats.series[0]?.points[0]).toEqual({ at: stats.from, ...nothing });
    expect((await statsOf(posthorn.api, '?by=subscription')).series).toEqual([]);
  });

  it('count events, deliveries, attempts and their ends, by answer, event type and subscription', async () => {
    const posthorn = await serviceForTest();
    const { api } = posthorn;
    const good = await api.createSubscription({
      target_url: receiver.target().url,
      event_types: ['order.*'],
    });
    const flaky = await api.createSubscription({
      target_url: receiver.target(inTurn(503, 404, 200)).url,
      event_types: ['order.created'],
      retry_policy: { schedule: [1, 1] },
    });
    const bad = await api.createSubscription({
      target_url: receiver.target(always(500)).url,
      event_types: ['order.created'],
      retry_policy: { schedule: [] },
    });
    const published = await api.publish({ event_type: 'order.created', payload: 1 });
    await api.publish({ event_type: 'order.paid', payload: 1 });
    await api.publish({ event_type: 'nothing.wanted', payload: 1 });
    const untyped = await api.createSubscription({ target_url: receiver.target().url });
    const raw = await api.ingest(untyped.id);
    const idOf = (subscription: string) =>
      published.deliveries!.find(({ subscription_id }) => subscription_id === subscription)!.task_id;
    await posthorn.deliveryWhen('delivered', idOf(flaky.id));
    await posthorn.deliveryWhen('exhausted', idOf(bad.id));
    await posthorn.deliveryWhen('delivered', raw.task_id);
    const all = await eventually('all is counted', async () => {
      const stats = await statsOf(api);
      return stats.open?.pending === 0 && stats;
    });
    const time = { p50: expect.any(Number), p95: expect.any(Number) };
    expect(all.series[0]?.totals).toEqual({
      events: 4,
      deliveries: 5,
      attempts: 7,
      delivered: 4,
      failed_attempts: 3,
      exhausted: 1,
      cancelled: 0,
      time_to_delivery_ms: time,
    });

    const byStatus = await statsOf(api, '?by=status');
    expect(ofKey(byStatus, '2xx')).toMatchObject({ attempts: 4, delivered: 4, failed_attempts: 0 });
    expect(ofKey(byStatus, '4xx')).toMatchObject({ attempts: 1, failed_attempts: 1, exhausted: 0 });
    expect(ofKey(byStatus, '5xx')).toMatchObject({ attempts: 2, failed_attempts: 2, exhausted: 1 });
    expect(ofKey(byStatus, null)).toMatchObject({ events: 4, deliveries: 5, attempts: 0 });

    const byType = await statsOf(api, '?by=event_type');
    expect(ofKey(byType, 'order.created')).toMatchObject({
      events: 1,
      deliveries: 3,
      attempts: 5,
      delivered: 2,
    });
    expect(ofKey(byType, 'nothing.wanted')).toMatchObject({ events: 1, deliveries: 0, attempts: 0 });
    expect(ofKey(byType, null)).toMatchObject({ events: 1, deliveries: 1, delivered: 1 });

    const bySubscription = await statsOf(api, '?by=subscription');
    expect(ofKey(bySubscription, good.id)).toMatchObject({ events: 0, deliveries: 2, delivered: 2 });
    expect(ofKey(bySubscription, flaky.id)).toMatchObject({ deliveries: 1, attempts: 3, failed_attempts: 2 });
    expect(ofKey(bySubscription, bad.id)).toMatchObject({ deliveries: 1, exhausted: 1, delivered: 0 });
    expect(ofKey(bySubscription, bad.id).time_to_delivery_ms).toBeNull();
    expect(ofKey(bySubscription, flaky.id).time_to_delivery_ms?.p50).toBeGreaterThan(1_500);
    for (const { points, totals } of [...byStatus.series, ...byType.series, ...bySubscription.series]) {
      expect(points.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(totals.attempts);
    }
  });

  it('count attempts without an answer by their failure, and cancelled deliveries', async () => {
    const posthorn = await serviceForTest();
    const { api } = posthorn;
    const { id } = await api.createSubscription({
      target_url: `http://127.0.0.1:${await closedPort()}/`,
      retry_policy: { schedule: [600] },
    });
    const { task_id } = await api.ingest(id);
    await posthorn.deliveryWhen('retrying', task_id);
    expect((await statsOf(api)).open).toEqual({ pending: 0, retrying: 1, held: 0, is_exact: true });
    await api.send('POST', `/deliveries/${task_id}/cancel`);
    const stats = await statsOf(api, '?by=status');
    expect(ofKey(stats, 'connection')).toMatchObject({ attempts: 1, failed_attempts: 1, cancelled: 0 });
    expect(ofKey(stats, null)).toMatchObject({ events: 1, deliveries: 1, cancelled: 1 });
    expect(stats.open).toMatchObject({ retrying: 0 });
  });

  it('show held deliveries, and open ones after a replay', async () => {
    const posthorn = await serviceForTest();
    const { api } = posthorn;
    const hook = receiver.target(always(500));
    const { id } = await api.createSubscription({ target_url: hook.url, retry_policy: { schedule: [] } });
    const { task_id } = await api.ingest(id);
    await posthorn.deliveryWhen('exhausted', task_id);
    hook.behave(always('hang'));
    await api.send('POST', `/deliveries/${task_id}/replay`);
    expect((await statsOf(api)).open).toMatchObject({ pending: 0, retrying: 1 });
    hook.release(410);
    const stats = await eventually('the delivery is held', async () => {
      const found = await statsOf(api);
      return found.open?.held === 1 && found;
    });
    expect(stats.open).toEqual({ pending: 0, retrying: 1, held: 1, is_exact: true });
  });

  it('survive a restart', async () => {
    const folder = await folderForTest();
    const first = await startEmbeddedService(folder);
    const { id } = await first.api.createSubscription({ target_url: receiver.target().url });
    for (let n = 0; n < 5; n += 1)
      await first.deliveryWhen('delivered', (await first.api.ingest(id)).task_id);
    const before = await statsOf(first.api);
    await first.deliveryWhen('delivered', (await first.api.ingest(id)).task_id);
    await first.stop();
    const second = await startEmbeddedService(folder);
    try {
      const after = await statsOf(second.api, `?from=${before.from}`);
      expect(before.series[0]?.totals).toMatchObject({ events: 5, delivered: 5 });
      expect(after.series[0]?.totals).toMatchObject({ events: 6, deliveries: 6, attempts: 6, delivered: 6 });
      expect(after.open).toMatchObject({ pending: 0, retrying: 0 });
    } finally {
      await second.stop();
    }
  });
});

describe('the range of statistics', () => {
  it('is extended to whole steps, and has a default step for few points', async () => {
    const { api } = await serviceForTest();
    const nowMs = Date.now();
    const at = (hoursAgo: number) => new Date(nowMs - hoursAgo * 3_600_000).toISOString();
    for (const [hours, seconds] of [
      [1, 60],
      [2, 60],
      [5.9, 300],
      [7, 900],
      [24, 900],
      [72, 3_600],
    ] as const) {
      const stats = await statsOf(api, `?from=${at(hours)}&to=${at(0)}`);
      expect(stats.step_seconds, `${hours} h`).toBe(seconds);
      const { points = [] } = stats.series[0] ?? {};
      expect(points.length).toBeLessThanOrEqual(122);
      expect(points.map(({ at: time }) => Date.parse(time) % (seconds * 1_000))).toEqual(points.map(() => 0));
      expect(Date.parse(stats.from)).toBeLessThanOrEqual(nowMs - hours * 3_600_000);
      expect(Date.parse(stats.to)).toBeGreaterThanOrEqual(nowMs);
    }
    const day = await statsOf(api, '?step=86400');
    expect(day.series[0]?.points).toHaveLength(1);
  });

  it.each([
    ['from=2020-01-01T00:00:00Z', 'from', 'must be in the last 72 hours: older numbers are deleted'],
    ['to=2020-01-01T00:00:00Z', 'to', 'must be in the last 72 hours: older numbers are deleted'],
    ['from=2099-01-01T00:00:00Z', 'from', 'must be before to. The default of to is now'],
    ['to=2099-01-01T00:00:00Z&from=$yesterday', 'to', 'must be at most 72 hours after from'],
    [
      'from=$sixHoursAgo&step=60',
      'step',
      'must be at least 120 for this range: a series has at most 360 points',
    ],
    [
      'from=$yesterday&step=840',
      'step',
      'must be a multiple of 900 for a range longer than 6 hours or a step longer than 1 hour',
    ],
    ['step=258960', 'step', expect.stringContaining('must be a multiple of 900')],
    ['step=90', 'step', expect.any(String)],
    ['by=receiver', 'by', expect.any(String)],
    ['since=2026-01-01T00:00:00Z', 'since', expect.any(String)],
  ])('is refused with %s', async (query, name, detail) => {
    const { api } = await serviceForTest();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const sixHoursAgo = new Date(Date.now() - 6 * 3_600_000 + 20_000).toISOString();
    const url = `/stats?${query.replace('$yesterday', yesterday).replace('$sixHoursAgo', sixHoursAgo)}`;
    const answer = await api.send('GET', url);
    expect(problemIn(answer)).toMatchObject({
      status: 422,
      errors: [{ in: 'query', pointer: `/${name}`, detail }],
    });
  });
});

describe('statistics by portal token', () => {
  it('have the events of its receiver, and deliveries to its own subscriptions only', async () => {
    const posthorn = await serviceForTest();
    const { api } = posthorn;
    const target_url = receiver.target().url;
    const mine = await api.createSubscription({ target_url, receiver_id: 'mine', event_types: ['a'] });
    await api.createSubscription({ target_url, receiver_id: 'other', event_types: ['a'] });
    await api.createSubscription({ target_url, event_types: ['a', 'own'] });
    for (const receiver_id of ['mine', 'mine', 'other']) {
      const { deliveries } = await api.publish({ event_type: 'a', receiver_id, payload: 1 });
      for (const { task_id } of deliveries ?? []) await posthorn.deliveryWhen('delivered', task_id);
    }
    const token = await api.sendJson('POST', '/portal-tokens', { receiver_id: 'mine' });
    const { token: secret } = token.json() as { token: string };
    const headers = { authorization: `Bearer ${secret}` };
    const read = async (query: string) =>
      statsOverTimeShape.parse((await api.send('GET', `/stats${query}`, { headers })).json());
    const all = await read('');
    expect(all.series[0]?.totals).toMatchObject({ events: 2, deliveries: 2, attempts: 2, delivered: 2 });
    expect(all.open).toMatchObject({ pending: 0, retrying: 0, held: 0 });
    expect((await read('?by=subscription')).series.map(({ key }) => key).toSorted()).toEqual(
      [mine.id, null].toSorted(),
    );
    expect((await statsOf(api)).series[0]?.totals.events).toBe(3);
    await api.send('DELETE', `/subscriptions/${mine.id}`);
    expect((await read('')).series[0]?.totals).toMatchObject({ events: 2, deliveries: 0 });
  });

  it('have nothing of another tenant', async () => {
    const posthorn = await serviceForTest();
    const { id } = await posthorn.api.createSubscription({ target_url: receiver.target().url });
    await posthorn.deliveryWhen('delivered', (await posthorn.api.ingest(id)).task_id);
    const other = await posthorn.clientWith(['read']);
    expect((await statsOf(other)).series[0]?.totals).toEqual(nothing);
    expect((await statsOf(other, '?by=subscription')).series).toEqual([]);
  });
});
