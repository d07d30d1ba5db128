import { afterEach, describe, it } from 'vitest';
import { inTurn } from '../test/support/receiver.ts';
import type { Api } from './support/api.ts';
import { limitOf } from './support/emulator-limits.ts';
import { LiveView } from './support/live.ts';
import { posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

const open: LiveView[] = [];
const watch = async (api: Api, about: Parameters<typeof LiveView.watch>[1] = {}): Promise<LiveView> => {
  const view = await LiveView.watch(api, about);
  open.push(view);
  return view;
};

describe('the live view', () => {
  afterEach(async () => {
    for (const view of open.splice(0)) await view.close();
  });

  it('shows a delivery, and each of its attempts before its effect', async ({ expect, skip, task }) => {
    skip(limitOf(task.name) !== undefined, limitOf(task.name));
    const { id } = await posthorn.subscribe({ retry_policy: { schedule: [1] } }, inTurn(500, 200));
    const view = await watch(posthorn.api, { filter: { subscription_id: id } });
    const { task_id: taskId } = await posthorn.api.ingest(id);
    await view.deliveryIn('delivered', taskId);
    expect(view.about(taskId)).toEqual([
      'pending',
      'attempt 1 failed',
      'retrying',
      'attempt 2 succeeded',
      'delivered',
    ]);
  });

  it('shows only deliveries that the filters of ticket and watch take', async ({ expect, skip, task }) => {
    skip(limitOf(task.name) !== undefined, limitOf(task.name));
    const receiver = { receiver_id: uniqueName() };
    const { hook } = await posthorn.subscribe(receiver);
    const view = await watch(posthorn.api, {
      filter: { event_types: ['order.*'], receiver_id: receiver.receiver_id },
    });
    view.send({ type: 'watch', filter: { statuses: ['delivered'] } });
    await view.message(
      'the second hello',
      (message) => message.type === 'hello' && message !== view.messages[0],
    );
    const publish = async (event_type: string) => {
      const { deliveries } = await posthorn.api.publish({ event_type, payload: 1, ...receiver });
      return deliveries[0]?.task_id ?? '';
    };
    const invoice = await publish('invoice.paid');
    await posthorn.deliveryIn('delivered', invoice);
    const order = await publish('order.paid');
    await view.deliveryIn('delivered', order);
    expect(hook.requests).toHaveLength(2);
    expect(view.about(invoice)).toEqual([]);
    expect(view.about(order)).toEqual(['attempt 1 succeeded', 'delivered']);
  });

  it('takes a ticket once', async ({ expect, skip, task }) => {
    skip(limitOf(task.name) !== undefined, limitOf(task.name));
    const ticket = await LiveView.ticketOf(posthorn.api);
    const first = await LiveView.connect(ticket);
    expect(first).toBeDefined();
    expect(await LiveView.connect(ticket)).toBeUndefined();
    expect(await LiveView.connect({ ...ticket, ticket: 'phl_unknown' })).toBeUndefined();
    await first?.close();
  });

  it('shows a tenant and a portal token nothing of others', async ({ expect, skip, task }) => {
    skip(limitOf(task.name) !== undefined, limitOf(task.name));
    const receiverId = uniqueName();
    const own = await posthorn.subscribe({ receiver_id: receiverId });
    const other = await posthorn.subscribe();
    const { token } = await posthorn.api.createPortalToken({ receiver_id: receiverId, access: 'read' });
    const [all, portal, stranger] = [
      await watch(posthorn.api),
      await watch(posthorn.withKey(token)),
      await watch(posthorn.otherApi),
    ];
    const ofOther = (await posthorn.api.ingest(other.id)).task_id;
    await all.deliveryIn('delivered', ofOther);
    const ofOwn = (await posthorn.api.ingest(own.id)).task_id;
    await Promise.all([all.deliveryIn('delivered', ofOwn), portal.deliveryIn('delivered', ofOwn)]);
    expect(portal.about(ofOther)).toEqual([]);
    expect(stranger.messages.filter(({ delivery, attempt }) => delivery ?? attempt)).toEqual([]);
  });

  it('sends the changes since a cursor after a break', async ({ expect, skip, task }) => {
    skip(limitOf(task.name) !== undefined, limitOf(task.name));
    const { id } = await posthorn.subscribe();
    const before = await watch(posthorn.api);
    const seen = (await posthorn.api.ingest(id)).task_id;
    await before.deliveryIn('delivered', seen);
    const cursor = before.lastCursor ?? '';
    await before.close();
    const missed = (await posthorn.api.ingest(id)).task_id;
    await posthorn.deliveryIn('delivered', missed);
    const after = await watch(posthorn.api, { cursor });
    await after.deliveryIn('delivered', missed);
    const next = (await posthorn.api.ingest(id)).task_id;
    await after.deliveryIn('delivered', next);
    expect(after.about(missed)).toContain('attempt 1 succeeded');
    expect(after.messages.map(({ type }) => type)).not.toContain('skipped');
  });

  it('answers a ping, and says what is wrong with a message', async ({ expect, skip, task }) => {
    skip(limitOf(task.name) !== undefined, limitOf(task.name));
    const view = await watch(posthorn.api);
    view.send({ type: 'ping' });
    await view.message('a pong', ({ type }) => type === 'pong');
    view.send({ type: 'watch', filter: { statuses: ['lost'] } });
    const problem = await view.message('a problem', ({ type }) => type === 'problem');
    expect(problem).toMatchObject({
      code: 'invalid-message',
      errors: [{ pointer: '/filter/statuses/0' }],
      closes: false,
    });
  });
});
