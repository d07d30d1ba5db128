import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Posthorn } from '../../client/src/posthorn.ts';
import { type EmbeddedService, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { type FlakyProxy, type Mischief, startFlakyProxy } from '../support/flaky-proxy.ts';
import { always, type Receiver, startReceiver } from '../support/receiver.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** The client over a network that fails: what it repeats is done once, and what may not be repeated is not. */

let service: EmbeddedService;
let receiver: Receiver;
beforeAll(async () => {
  service = await serviceForFile();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await service.stop();
});

async function over(next: (nth: number) => Mischief): Promise<{ posthorn: Posthorn; proxy: FlakyProxy }> {
  const proxy = await startFlakyProxy(service.url, next);
  onTestFinished(() => proxy.stop());
  return { posthorn: new Posthorn({ url: proxy.url, apiKey: service.adminKey.key, maxRetries: 10 }), proxy };
}

const inOrder =
  (...mischiefs: readonly Mischief[]) =>
  (nth: number): Mischief =>
    mischiefs[nth] ?? 'none';

const seed = Math.floor(Math.random() * 2 ** 32);

describe('a client behind a network that fails', () => {
  it(`hands every event in exactly once (seed ${seed})`, { timeout: 60_000 }, async () => {
    const random = seededRandom(seed);
    const mischiefs: readonly Mischief[] = [
      'refuse',
      'lose',
      'cut',
      429,
      503,
      'none',
      'none',
      'none',
      'none',
    ];
    const { posthorn, proxy } = await over(() => mischiefs[Math.floor(random() * mischiefs.length)]!);
    const hook = receiver.target(always(200));
    const { id } = await service.api.createSubscription({ target_url: hook.url });
    const numbers = Array.from({ length: 60 }, (_, n) => n);
    const ids = await Promise.all(numbers.map(async (n) => (await posthorn.ingest.send(id, { n })).event_id));
    expect(new Set(ids).size).toBe(numbers.length);
    await eventually('all have arrived', () => hook.requests.length >= numbers.length);
    const arrived = hook.requests.map(({ body }) => (JSON.parse(body.toString()) as { n: number }).n);
    expect(arrived.sort((a, b) => a - b)).toEqual(numbers);
    const { data } = await service.api.deliveries(id, '?limit=250');
    expect(data).toHaveLength(numbers.length);
    expect(proxy.seen.length).toBeGreaterThan(numbers.length);
  });

  it.each<Mischief>(['refuse', 'lose', 'cut', 503])(
    'creates one subscription, although one of its answers is: %s',
    async (mischief) => {
      const { posthorn, proxy } = await over(inOrder(mischief));
      const receiverId = `of ${mischief}`;
      const made = await posthorn.subscriptions.create({
        target_url: receiver.target().url,
        receiver_id: receiverId,
      });
      expect(proxy.seen).toHaveLength(2);
      const listed = await posthorn.subscriptions.list({ receiver_id: receiverId }).take(5);
      expect(listed.map(({ id }) => id)).toEqual([made.id]);
      expect((await posthorn.subscriptions.secret(made.id)).signing_secret).toBe(made.signing_secret);
    },
  );

  it('repeats reads and deletions', async () => {
    const { id } = await service.api.createSubscription({ target_url: receiver.target().url });
    const { posthorn, proxy } = await over(inOrder('cut', 'none', 'refuse', 429, 'none'));
    expect((await posthorn.subscriptions.get(id)).id).toBe(id);
    await posthorn.subscriptions.delete(id);
    expect(proxy.seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE', 'DELETE', 'DELETE']);
  });

  it('does not repeat what could be done twice', async () => {
    const { id } = await service.api.createSubscription({ target_url: receiver.target().url });
    for (const mischief of ['refuse', 'lose', 503] as const) {
      const { posthorn, proxy } = await over(inOrder(mischief));
      await expect(posthorn.subscriptions.update(id, { description: 'a' })).rejects.toThrow();
      await expect(posthorn.subscriptions.disable(id)).resolves.toMatchObject({ status: 'disabled' });
      expect(proxy.seen.map(({ method }) => method)).toEqual(['PATCH', 'POST']);
    }
  });

  it('gives up in the end, and says that nobody was there', async () => {
    const { posthorn, proxy } = await over(() => 'refuse');
    const error = await posthorn.service.health({ maxRetries: 2 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ConnectionError' });
    expect(proxy.seen).toHaveLength(3);
  });
});
