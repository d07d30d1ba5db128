import { describe, expect, it } from 'vitest';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, receiverForFile, type Target } from '../support/receiver.ts';

/** Subscriptions whose `receiver_id` is changed: the events of the first receiver stay out of reach of the second one. */

let nth = 0;

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

async function portalOf(receiverId: string): Promise<ApiClient> {
  const body = { receiver_id: receiverId, access: 'manage' };
  const answer = await posthorn.api.sendJson('POST', '/portal-tokens', body);
  return new ApiClient(posthorn.url, (answer.json() as { token: string }).token);
}

interface Moved {
  readonly id: string;
  readonly first: string;
  readonly second: string;
  readonly hook: Target;
}

/** A subscription of one receiver, and another receiver that it is to move to. */
async function subscription(about: object = {}): Promise<Moved> {
  nth += 1;
  const hook = receiver.target();
  const [first, second] = [`first-${nth}`, `second-${nth}`];
  const settings = { target_url: hook.url, receiver_id: first, retry_policy: { schedule: [] }, ...about };
  const { id } = await posthorn.api.createSubscription(settings);
  return { id, first, second, hook };
}

const move = ({ id, second }: Moved) => posthorn.api.changeSubscription(id, { receiver_id: second });

async function withExhausted(moved: Moved, count = 1): Promise<readonly string[]> {
  moved.hook.behave(always(500));
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { task_id: id } = await posthorn.api.ingest(moved.id, `"of ${moved.first}"`);
    await posthorn.deliveryWhen('exhausted', id);
    ids.push(id);
  }
  moved.hook.behave(always(200));
  return ids;
}

