import { describe, expect, it } from 'vitest';
import { deliveryShape } from '../../src/http/deliveries/output.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Events that a subscription did not get while it was disabled. */

const SINCE = { since: '2026-01-01T00:00:00Z' };

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

/** A client of a tenant of its own, so that tests share no events. */
const aTenant = () => posthorn.clientWith(['admin']);

async function subscribe(api: ApiClient, about: object = {}) {
  const hook = receiver.target();
  const { id } = await api.createSubscription({ target_url: hook.url, ...about });
  return { id, hook, payloads: () => hook.requests.map(({ body }) => body.toString()) };
}

const publish = (api: ApiClient, payload: unknown, about: object = {}) =>
  api.publish({ event_type: 'order.created', payload, ...about });

const ended = (api: ApiClient, id: string) =>
  eventually(`${id} has ended`, async () => {
    const recovery = await api.recovery(id);
    return recovery.status !== 'running' && recovery;
  });

async function portalOf(api: ApiClient, receiverId: string): Promise<ApiClient> {
  const answer = await api.sendJson('POST', '/portal-tokens', { receiver_id: receiverId, access: 'manage' });
  return new ApiClient(posthorn.url, (answer.json() as { token: string }).token);
}

describe('a recovery of missed events', () => {
  it('delivers the events published while the subscription was disabled, once each, and no others', async () => {
    const api = await aTenant();
    await publish(api, { n: 'before there was the subscription' });
    const other = await subscribe(api);
    const about = { event_types: ['order.*'], filter: { kind: ['big'] } };
    const mine = await subscribe(api, about);
    await publish(api, { n: 'delivered', kind: 'big' });
    await eventually('it arrives', () => mine.hook.requests[0]);
    await api.disable(mine.id);
    const missed: string[] = [];
    for (let n = 0; n < 5; n += 1) missed.push((await publish(api, { n, kind: 'big' })).event_id);
    await publish(api, { n: 'too small', kind: 'small' });
    await publish(api, { n: 'another type', kind: 'big' }, { event_type: 'invoice.paid' });
    await publish(api, { n: 'for a customer', kind: 'big' }, { receiver_id: 'customer-42' });
    await api.ingest(other.id, '{"n":"handed to the other alone","kind":"big"}');
    const erased = await publish(api, { n: 'erased', kind: 'big' });
    await eventually(
      'the other has it',
      async () => (await api.event(erased.event_id)).deliveries[0]?.status === 'delivered',
    );
    expect((await api.send('DELETE', `/events/${erased.event_id}/payload`)).status).toBe(204);
    await api.enable(mine.id);

    const started = await api.recover(mine.id, { ...SINCE, missed: true });
    expect(started).toMatchObject({ missed: true, deliveries_count: null, progress: 0, status: 'running' });
    const done = { status: 'done', recovered_count: 5, skipped_count: 0, progress: 1 };
    expect(await ended(api, started.id)).toMatchObject(done);
    await eventually('they arrive', () => mine.hook.requests.length >= 6 || undefined);
    // Several deliveries to one subscription are under way at once: any of them may arrive first.
    const arrived = mine.hook.requests
      .slice(1)
      .map(({ headers, body }) => [headers['webhook-id'], `${body}`]);
    const expected = missed.map((id, n) => [id, `{"n":${n},"kind":"big"}`]);
    expect(arrived.toSorted()).toEqual(expected.toSorted());
    const event = await api.event(missed[0]!);
    expect(event.deliveries.map(({ subscription_id }) => subscription_id)).toContain(mine.id);

    // Again: there is nothing left.
    const again = await api.recover(mine.id, { ...SINCE, missed: true });
    expect(await ended(api, again.id)).toMatchObject({ status: 'done', recovered_count: 0 });
    expect(mine.hook.requests).toHaveLength(6);
  });

  it('goes at its pace, and stops when it is asked to', async () => {
    const api = await aTenant();
    const { id } = await subscribe(api, { status: 'disabled' });
    for (let n = 0; n < 90; n += 1) await publish(api, { n });
    await api.enable(id);
    const { id: recovery } = await api.recover(id, { ...SINCE, missed: true, per_second: 1 });
    await eventually('it has begun', async () => (await api.recovery(recovery)).recovered_count > 0);
    const stopped = await api.stopRecovery(recovery);
    expect(stopped).toMatchObject({ status: 'stopped', stop_reason: 'by_request' });
    // As many as are put on the queue ahead of their time.
    expect(stopped.recovered_count).toBeLessThanOrEqual(62);
    expect(stopped.progress).toBeLessThan(1);
  });

  it('is refused while the subscription is disabled', async () => {
    const api = await aTenant();
    const { id } = await subscribe(api, { status: 'disabled' });
    const answer = await api.sendJson('POST', `/subscriptions/${id}/recover`, { ...SINCE, missed: true });
    expect([answer.status, problemIn(answer).type]).toEqual([
      409,
      'urn:posthorn:problem:subscription-disabled',
    ]);
  });

  it('delivers only events of its own receiver', async () => {
    const api = await aTenant();
    const { id, payloads } = await subscribe(api, { receiver_id: 'x', status: 'disabled' });
    await publish(api, { for: 'x' }, { receiver_id: 'x' });
    await publish(api, { for: 'y' }, { receiver_id: 'y' });
    await publish(api, { for: 'all' });
    const portal = await portalOf(api, 'x');
    await portal.enable(id);
    const { id: recovery } = await portal.recover(id, { ...SINCE, missed: true });
    expect(await ended(api, recovery)).toMatchObject({ status: 'done', recovered_count: 1 });
    await eventually('it arrives', () => payloads()[0]);
    expect(payloads()).toEqual(['{"for":"x"}']);
  });
});

