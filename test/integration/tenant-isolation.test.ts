import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../src/domain/ids.ts';
import type { AnyOperation } from '../../src/http/core/operation.ts';
import { operations } from '../../src/http/openapi/operations.ts';
import { type ApiClient, type HttpAnswer, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { exampleCall, type Ids, named, oneOfEach, pathOf, unknownIds } from '../support/operation-calls.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Tenants are isolated: another tenant's resource gets the same answer as one that does not exist. */

interface Tenant {
  readonly api: ApiClient;
  /** Its resources: one of each kind, with the ids that paths need. */
  readonly ids: Ids;
}

async function newTenant(eventType: string): Promise<Tenant> {
  const api = await posthorn.clientWith(['admin']);
  const subscription = { target_url: receiver.target().url };
  const ids = await oneOfEach(api, { subscription, eventType, payload: '"a secret of ours"' });
  // A recovery that ends by itself would change what is compared.
  await api.stopRecovery(ids['recoveries'] ?? '');
  return { api, ids };
}

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const ours = await newTenant('order.ours');
const theirs = await newTenant('order.theirs');

const call = (api: ApiClient, operation: AnyOperation, ids: Ids): Promise<HttpAnswer> =>
  api.send(operation.method, pathOf(operation, ids), exampleCall(operation, ids));

/** Everything that one tenant can see. */
async function viewOf({ api, ids }: Tenant): Promise<string> {
  const paths = [
    '/subscriptions',
    '/events',
    '/api-keys',
    '/tenants',
    '/recoveries',
    '/dead-letters',
    '/deliveries',
    `/subscriptions/${ids['subscriptions']}`,
    `/subscriptions/${ids['subscriptions']}/deliveries`,
    `/events/${ids['events']}`,
    `/deliveries/${ids['deliveries']}`,
  ];
  const answers = await Promise.all(paths.map((path) => api.send('GET', path)));
  return answers.map(({ status, body }) => `${status} ${body}`).join('\n');
}

// Public resources are not secrets of a tenant.
const withId = operations.filter(({ path, scope }) => path.includes('{') && scope !== null);
const rows = named(withId);

describe('with the id of another tenant', () => {
  it.each(rows)(
    '%s finds nothing, says no more than of an unknown id, and changes nothing',
    async (_, operation) => {
      const before = await viewOf(ours);
      const answer = await call(theirs.api, operation, ours.ids);
      const problem = problemIn(answer);
      expect(problem.status).toBe(404);
      const ofUnknown = problemIn(await call(theirs.api, operation, unknownIds));
      expect({ ...problem, request_id: '' }).toEqual({ ...ofUnknown, request_id: '' });
      expect(await viewOf(ours)).toBe(before);
    },
  );

  // So the answers above were not those of a bad path. These answers depend on the state.
  const harmless = rows.filter(([, { method }]) => method !== 'DELETE');
  it.each(harmless)('%s would find something for its own tenant', async (_, operation) => {
    expect((await call(ours.api, operation, ours.ids)).status).not.toBe(404);
  });

  it('a delivery cannot be named by ones own event and their subscription', async () => {
    const mixed = [
      `dlv_${ours.ids['events']?.slice(4)}${theirs.ids['subscriptions']?.slice(4)}`,
      `dlv_${theirs.ids['events']?.slice(4)}${ours.ids['subscriptions']?.slice(4)}`,
    ];
    for (const id of mixed) expect((await theirs.api.send('GET', `/deliveries/${id}`)).status).toBe(404);
  });
});

describe('the lists of a tenant', () => {
  it('have nothing of another', async () => {
    const idsIn = (answer: HttpAnswer) =>
      (answer.json() as { data: { id: string }[] }).data.map(({ id }) => id);
    const oursListed = [
      ...idsIn(await ours.api.send('GET', '/subscriptions?limit=250')),
      ...idsIn(await ours.api.send('GET', '/events?limit=250')),
      ...idsIn(await ours.api.send('GET', '/deliveries?limit=250')),
    ];
    const theirsListed = [
      ...idsIn(await theirs.api.send('GET', '/subscriptions?limit=250')),
      ...idsIn(await theirs.api.send('GET', '/events?limit=250')),
      ...idsIn(await theirs.api.send('GET', '/deliveries?limit=250')),
    ];
    expect(oursListed).toContain(ours.ids['subscriptions']);
    expect(oursListed).toContain(ours.ids['events']);
    expect(oursListed).toContain(ours.ids['deliveries']);
    expect(theirsListed).toContain(theirs.ids['subscriptions']);
    expect(theirsListed.filter((id) => oursListed.includes(id))).toEqual([]);
  });

  it('are not entered by the cursor of another', async () => {
    await ours.api.publish({ event_type: 'a', payload: 1 });
    const { next_cursor: cursor } = await ours.api.events('?limit=1');
    expect(cursor).not.toBeNull();
    const listed = await theirs.api.events(`?limit=250&cursor=${cursor}`);
    const own = await theirs.api.events('?limit=250');
    const ownIds = own.data.map(({ id }) => id);
    for (const { id } of listed.data) expect(ownIds).toContain(id);
  });
});

describe('a call of one tenant', () => {
  it('reaches its own subscriptions only when it publishes', async () => {
    const { deliveries } = await theirs.api.publish({ event_type: 'order.created', payload: 1 });
    expect(deliveries?.map(({ subscription_id: id }) => id)).toEqual([theirs.ids['subscriptions']]);
  });

  it('with a receiver_id of another reaches no subscription', async () => {
    await ours.api.createSubscription({ target_url: receiver.target().url, receiver_id: 'customer-42' });
    const event = { event_type: 'a', payload: 1, receiver_id: 'customer-42' };
    expect((await theirs.api.publish(event)).deliveries_count).toBe(0);
    expect((await ours.api.publish(event)).deliveries_count).toBe(1);
  });

  it('with the Idempotency-Key of another is a call of its own', async () => {
    const key = { 'idempotency-key': 'order-1001' };
    const first = await ours.api.publish({ event_type: 'a', payload: 1 }, key);
    const second = await theirs.api.publish({ event_type: 'b', payload: 2 }, key);
    expect(second.event_id).not.toBe(first.event_id);
    const input = { target_url: 'http://127.0.0.1/' };
    const [one, other] = [
      await ours.api.createSubscription(input, key),
      await theirs.api.createSubscription(input, key),
    ];
    expect(other.id).not.toBe(one.id);
    expect(other.tenant_id).not.toBe(one.tenant_id);
  });
});

it('two keys of one tenant see the same', async () => {
  const [subscriptionId, eventId] = [ours.ids['subscriptions']!, ours.ids['events']!];
  const subscription = await ours.api.subscription(subscriptionId);
  const second = await posthorn.clientWith(['read'], subscription.tenant_id as TenantId);
  expect(await second.subscription(subscriptionId)).toEqual(subscription);
  expect((await second.event(eventId)).payload).toBe('"a secret of ours"');
});
