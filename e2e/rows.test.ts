import { afterAll, describe, it } from 'vitest';
import { always, inTurn } from '../test/support/receiver.ts';
import { posthornForFile } from './support/posthorn.ts';
import { Table } from './support/rows.ts';
import { tableName } from './support/target.ts';

/** Visible only in the table: when rows expire, and where open deliveries wait. */

const posthorn = posthornForFile();
const table = new Table();

afterAll(() => table.close());

const nowSeconds = () => Date.now() / 1_000;
const HOUR_SECONDS = 3_600;

describe.skipIf(tableName === undefined).concurrent('the rows (needs --table)', () => {
  it('of a closed delivery, its event and its attempts are to be forgotten, not too soon', async ({
    expect,
  }) => {
    const subscription = await posthorn.subscribe({ retry_policy: { schedule: [1] } }, inTurn(500, 200));
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscription.id);
    await posthorn.deliveryIn('delivered', id);

    const delivery = await table.delivery(subscription.id, eventId);
    const event = await table.event(subscription.tenant_id, eventId);
    const attempts = await table.failedAttempts(id);
    for (const rows of [delivery, event, attempts]) {
      expect(rows).toHaveLength(1);
      expect(rows[0]!['ttl']).toBeGreaterThan(nowSeconds() + 48 * HOUR_SECONDS);
      expect(rows[0]!['ttl']).toBeLessThan(nowSeconds() + 1_000 * HOUR_SECONDS);
    }
    expect(delivery[0]).not.toHaveProperty('g1pk');
  });

  it('of a deleted subscription are a tombstone, which is to be forgotten', async ({ expect }) => {
    const { id } = await posthorn.subscribe();
    const [row] = await table.subscription(id);
    expect(row).not.toHaveProperty('ttl');
    await posthorn.api.send('DELETE', `/subscriptions/${id}`);
    const [tombstone] = await table.subscription(id);
    expect(tombstone!['ttl']).toBeGreaterThan(nowSeconds() + 24 * HOUR_SECONDS);
  });

  it('of a parked delivery says when it is due, in the index, and is not to be forgotten', async ({
    expect,
  }) => {
    const { id: subscriptionId } = await posthorn.subscribe(
      { retry_policy: { schedule: [600] } },
      always(500),
    );
    const { task_id: id, event_id: eventId } = await posthorn.api.ingest(subscriptionId);
    await posthorn.deliveryIn('retrying', id);
    const [delivery] = await table.delivery(subscriptionId, eventId);
    expect(delivery).toMatchObject({ g1pk: expect.stringMatching(/^DUE#\d\d$/) });
    expect(delivery).not.toHaveProperty('ttl');
    const indexed = await table.indexed(String(delivery!['g1pk']));
    expect(indexed.map(({ g1sk: sort }) => sort)).toContain(delivery!['g1sk']);
  });
});
