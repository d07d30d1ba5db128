import type { AnyOperation } from '../../src/http/core/operation.ts';
import type { ApiClient, HttpCall, SubscriptionInput } from './api-client.ts';
import { eventually } from './eventually.ts';

/** Requests for whichever operations there are: by their paths, and by the examples of their documentation. */

/** The id that the paths of each collection use. */
export type Ids = Readonly<Record<string, string>>;

const zeros = '0'.repeat(26);

/** Well formed, and nothing's. */
export const unknownIds: Ids = {
  subscriptions: `sub_${zeros}`,
  ingest: `sub_${zeros}`,
  events: `evt_${zeros}`,
  deliveries: `dlv_${zeros}${zeros}`,
  status: `dlv_${zeros}${zeros}`,
  'api-keys': `key_${zeros}`,
  recoveries: `rec_${zeros}`,
  'event-types': 'nobody.knows',
  receivers: 'unknown',
};

interface Wanted {
  readonly subscription: SubscriptionInput;
  readonly payload?: string;
  readonly eventType?: string;
}

/** Makes a resource of each kind, with a delivery that has ended. Resolves to their ids. */
export async function oneOfEach(
  api: ApiClient,
  { subscription, payload = '{}', eventType = 'order.paid' }: Wanted,
): Promise<Ids> {
  const { id } = await api.createSubscription(subscription);
  const { task_id: taskId, event_id: eventId } = await api.ingest(id, payload);
  await eventually('it is delivered', async () => (await api.delivery(taskId)).status === 'delivered');
  const made = await api.sendJson('POST', '/api-keys', { name: 'another', scopes: ['read'] });
  await api.sendJson('POST', '/event-types', { name: eventType });
  const receiverId = subscription.receiver_id ?? `receiver-of-${id}`;
  await api.sendJson('POST', '/receivers', { id: receiverId, name: 'Example Ltd.' });
  const { id: recoveryId } = await api.recover(id, { since: '2026-01-01T00:00:00Z' });
  return {
    subscriptions: id,
    ingest: id,
    events: eventId,
    deliveries: taskId,
    status: taskId,
    'api-keys': (made.json() as { id: string }).id,
    'event-types': eventType,
    receivers: receiverId,
    recoveries: recoveryId,
  };
}

/** Rows for `it.each`, by method and path. */
export const named = (some: readonly AnyOperation[]) =>
  some.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

/** @throws for a collection that the ids have nothing of: a new one has to be told of here */
export const pathOf = ({ path }: Pick<AnyOperation, 'path'>, ids: Ids): string =>
  path
    .replace(/^\/([\w-]+)\/\{\w+\}/, (_, collection: string) => {
      const id = ids[collection];
      if (id === undefined) throw new Error(`there is no id for ${path}`);
      return `/${collection}/${id}`;
    })
    .replace('{number}', '1');

/** With the first example of its documentation as the body, with a target that tests may reach, for the named resource. */
export function exampleCall({ body }: Pick<AnyOperation, 'body'>, ids: Ids = unknownIds): HttpCall {
  if (body === undefined) return {};
  const [example] = Object.values(body.examples);
  const value = { ...(example?.value as object) };
  if ('target_url' in value) value.target_url = 'http://127.0.0.1/';
  if ('subscription_id' in value) value.subscription_id = ids['subscriptions'];
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
