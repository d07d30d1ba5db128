import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { type EmbeddedService, serviceForTest } from '../support/embedded-service.ts';
import { always, receiverForTest } from '../support/receiver.ts';

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

/** All pages of a list, by the ids in each; `query` begins with `?limit=`. */
async function pagesOf(read: (query: string) => Promise<Page>, query: string): Promise<readonly string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await read(`${query}${cursor && `&cursor=${cursor}`}`);
    pages.push(page.data.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  return pages;
}

const idsOf = async (page: Promise<Page>) => (await page).data.map(({ id }) => id);

async function fivePublished(posthorn: EmbeddedService) {
  const receiver = await receiverForTest();
  const target = receiver.target();
  const subscription = await posthorn.api.createSubscription({ target_url: target.url });
  const events: string[] = [];
  const deliveries: string[] = [];
  for (const eventType of ['a', 'b', 'a', 'b', 'a']) {
    const accepted = await posthorn.api.publish({ event_type: eventType, payload: 1 });
    events.unshift(accepted.event_id);
    deliveries.unshift(accepted.deliveries![0]!.task_id);
  }
  for (const id of deliveries) await posthorn.deliveryWhen('delivered', id);
  return { target, subscription, events, deliveries };
}

/** Rules of every cursor. */
async function expectCursorIsBound(api: ApiClient, path: string, otherFilter: string) {
  const first = (await api.send('GET', `${path}?limit=2`)).json() as Page;
  expect(first.next_cursor).not.toBeNull();
  const answer = await api.send('GET', `${path}?limit=2&${otherFilter}&cursor=${first.next_cursor}`);
  expect(answer.status).toBe(422);
  expect(answer.json()).toMatchObject({ errors: [{ in: 'query', pointer: '/cursor' }] });
}

describe('the events of a tenant', () => {
  it('are listed newest first, page by page, by type and by time', async () => {
    const posthorn = await serviceForTest();
    const { events } = await fivePublished(posthorn);
    const { api } = posthorn;
    const list = (query: string) => api.events(query);
    expect(await idsOf(list(''))).toEqual(events);
    expect(await pagesOf(list, '?limit=2')).toEqual([
      events.slice(0, 2),
      events.slice(2, 4),
      events.slice(4),
    ]);
    expect(await pagesOf(list, '?limit=5')).toEqual([events]);
    expect(await pagesOf(list, '?limit=1&event_type=b')).toEqual([[events[1]], [events[3]]]);
    expect(await idsOf(list('?event_type=c'))).toEqual([]);

    const middle = (await api.event(events[2]!)).created_at;
    const created = (await api.events()).data.map(({ created_at: at }) => at);
    const since = events.filter((_, index) => created[index]! >= middle);
    expect(await idsOf(list(`?since=${middle}`))).toEqual(since);
    expect(await idsOf(list(`?until=${middle}`))).toEqual(events.filter((id) => !since.includes(id)));
    await expectCursorIsBound(api, '/events', 'event_type=a');
  });

  it('are filtered by receiver', async () => {
    const posthorn = await serviceForTest();
    const forOne = await posthorn.api.publish({ event_type: 'a', payload: 1, receiver_id: 'customer-42' });
    await posthorn.api.publish({ event_type: 'a', payload: 1 });
    expect(await idsOf(posthorn.api.events('?receiver_id=customer-42'))).toEqual([forOne.event_id]);
  });

  it('are shown one by one, with payload and deliveries', async () => {
    const posthorn = await serviceForTest();
    const { events, deliveries, subscription } = await fivePublished(posthorn);
    const event = await posthorn.api.event(events[0]!);
    expect(event).toMatchObject({
      id: events[0],
      event_type: 'a',
      receiver_id: null,
      content_type: 'application/json',
      payload: '1',
      payload_base64: null,
      payload_bytes: 1,
      deliveries: [
        { id: deliveries[0], subscription_id: subscription.id, status: 'delivered', attempt_count: 1 },
      ],
    });
    const keptHours = (Date.parse(event.expires_at) - Date.parse(event.created_at)) / 3_600_000;
    expect(keptHours).toBeGreaterThanOrEqual(72);
  });
});

