import { describe, expect, it, onTestFinished } from 'vitest';
import type { LiveFilter } from '../../client/src/generated/openapi.ts';
import { type LiveItem, type LiveOptions, Posthorn } from '../../client/src/posthorn.ts';
import { folderForTest, serviceForFile, startEmbeddedService } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { inTurn, receiverForFile } from '../support/receiver.ts';

/** `posthorn.live()` against the running service: over a WebSocket, and from the lists. */

const service = await serviceForFile();
const receiver = await receiverForFile();

/** Reads in the background, until the test ends. */
function reading(posthorn: Posthorn, filter: LiveFilter, options: LiveOptions = {}) {
  const items: LiveItem[] = [];
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const ended = (async () => {
    for await (const item of posthorn.live(filter, { ...options, signal: ending.signal })) items.push(item);
  })();
  ended.catch(() => {});
  const until = (state: string) =>
    eventually(state, () => items.some((item) => item.type === 'state' && item.state === state));
  /** Attempts and deliveries, in words. */
  const story = (id: string) =>
    items.flatMap((item) => {
      if (item.type === 'attempt' && item.delivery_id === id)
        return [`attempt ${item.attempt.number} ${item.attempt.outcome}`];
      return item.type === 'delivery' && item.delivery.id === id ? [item.delivery.status] : [];
    });
  return { items, until, story, ended, ending };
}

const subscribe = () =>
  service.api.createSubscription({
    target_url: receiver.target(inTurn(500, 200)).url,
    retry_policy: { schedule: [1] },
  });

const posthorn = new Posthorn({ url: service.url, apiKey: service.adminKey.key });

describe('posthorn.live()', () => {
  it.each([
    ['live', {}],
    ['polling', { WebSocket: null }],
  ] as const)('tells the same story when it is %s', async (state, options) => {
    const { id } = await subscribe();
    const { until, story } = reading(posthorn, { subscription_id: id }, options);
    await until(state);
    const { task_id: taskId } = await service.api.ingest(id);
    await eventually('its end', () => story(taskId).includes('delivered'));
    const told = story(taskId).filter((one) => one !== 'pending');
    expect(told).toEqual(['attempt 1 failed', 'retrying', 'attempt 2 succeeded', 'delivered']);
  });

  it('polls when the service has no live view', async () => {
    const { fetch } = globalThis;
    const without = new Posthorn({
      url: service.url,
      apiKey: service.adminKey.key,
      fetch: (input, init) =>
        String(input).endsWith('/live-tickets')
          ? Promise.resolve(new Response('{"type":"urn:posthorn:problem:live-unavailable"}', { status: 404 }))
          : fetch(input, init),
    });
    const { id } = await subscribe();
    const { until, story } = reading(without, { subscription_id: id });
    await until('polling');
    const { task_id: taskId } = await service.api.ingest(id);
    await eventually('its end', () => story(taskId).includes('delivered'));
  });

  it('polls when no WebSocket gets through', async () => {
    class Blocked {
      addEventListener(type: string, listener: (event: { readonly data: unknown }) => void) {
        if (type === 'error') setImmediate(listener, { data: undefined });
      }
      send() {}
      close() {}
    }
    const { id } = await subscribe();
    const { until } = reading(posthorn, { subscription_id: id }, { WebSocket: Blocked });
    await until('polling');
  });

  it('goes on after a restart of the service, without a gap and without repeats', async () => {
    const folder = await folderForTest();
    const first = await startEmbeddedService(folder);
    const { id } = await first.api.createSubscription({
      target_url: receiver.target(inTurn(500, 200)).url,
      retry_policy: { schedule: [1] },
    });
    const { until, story } = reading(new Posthorn({ url: first.url, apiKey: first.adminKey.key }), {});
    await until('live');
    const { task_id: taskId } = await first.api.ingest(id);
    await eventually('the first attempt', () => story(taskId).includes('retrying'));
    await first.stop();
    await until('reconnecting');
    const second = await startEmbeddedService(folder, { PORT: new URL(first.url).port });
    onTestFinished(() => second.stop());
    const { task_id: later } = await second.api.ingest(id);
    await eventually('both ends', () => [taskId, later].every((one) => story(one).includes('delivered')));
    const told = story(taskId).filter((one) => one !== 'pending');
    expect(told).toEqual(['attempt 1 failed', 'retrying', 'attempt 2 succeeded', 'delivered']);
  });

  it('throws when its key is not valid, and ends when the loop is left', async () => {
    const stranger = new Posthorn({ url: service.url, apiKey: 'phk_unknown' });
    await expect(stranger.live().next()).rejects.toMatchObject({ status: 401 });
    const items = posthorn.live();
    expect(await items.next()).toMatchObject({ value: { type: 'state', state: 'live' } });
    await items.return();
    await eventually('no watcher is left', () => !service.runtime.liveFeed.isWatched);
  });

  it('throws the reason of its signal', async () => {
    const { until, ended, ending } = reading(posthorn, {});
    await until('live');
    ending.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
  });
});
