import { describe, expect, it } from 'vitest';
import { deliveryPageShape } from '../../src/http/deliveries/output.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { always, receiverForFile } from '../support/receiver.ts';

/** `GET /deliveries`, for two tenants and two receivers. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const other = await posthorn.clientWith(['admin']);

const listOf = async (api: ApiClient, query = '') => {
  const answer = await api.send('GET', `/deliveries${query}`);
  expect(answer.status, answer.body.toString()).toBe(200);
  return deliveryPageShape.parse(answer.json());
};
const idsIn = async (api: ApiClient, query = '') => (await listOf(api, query)).data.map(({ id }) => id);

async function portalOf(receiverId: string): Promise<ApiClient> {
  const answer = await posthorn.api.sendJson('POST', '/portal-tokens', { receiver_id: receiverId });
  return new ApiClient(posthorn.url, (answer.json() as { token: string }).token);
}

async function subscribed(api: ApiClient, about: object = {}) {
  const { id } = await api.createSubscription({ target_url: receiver.target().url, ...about });
  return id;
}

async function delivered(api: ApiClient, subscriptionId: string): Promise<string> {
  const { task_id: id } = await api.ingest(subscriptionId, '{}');
  return id;
}

const one = await subscribed(posthorn.api, { receiver_id: 'customer-1' });
const two = await subscribed(posthorn.api, { receiver_id: 'customer-2' });
const failing = await subscribed(posthorn.api, {
  target_url: receiver.target(always(500)).url,
  retry_policy: { schedule: [] },
});
const theirs = await subscribed(other);
const ids = {
  one: await delivered(posthorn.api, one),
  two: await delivered(posthorn.api, two),
  failing: await delivered(posthorn.api, failing),
  theirs: await delivered(other, theirs),
};
await posthorn.deliveryWhen('exhausted', ids.failing);

describe('GET /deliveries', () => {
  it('lists the deliveries of all subscriptions of the tenant, newest first', async () => {
    expect(await idsIn(posthorn.api)).toEqual([ids.failing, ids.two, ids.one]);
    expect(await idsIn(other)).toEqual([ids.theirs]);
  });

  it('has the fields of the list of a subscription', async () => {
    const [listed] = (await listOf(posthorn.api, `?subscription_id=${failing}`)).data;
    const path = `/subscriptions/${failing}/deliveries`;
    const [ofSubscription] = deliveryPageShape.parse((await posthorn.api.send('GET', path)).json()).data;
    expect(listed).toEqual(ofSubscription);
  });

  it('filters by status, receiver, subscription and time', async () => {
    expect(await idsIn(posthorn.api, '?status=exhausted')).toEqual([ids.failing]);
    expect(await idsIn(posthorn.api, '?status=retrying')).toEqual([]);
    expect(await idsIn(posthorn.api, '?receiver_id=customer-2')).toEqual([ids.two]);
    expect(await idsIn(posthorn.api, '?receiver_id=customer-3')).toEqual([]);
    expect(await idsIn(posthorn.api, `?subscription_id=${one}`)).toEqual([ids.one]);
    expect(await idsIn(posthorn.api, `?subscription_id=${one}&receiver_id=customer-2`)).toEqual([]);
    expect(await idsIn(posthorn.api, '?until=2026-01-01T00:00:00Z')).toEqual([]);
  });

  it('finds nothing by a subscription or a receiver of another tenant', async () => {
    const nothing = { data: [], next_cursor: null };
    expect(await listOf(other, `?subscription_id=${one}`)).toEqual(nothing);
    expect(await listOf(other, '?receiver_id=customer-1')).toEqual(nothing);
  });

  it('shows a portal token the deliveries of its receiver only', async () => {
    const portal = await portalOf('customer-1');
    expect(await idsIn(portal)).toEqual([ids.one]);
    expect(await idsIn(portal, '?receiver_id=customer-1')).toEqual([ids.one]);
    expect(await idsIn(portal, '?receiver_id=customer-2')).toEqual([]);
    expect(await idsIn(portal, `?subscription_id=${two}`)).toEqual([]);
    expect(await idsIn(await portalOf('customer-3'))).toEqual([]);
  });

  it('pages by a cursor that belongs to its filter', async () => {
    const first = await listOf(posthorn.api, '?limit=2');
    expect(first.data.map(({ id }) => id)).toEqual([ids.failing, ids.two]);
    const second = await listOf(posthorn.api, `?limit=2&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ data: [{ id: ids.one }], next_cursor: null });
    const problem = problemIn(
      await posthorn.api.send('GET', `/deliveries?status=exhausted&cursor=${first.next_cursor}`),
    );
    expect(problem).toMatchObject({ status: 422, errors: [{ in: 'query', pointer: '/cursor' }] });
  });

  it('keeps the deliveries of a deleted subscription', async () => {
    const gone = await subscribed(posthorn.api);
    const id = await delivered(posthorn.api, gone);
    await posthorn.deliveryWhen('delivered', id);
    await posthorn.api.send('DELETE', `/subscriptions/${gone}`);
    expect(await idsIn(posthorn.api, '?limit=1')).toEqual([id]);
    expect(await idsIn(posthorn.api, `?subscription_id=${gone}`)).toEqual([id]);
  });
});
