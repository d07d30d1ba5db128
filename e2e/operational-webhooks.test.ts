import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import { always } from '../test/support/receiver.ts';
import { PATIENCE_MS, posthornForFile } from './support/posthorn.ts';

/** The operational events that a tenant gets about its own webhooks. */

const posthorn = posthornForFile();

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('a tenant', () => {
  it('hears of changes of its subscriptions', { timeout: 4 * PATIENCE_MS }, async ({ expect }) => {
    const api = posthorn.otherApi;
    const listener = posthorn.hook();
    const { id: listenerId } = await api.createSubscription({
      target_url: listener.url,
      event_types: ['posthorn.*'],
    });
    const hook = posthorn.hook(always(500));
    const { id } = await api.createSubscription({
      target_url: hook.url,
      receiver_id: 'customer-42',
      retry_policy: { schedule: [] },
    });
    const told = () => listener.requests.map(({ body }) => JSON.parse(body.toString()) as Told);
    const hears = (type: string) =>
      eventually(`${type} is told`, () => told().find((one) => one.type === type), PATIENCE_MS);

    const { task_id: taskId } = await api.ingest(id);
    const about = { subscription_id: id, receiver_id: 'customer-42' };
    expect((await hears('posthorn.delivery.exhausted')).data).toMatchObject({
      ...about,
      delivery_id: taskId,
    });
    const { data: failing } = await hears('posthorn.subscription.failing');
    expect(failing).toMatchObject({ ...about, last_attempt: { status_code: 500 } });

    hook.behave(always(200));
    // Functions cache subscriptions for some seconds: until then a success does not count as a recovery.
    await eventually(
      'posthorn.subscription.recovered is told',
      async () => {
        await api.ingest(id);
        return told().some(({ type }) => type === 'posthorn.subscription.recovered');
      },
      PATIENCE_MS,
    );
    hook.behave(always(410));
    await api.ingest(id);
    expect((await hears('posthorn.subscription.disabled')).data).toMatchObject({ reason: 'receiver_gone' });
    for (const one of [id, listenerId]) await api.send('DELETE', `/subscriptions/${one}`);
  });
});