describe('a kept event', () => {
  const send = (api: ApiClient, eventId: string, subscriptionId: string) =>
    api.sendJson('POST', `/events/${eventId}/deliveries`, { subscription_id: subscriptionId });

  it('is sent to one subscription with any event types, and a repeat answers the same delivery', async () => {
    const api = await aTenant();
    const { event_id: eventId } = await publish(api, { n: 1 });
    const { id, hook, payloads } = await subscribe(api, { event_types: ['invoice.paid'] });
    const answers = [await send(api, eventId, id), await send(api, eventId, id)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [first, second] = answers.map((answer) => deliveryShape.parse(answer.json()));
    expect(first).toMatchObject({ event_id: eventId, subscription_id: id, status: 'pending' });
    expect(second?.id).toBe(first?.id);
    await eventually('it is delivered', async () => (await api.delivery(first!.id)).status === 'delivered');
    expect(payloads()).toEqual(['{"n":1}']);
    expect((await send(api, eventId, id)).json()).toMatchObject({ id: first?.id, status: 'delivered' });
    expect(hook.requests).toHaveLength(1);
    expect((await api.event(eventId)).deliveries_count).toBe(1);
  });

  it('that is for another receiver, to a disabled subscription, or without its payload, is a conflict', async () => {
    const api = await aTenant();
    const { event_id: eventId } = await publish(api, { n: 1 });
    const [mine, theirs] = [
      await subscribe(api, { status: 'disabled' }),
      await subscribe(api, { receiver_id: 'y' }),
    ];
    expect((await send(api, eventId, mine.id)).status).toBe(409);
    const answer = await send(api, eventId, theirs.id);
    expect([answer.status, problemIn(answer).detail]).toEqual([
      409,
      expect.stringContaining('its receiver differs'),
    ]);
    await api.send('DELETE', `/events/${eventId}/payload`);
    await api.enable(mine.id);
    expect((await send(api, eventId, mine.id)).status).toBe(409);
    expect([...mine.hook.requests, ...theirs.hook.requests]).toEqual([]);
  });

  it('is out of reach for other tenants, and for the portal tokens of other receivers', async () => {
    const [api, another] = [await aTenant(), await aTenant()];
    const ofX = await publish(api, { for: 'x' }, { receiver_id: 'x' });
    const ofAll = await publish(api, { for: 'all' });
    const [x, all, foreign] = [
      await subscribe(api, { receiver_id: 'x' }),
      await subscribe(api),
      await subscribe(another),
    ];
    const [portalX, portalY] = [await portalOf(api, 'x'), await portalOf(api, 'y')];
    const statuses = await Promise.all([
      send(another, ofX.event_id, foreign.id),
      send(api, ofX.event_id, foreign.id),
      send(portalY, ofX.event_id, x.id),
      send(portalX, ofAll.event_id, x.id),
      send(portalX, ofX.event_id, all.id),
      send(api, 'evt_00000000000000000000000000', all.id),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual(Array(6).fill(404));
    expect((await send(portalX, ofX.event_id, x.id)).status).toBe(202);
    expect(foreign.hook.requests).toEqual([]);
  });
});