describe('the deliveries of a subscription', () => {
  it('are listed newest first, page by page, by status, type and time', async () => {
    const posthorn = await serviceForTest();
    const { target, subscription, deliveries } = await fivePublished(posthorn);
    const list = (query: string) => posthorn.api.deliveries(subscription.id, query);
    expect(await pagesOf(list, '?limit=3')).toEqual([deliveries.slice(0, 3), deliveries.slice(3)]);
    expect(await pagesOf(list, '?limit=2&event_type=a')).toEqual([
      [deliveries[0], deliveries[2]],
      [deliveries[4]],
    ]);

    target.behave(always(500));
    const { task_id: failing } = await posthorn.api.ingest(subscription.id);
    await posthorn.deliveryWhen('retrying', failing);
    expect(await idsOf(list('?status=retrying'))).toEqual([failing]);
    expect(await idsOf(list('?status=delivered'))).toEqual(deliveries);
    expect(await idsOf(list('?status=exhausted'))).toEqual([]);

    const createdAt = (await posthorn.api.delivery(failing)).created_at;
    expect(await idsOf(list(`?since=${createdAt}&status=retrying`))).toEqual([failing]);
    expect(await idsOf(list(`?until=${createdAt}&status=retrying`))).toEqual([]);
    await expectCursorIsBound(
      posthorn.api,
      `/subscriptions/${subscription.id}/deliveries`,
      'status=delivered',
    );
  });

  it('are shown without their attempts, and one by one with them', async () => {
    const posthorn = await serviceForTest();
    const { subscription, deliveries } = await fivePublished(posthorn);
    const answer = await posthorn.api.send('GET', `/subscriptions/${subscription.id}/deliveries?limit=1`);
    const [listed] = (answer.json() as { data: object[] }).data;
    const { attempts, ...delivery } = await posthorn.api.delivery(deliveries[0]!);
    expect(listed).toEqual(delivery);
    expect(attempts).toHaveLength(1);
    const byTask = await posthorn.api.send('GET', `/status/${deliveries[0]}`);
    expect(byTask.json()).toEqual({ ...delivery, attempts });
  });
});

describe('the subscriptions of a tenant', () => {
  it('are listed newest first, page by page, by status, receiver, and the type that they want', async () => {
    const { api } = await serviceForTest();
    const ids: string[] = [];
    for (const settings of [
      { event_types: ['order.*'] },
      { event_types: ['order.paid'], receiver_id: 'customer-42' },
      {},
      { event_types: ['invoice.paid'] },
      { event_types: ['*'] },
    ]) {
      ids.unshift((await api.createSubscription({ target_url: 'http://127.0.0.1/', ...settings })).id);
    }
    await api.disable(ids[0]!);
    const list = (query: string) => api.subscriptions(query);
    expect(await pagesOf(list, '?limit=2')).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(await idsOf(list('?status=disabled'))).toEqual([ids[0]]);
    expect(await pagesOf(list, '?limit=3&status=enabled')).toEqual([ids.slice(1, 4), ids.slice(4)]);
    expect(await pagesOf(list, '?limit=2&event_type=order.paid')).toEqual([
      [ids[0], ids[2]],
      [ids[3], ids[4]],
    ]);
    expect(await idsOf(list('?receiver_id=customer-42'))).toEqual([ids[3]]);
    await expectCursorIsBound(api, '/subscriptions', 'status=enabled');
  });
});

it('a page may be followed while new items come: nothing is shown twice, nothing is left out', async () => {
  const { api } = await serviceForTest();
  const publish = async () => (await api.publish({ event_type: 'a', payload: 1 })).event_id;
  const before = [await publish(), await publish(), await publish()].reverse();
  const first = await api.events('?limit=2');
  await publish();
  const second = await api.events(`?limit=2&cursor=${first.next_cursor}`);
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(before);
});
