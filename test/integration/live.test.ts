import { describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { connectLive, type LiveClient, liveTicket, watchLive } from '../support/live-client.ts';
import { always, inTurn, receiverForFile } from '../support/receiver.ts';

/** The live view over a real socket: what it shows, to whom, and how it goes on after a break. */

const service = await serviceForFile();
const receiver = await receiverForFile();
const { api } = service;

const subscribe = async (settings: object = {}, behaviour = always(200), client = api) =>
  client.createSubscription({ target_url: receiver.target(behaviour).url, ...settings });

const statuses = ({ all }: LiveClient, id: string) =>
  all('delivery').flatMap(({ delivery }) => (delivery.id === id ? [delivery.status] : []));

describe('the live view', () => {
  it('shows a delivery from its start to its end, with its attempts', async () => {
    const live = await watchLive(api);
    const { id } = await subscribe({ retry_policy: { schedule: [1] } }, inTurn(503, 200));
    const { task_id: taskId } = await api.ingest(id, '{"n":1}');

    await live.first('delivery', ({ delivery }) => delivery.id === taskId && delivery.status === 'delivered');
    expect(statuses(live, taskId)).toEqual(['pending', 'retrying', 'delivered']);
    const attempts = live.all('attempt').filter((one) => one.delivery_id === taskId);
    expect(attempts.map(({ attempt }) => attempt)).toMatchObject([
      { number: 1, outcome: 'failed', failure_kind: 'http_status', status_code: 503 },
      { number: 2, outcome: 'succeeded', status_code: 200 },
    ]);
    const read = await api.delivery(taskId);
    const { attempts: _, ...shown } = read;
    expect(live.all('delivery').findLast(({ delivery }) => delivery.id === taskId)?.delivery).toEqual(shown);
  });

  it('shows nothing before the first watch, and nothing of the past', async () => {
    const { id } = await subscribe();
    const live = await connectLive(await liveTicket(api));
    live.send({ type: 'ping' });
    expect(await live.first('pong')).toEqual({ type: 'pong', cursor: null });
    const { task_id: before } = await api.ingest(id);
    await service.deliveryWhen('delivered', before);
    await live.watch({ subscription_id: id });
    const { task_id: after } = await api.ingest(id);
    await live.first('delivery', ({ delivery }) => delivery.status === 'delivered');
    expect(new Set(live.all('delivery').map(({ delivery }) => delivery.id))).toEqual(new Set([after]));
  });

  it('shows cancelled, retried and replayed deliveries', async () => {
    const live = await watchLive(api);
    const { id } = await subscribe({ retry_policy: { schedule: [3_600, 3_600] } }, always(500));
    const { task_id: taskId } = await api.ingest(id);
    await service.deliveryWhen('retrying', taskId);
    await api.send('POST', `/deliveries/${taskId}/retry`);
    await eventually('the second attempt', () =>
      live.all('attempt').find(({ delivery_id, attempt }) => delivery_id === taskId && attempt.number === 2),
    );
    await api.send('POST', `/deliveries/${taskId}/cancel`);
    await live.first('delivery', ({ delivery }) => delivery.id === taskId && delivery.status === 'cancelled');
    await api.send('POST', `/deliveries/${taskId}/replay`);
    await eventually('the third attempt', () =>
      live.all('attempt').find(({ delivery_id, attempt }) => delivery_id === taskId && attempt.number === 3),
    );
    expect(live.all('attempt').find(({ attempt }) => attempt.number === 3)?.attempt.trigger).toBe('manual');
  });

  it('takes another filter, and refuses a bad one by its field', async () => {
    const { id } = await subscribe({ event_types: ['live.*'] });
    const live = await watchLive(api, { subscription_id: id, event_types: ['live.first'] });
    await api.publish({ event_type: 'live.second', payload: 1 });
    await api.publish({ event_type: 'live.first', payload: 1 });
    const { delivery } = await live.first('delivery');
    expect(delivery).toMatchObject({ subscription_id: id, event_type: 'live.first' });

    live.send({ type: 'watch', filter: { statuses: ['sent'] } });
    const problem = await live.first('problem');
    expect(problem).toMatchObject({ closes: false, errors: [{ pointer: '/filter/statuses/0' }] });

    const hello = await live.watch({
      subscription_id: id,
      event_types: ['live.second'],
      statuses: ['delivered'],
    });
    expect(hello.filter).toMatchObject({ event_types: ['live.second'], statuses: ['delivered'] });
    await api.publish({ event_type: 'live.second', payload: 2 });
    await live.first('delivery', (one) => one.delivery.event_type === 'live.second');
    const seen = live.all('delivery').filter((one) => one.delivery.event_type === 'live.second');
    expect(seen.map((one) => one.delivery.status)).toEqual(['delivered']);
  });

  it('never shows more than the filter of its ticket takes', async () => {
    const { id: allowed } = await subscribe();
    const { id: other } = await subscribe();
    const live = await connectLive(await liveTicket(api, { subscription_id: allowed }));
    await live.watch();
    await api.ingest(other);
    await api.ingest(allowed);
    await live.first('delivery', ({ delivery }) => delivery.status === 'delivered');
    expect(new Set(live.all('delivery').map(({ delivery }) => delivery.subscription_id))).toEqual(
      new Set([allowed]),
    );
  });
});

describe('a live connection', () => {
  it('sees nothing of another tenant', async () => {
    const stranger = await service.clientWith(['admin']);
    const { id } = await subscribe();
    const own = await watchLive(api, { subscription_id: id });
    const theirs = await watchLive(stranger, { subscription_id: id });
    const all = await watchLive(stranger);
    await api.ingest(id);
    await own.first('delivery', ({ delivery }) => delivery.status === 'delivered');
    const { id: strangers } = await subscribe({}, always(200), stranger);
    await stranger.ingest(strangers);
    await all.first('delivery', ({ delivery }) => delivery.status === 'delivered');
    expect(theirs.all('delivery')).toEqual([]);
    expect(all.all('delivery').map(({ delivery }) => delivery.subscription_id)).not.toContain(id);
    expect(own.all('delivery').map(({ delivery }) => delivery.subscription_id)).not.toContain(strangers);
  });

  it('of a portal token sees the deliveries of its receiver only', async () => {
    const made = await api.sendJson('POST', '/portal-tokens', { receiver_id: 'live-1' });
    const { token } = made.json() as { token: string };
    const portal = new ApiClient(service.url, token);
    const { id: own } = await subscribe({ receiver_id: 'live-1', event_types: ['portal.live'] });
    await subscribe({ receiver_id: 'live-2', event_types: ['portal.live'] });
    // The tenant's own subscription, which gets the events of every receiver.
    const { id: tenants } = await subscribe({ event_types: ['portal.live'] });
    const live = await watchLive(portal);
    expect(live.all('hello')[0]?.receiver_id).toBe('live-1');
    expect(live.all('hello')[0]?.rights_end_at).not.toBeNull();
    const lead = await watchLive(api, { subscription_id: tenants });
    await api.publish({ event_type: 'portal.live', receiver_id: 'live-2', payload: 1 });
    await api.publish({ event_type: 'portal.live', receiver_id: 'live-1', payload: 1 });
    await live.first('delivery', ({ delivery }) => delivery.status === 'delivered');
    await api.publish({ event_type: 'portal.live', payload: 1 });
    await lead.first('delivery', ({ delivery }) => delivery.status === 'delivered');
    expect(new Set(live.all('delivery').map(({ delivery }) => delivery.subscription_id))).toEqual(
      new Set([own]),
    );
    expect(new Set(live.all('attempt').map((one) => one.subscription_id))).toEqual(new Set([own]));
  });
});
