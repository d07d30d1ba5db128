import { describe, it } from 'vitest';
import { problemIn } from './support/api.ts';
import { posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

describe('another tenant', () => {
  it('finds no resource of another tenant', async ({ expect }) => {
    const { id, receiver_id: receiverId } = await posthorn.subscribe();
    const { task_id: taskId, event_id: eventId } = await posthorn.api.ingest(id, '"a secret of ours"');
    await posthorn.deliveryIn('delivered', taskId);

    for (const [method, path] of [
      ['GET', `/subscriptions/${id}`],
      ['DELETE', `/subscriptions/${id}`],
      ['POST', `/subscriptions/${id}/disable`],
      ['GET', `/subscriptions/${id}/deliveries`],
      ['POST', `/ingest/${id}`],
      ['GET', `/events/${eventId}`],
      ['GET', `/status/${taskId}`],
      ['POST', `/deliveries/${taskId}/replay`],
      ['POST', `/deliveries/${taskId}/cancel`],
    ] as const) {
      const answer = await posthorn.otherApi.send(
        method,
        path,
        {},
        path.startsWith('/ingest') ? '1' : undefined,
      );
      expect(problemIn(answer).status, `${method} ${path}`).toBe(404);
      expect(answer.text).not.toContain('a secret of ours');
    }
    expect((await posthorn.otherApi.subscriptions(`?receiver_id=${receiverId}`)).data).toEqual([]);
    const { data } = await posthorn.otherApi.events('?limit=250');
    expect(data.map((event) => event.id)).not.toContain(eventId);
    expect(await posthorn.api.subscription(id)).toMatchObject({ status: 'enabled' });
  });

  it('reaches no other tenant when it publishes', async ({ expect }) => {
    const receiver = { receiver_id: uniqueName() };
    const { hook } = await posthorn.subscribe(receiver);
    const event = { event_type: 'a', payload: 1, ...receiver };
    expect(await posthorn.otherApi.publish(event)).toMatchObject({ deliveries_count: 0 });
    const { deliveries } = await posthorn.api.publish(event);
    await posthorn.deliveryIn('delivered', deliveries[0]!.task_id);
    expect(hook.requests).toHaveLength(1);
  });
});

describe('without a key that is known', () => {
  it.for(['', 'Bearer ', 'Bearer phk_unknown', 'Basic dGVzdDp0ZXN0'])(
    'nothing is shown: "%s"',
    async (authorization, { expect }) => {
      for (const path of ['/subscriptions', '/events']) {
        const problem = problemIn(await posthorn.api.send('GET', path, { authorization }));
        expect(problem).toMatchObject({ status: 401, type: 'urn:posthorn:problem:unauthenticated' });
      }
    },
  );

  it('the documentation and the health can be read', async ({ expect }) => {
    const openApi = await posthorn.api.send('GET', '/openapi.json', { authorization: '' });
    expect(JSON.parse(openApi.text)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    expect((await posthorn.api.send('GET', '/healthz', { authorization: '' })).status).toBe(200);
    const docs = await posthorn.api.send('GET', '/docs', { authorization: '' });
    expect(docs.status).toBe(200);
    expect(docs.headers.get('content-type')).toMatch(/^text\/html/);
  });
});
