import { describe, expect, it } from 'vitest';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { always, inTurn, receiverForFile } from '../support/receiver.ts';

/** The payload of an event is deleted; its record and deliveries are kept. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const remove = (eventId: string) => posthorn.api.send('DELETE', `/events/${eventId}/payload`);

async function delivered(payload: string | Uint8Array = '{"name":"Ada"}') {
  const { id } = await posthorn.api.createSubscription({ target_url: receiver.target(always(200)).url });
  const accepted = await posthorn.api.ingest(id, payload);
  await posthorn.deliveryWhen('delivered', accepted.task_id);
  return { ...accepted, subscriptionId: id };
}

describe('the payload of an event', () => {
  it.each([
    ['text', '{"name":"Ada"}'],
    ['no text', Uint8Array.of(0xff, 0xfe)],
  ])('that is %s is gone, and all else is there', async (_, payload) => {
    const { event_id: eventId, task_id: taskId } = await delivered(payload);
    expect((await posthorn.api.event(eventId)).payload_deleted_at).toBeNull();
    expect((await remove(eventId)).status).toBe(204);
    const event = await posthorn.api.event(eventId);
    expect(event).toMatchObject({ payload: null, payload_base64: null, payload_bytes: 0 });
    expect(Date.parse(event.payload_deleted_at!)).toBeLessThanOrEqual(Date.now());
    expect(event.deliveries).toMatchObject([{ id: taskId, status: 'delivered' }]);
    const [listed] = (await posthorn.api.events('?limit=1')).data;
    expect(listed).toMatchObject({ id: eventId, payload_deleted_at: event.payload_deleted_at });
    expect((await remove(eventId)).status).toBe(204);
    expect((await posthorn.api.event(eventId)).payload_deleted_at).toBe(event.payload_deleted_at);
  });

  it('cannot be sent again, by a replay or in bulk', async () => {
    const hook = receiver.target(always(500));
    const { id } = await posthorn.api.createSubscription({
      target_url: hook.url,
      retry_policy: { schedule: [] },
    });
    const { event_id: eventId, task_id: taskId } = await posthorn.api.ingest(id);
    await posthorn.deliveryWhen('exhausted', taskId);
    await remove(eventId);
    expect(problemIn(await posthorn.api.send('POST', `/deliveries/${taskId}/replay`))).toMatchObject({
      status: 409,
      detail: 'The delivery cannot be replayed now: its payload was deleted.',
    });
    await posthorn.api.recover(id, { since: '2026-01-01T00:00:00Z', per_second: 1_000 });
    const again = await posthorn.deliveryWhen('exhausted', taskId);
    expect(again.attempt_count).toBe(1);
    expect(hook.requests).toHaveLength(1);
  });

  it('is needed while a delivery is open', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: receiver.target(inTurn(500, 200)).url,
      retry_policy: { schedule: [600] },
    });
    const { event_id: eventId, task_id: taskId } = await posthorn.api.ingest(id, '{"n":1}');
    await posthorn.deliveryWhen('retrying', taskId);
    expect(problemIn(await remove(eventId))).toMatchObject({
      status: 409,
      detail: 'A delivery of the event is still open. Wait until it ends, or cancel it.',
    });
    expect((await posthorn.api.event(eventId)).payload).toBe('{"n":1}');
    await posthorn.api.cancel(taskId);
    expect((await remove(eventId)).status).toBe(204);
  });

  it('of an event that nobody wanted may be deleted, and of one that is unknown not', async () => {
    const { event_id: eventId } = await posthorn.api.publish({
      event_type: 'a',
      receiver_id: 'nobody',
      payload: 1,
    });
    expect((await remove(eventId)).status).toBe(204);
    expect(problemIn(await remove(`evt_${'0'.repeat(26)}`)).status).toBe(404);
    const { event_id: ours } = await delivered();
    const theirs = await posthorn.clientWith(['admin']);
    expect((await theirs.send('DELETE', `/events/${ours}/payload`)).status).toBe(404);
    expect((await posthorn.api.event(ours)).payload).toBe('{"name":"Ada"}');
  });

  it('is deleted by a caller, whom the audit log names', async () => {
    const { event_id: eventId } = await delivered();
    await remove(eventId);
    const { data } = (await posthorn.api.send('GET', '/audit-log?limit=1')).json() as { data: object[] };
    expect(data).toMatchObject([{ action: 'event.payload_deleted', subject: eventId }]);
  });
});