describe('after a subscription has moved to another receiver', () => {
  it.each(['GET', 'POST /replay', 'POST /retry', 'POST /cancel'])(
    'a delivery of before is out of reach of both receivers: %s',
    async (call) => {
      const moved = await subscription();
      const [id = ''] = await withExhausted(moved);
      await move(moved);
      const [method = '', action = ''] = call.split(' ');
      for (const receiverId of [moved.first, moved.second]) {
        const portal = await portalOf(receiverId);
        const answer = await portal.send(method, `/deliveries/${id}${action}`);
        expect(problemIn(answer).status, receiverId).toBe(404);
      }
    },
  );

  it('lists and statistics of its deliveries have those of the present receiver only', async () => {
    const moved = await subscription();
    await withExhausted(moved, 2);
    await move(moved);
    const { task_id: ours } = await posthorn.api.ingest(moved.id, '"of the second"');
    await posthorn.deliveryWhen('delivered', ours);
    const portal = await portalOf(moved.second);
    expect((await portal.deliveries(moved.id)).data.map(({ id }) => id)).toEqual([ours]);
    expect((await portal.deliveries(moved.id, '?status=exhausted')).data).toEqual([]);
    const stats = (await portal.send('GET', `/subscriptions/${moved.id}/stats`)).json();
    expect(stats).toMatchObject({ deliveries: { delivered: 1, exhausted: 0 }, attempts: 1 });
    expect((await posthorn.api.deliveries(moved.id)).data).toHaveLength(3);
  });

  it('an event shows the deliveries to subscriptions that its receiver still has', async () => {
    const moved = await subscription();
    const kept = await posthorn.api.createSubscription({
      target_url: receiver.target().url,
      receiver_id: moved.first,
    });
    const event = { event_type: 'order.paid', receiver_id: moved.first, payload: {} };
    const { event_id: id } = await posthorn.api.publish(event);
    await move(moved);
    const shown = (await (await portalOf(moved.first)).event(id)).deliveries;
    expect(shown.map(({ subscription_id }) => subscription_id)).toEqual([kept.id]);
    expect(problemIn(await (await portalOf(moved.second)).send('GET', `/events/${id}`)).status).toBe(404);
  });

  it('its open deliveries are cancelled, and none of their events reaches the new target', async () => {
    const moved = await subscription({ retry_policy: { schedule: [1, 1, 1, 1] } });
    moved.hook.behave(always(500));
    const { task_id: id } = await posthorn.api.ingest(moved.id, '"of the first"');
    await posthorn.deliveryWhen('retrying', id);
    const other = receiver.target();
    await posthorn.api.changeSubscription(moved.id, { receiver_id: moved.second, target_url: other.url });
    const seen = await posthorn.api.delivery(id);
    expect(seen).toMatchObject({ status: 'cancelled', status_reason: 'receiver_changed' });
    await eventually('the cancellation is recorded', async () => {
      const [row] = posthorn.rows('SELECT status FROM deliveries WHERE subscription_id = ?', moved.id);
      return row?.['status'] === 'cancelled';
    });
    expect(other.requests).toHaveLength(0);
    for (const action of ['replay', 'retry']) {
      const answer = await posthorn.api.send('POST', `/deliveries/${id}/${action}`);
      expect(problemIn(answer).status, action).toBe(409);
    }
    await posthorn.api.changeSubscription(moved.id, { receiver_id: moved.first });
    await posthorn.api.replay(id);
    await posthorn.deliveryWhen('delivered', id);
  });

  it('a subscription without a receiver still gets the events on their way to it', async () => {
    const moved = await subscription({ retry_policy: { schedule: [1, 1, 1, 1] } });
    moved.hook.behave(always(500));
    const { task_id: id } = await posthorn.api.ingest(moved.id);
    await posthorn.deliveryWhen('retrying', id);
    await posthorn.api.changeSubscription(moved.id, { receiver_id: null });
    moved.hook.behave(always(200));
    await posthorn.deliveryWhen('delivered', id);
  });

  it('events without a receiver do not reach a subscription that has been given one', async () => {
    const moved = await subscription({ receiver_id: null, retry_policy: { schedule: [1, 1, 1, 1] } });
    moved.hook.behave(always(500));
    const { task_id: id } = await posthorn.api.ingest(moved.id);
    await posthorn.deliveryWhen('retrying', id);
    await move(moved);
    expect(await posthorn.api.delivery(id)).toMatchObject({ status_reason: 'receiver_changed' });
    expect(problemIn(await (await portalOf(moved.second)).send('GET', `/deliveries/${id}`)).status).toBe(404);
  });

  it('a recovery replays the events of the present receiver, and counts no others', async () => {
    const moved = await subscription();
    await withExhausted(moved, 3);
    await move(moved);
    const { second } = moved;
    const [ours = ''] = await withExhausted({ ...moved, first: second });
    const before = moved.hook.requests.length;
    const portal = await portalOf(second);
    const { id } = await portal.recover(moved.id, { since: '2026-01-01T00:00:00Z' });
    const done = await eventually('the recovery is done', async () => {
      const recovery = await portal.recovery(id);
      return recovery.status === 'done' && recovery;
    });
    expect(done).toMatchObject({ deliveries_count: 1, recovered_count: 1, skipped_count: 0 });
    await posthorn.deliveryWhen('delivered', ours);
    const arrived = moved.hook.requests.slice(before);
    expect(arrived.map(({ body }) => String(body))).toEqual([`"of ${second}"`]);
  });

  it('a redrive of the dead letters leaves those of another receiver as they are', async () => {
    const moved = await subscription();
    const [theirs = ''] = await withExhausted(moved);
    await move(moved);
    const { id } = (await posthorn.api.sendJson('POST', '/dead-letters/redrive', {})).json() as {
      id: string;
    };
    await eventually('the redrive is done', async () => (await posthorn.api.recovery(id)).status === 'done');
    expect((await posthorn.api.delivery(theirs)).status).toBe('exhausted');
  });

  it('a recovery of before is stopped, and out of reach of both receivers', async () => {
    const moved = await subscription();
    await withExhausted(moved, 1);
    const since = { since: '2026-01-01T00:00:00Z' };
    const portal = await portalOf(moved.first);
    const { id } = await portal.recover(moved.id, since);
    await move(moved);
    for (const receiverId of [moved.first, moved.second]) {
      const api = await portalOf(receiverId);
      expect(problemIn(await api.send('GET', `/recoveries/${id}`)).status, receiverId).toBe(404);
      expect(problemIn(await api.send('POST', `/recoveries/${id}/stop`)).status, receiverId).toBe(404);
      expect((await api.send('GET', '/recoveries')).json(), receiverId).toMatchObject({ data: [] });
    }
  });

  it('a repeat of its creation by its first receiver shows nothing of it', async () => {
    nth += 1;
    const [x, y] = [`x-${nth}`, `y-${nth}`];
    const portal = await portalOf(x);
    const settings = { target_url: receiver.target().url };
    const key = { 'Idempotency-Key': 'once' };
    const created = await portal.createSubscription(settings, key);
    expect((await portal.createSubscription(settings, key)).id).toBe(created.id);
    await posthorn.api.changeSubscription(created.id, { receiver_id: y });
    const answer = await portal.sendJson('POST', '/subscriptions', settings, key);
    expect(problemIn(answer).status).toBe(409);
    expect(String(answer.body)).not.toMatch(/whsec_|sub_/);
  });

  it('its second receiver does not meet the first one by using the same Idempotency-Key', async () => {
    const moved = await subscription();
    const key = { 'Idempotency-Key': 'same' };
    const test = async (receiverId: string) =>
      (await portalOf(receiverId)).sendJson('POST', `/subscriptions/${moved.id}/test`, {}, key);
    const theirs = (await test(moved.first)).json() as { task_id: string };
    await move(moved);
    const ours = (await test(moved.second)).json() as { task_id: string };
    expect(ours.task_id).not.toBe(theirs.task_id);
  });

  it('how it failed before says nothing about its present receiver', async () => {
    const moved = await subscription();
    await withExhausted(moved, 1);
    await eventually('it is failing', async () => {
      return (await posthorn.api.subscription(moved.id)).failing_since !== null;
    });
    await move(moved);
    expect((await posthorn.api.subscription(moved.id)).failing_since).toBeNull();
  });
});
