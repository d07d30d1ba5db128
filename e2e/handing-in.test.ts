import { sign } from '@octokit/webhooks-methods';
import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import type { Target as Hook } from '../test/support/receiver.ts';
import { type Accepted, type Answer, problemIn } from './support/api.ts';
import { PATIENCE_MS, posthornForFile, uniqueName } from './support/posthorn.ts';

/** The ways in that are more than one event with one key. */

const posthorn = posthornForFile();

const arrived = (hook: Hook, count: number) =>
  eventually(`${count} arrive`, () => hook.requests.length >= count && hook.requests, PATIENCE_MS);

describe.concurrent('an event that is handed in', () => {
  it('by GitHub is let in by its signature alone, once, and arrives with its headers', async ({ expect }) => {
    const secret = "it's a secret to everybody";
    const body = '{"action":"opened","number":1}';
    const { id, hook } = await posthorn.subscribe({ source: { type: 'github' }, ingest_secret: secret });
    const send = (signature: string): Promise<Answer> =>
      posthorn.api.withoutKey().send(
        'POST',
        `/ingest/${id}`,
        {
          'content-type': 'application/json',
          'x-github-event': 'pull_request',
          'x-github-delivery': uniqueName(),
          'x-hub-signature-256': signature,
        },
        body,
      );
    expect(problemIn(await send(await sign(secret, `${body} `))).status).toBe(403);
    expect((await send(await sign(secret, body))).status).toBe(202);
    const [request] = await arrived(hook, 1);
    expect(request?.body.toString()).toBe(body);
    expect(request?.headers).toMatchObject({
      'x-github-event': 'pull_request',
      'x-posthorn-event-type': 'pull_request.opened',
    });
  });

  it('in a batch has a result for each event', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe({ event_types: ['order.*'] });
    const events = [
      { event_type: 'order.created', payload: { order: 1 } },
      { event_type: 'user.created', payload: 2 },
      { event_type: 'order.paid', payload: 'é' },
    ];
    const answer = await posthorn.api.sendJson('POST', `/ingest/${id}/batch`, { events });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      accepted: 2,
      refused: 1,
      results: [{ status: 202 }, { status: 422 }, { status: 202 }],
    });
    const bodies = (await arrived(hook, 2)).map(({ body }) => body.toString());
    expect(bodies.toSorted()).toEqual(['"é"', '{"order":1}']);
  });

  it('as a CloudEvent arrives as it came, in either mode', async ({ expect }) => {
    const type = uniqueName();
    const { hook } = await posthorn.subscribe({ event_types: [type], receiver_id: null });
    const attributes = { specversion: '1.0', id: uniqueName(), source: '/shop', type };
    const structured = JSON.stringify({ ...attributes, data: { order: 1 } });
    const json = { 'content-type': 'application/cloudevents+json' };
    expect((await posthorn.api.send('POST', '/events', json, structured)).status).toBe(202);
    const binary = {
      'content-type': 'text/plain',
      'ce-specversion': '1.0',
      'ce-id': uniqueName(),
      'ce-source': '/shop',
      'ce-type': type,
    };
    expect((await posthorn.api.send('POST', '/events', binary, 'plain')).status).toBe(202);
    const requests = await arrived(hook, 2);
    const bodies = requests.map(({ body }) => body.toString());
    expect(bodies.toSorted()).toEqual(['plain', structured].toSorted());
    const plain = requests.find(({ body }) => body.toString() === 'plain');
    expect(plain?.headers).toMatchObject({ 'ce-source': '/shop', 'content-type': 'text/plain' });
  });

  it('for later waits until then, and can be sent before', async ({ expect }) => {
    const { id, hook } = await posthorn.subscribe();
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const answer = await posthorn.api.sendJson('POST', `/ingest/${id}?deliver_at=${later}`, { order: 1 });
    const { task_id: taskId } = JSON.parse(answer.text) as Accepted;
    const delivery = await posthorn.api.delivery(taskId);
    expect(delivery).toMatchObject({ status: 'pending', next_attempt_at: later });
    expect(hook.requests).toEqual([]);
    const retried = await posthorn.api.send('POST', `/deliveries/${taskId}/retry`);
    expect(retried.status).toBe(202);
    await posthorn.deliveryIn('delivered', taskId);
    expect(hook.requests).toHaveLength(1);
  });

  it('can lose its payload afterwards', async ({ expect }) => {
    const { id } = await posthorn.subscribe();
    const large = JSON.stringify({ name: 'Ada', padding: 'x'.repeat(100_000) });
    for (const payload of ['{"name":"Ada"}', large]) {
      const { event_id: eventId, task_id: taskId } = await posthorn.api.ingest(id, payload);
      await posthorn.deliveryIn('delivered', taskId);
      expect((await posthorn.api.event(eventId)).payload).toBe(payload);
      expect((await posthorn.api.send('DELETE', `/events/${eventId}/payload`)).status).toBe(204);
      expect(await posthorn.api.event(eventId)).toMatchObject({ payload: null, payload_bytes: 0 });
      const replayed = await posthorn.api.send('POST', `/deliveries/${taskId}/replay`);
      expect(problemIn(replayed).status).toBe(409);
    }
  });
});
