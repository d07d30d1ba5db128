import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import type { Answer } from './support/api.ts';
import { PATIENCE_MS, posthornForFile, uniqueName } from './support/posthorn.ts';

/** Reads that pages are made of. */

const posthorn = posthornForFile();

const jsonOf = <T>({ text }: Answer) => JSON.parse(text) as T;
type Ids = { readonly data: readonly { readonly id: string }[] };

describe.concurrent('a page', () => {
  it('knows its caller and the service', async ({ expect }) => {
    const { id, key } = await posthorn.api.createApiKey({ scopes: ['read'] });
    const reader = posthorn.withKey(key);
    const me = jsonOf<{ scopes: string[] }>(await reader.send('GET', '/me'));
    expect(me).toMatchObject({ kind: 'api_key', id, scopes: ['read'], receiver_id: null });
    const about = jsonOf<{ family: string }>(await reader.send('GET', '/about'));
    expect(about).toMatchObject({ retention_hours: expect.any(Number), store: { healthy: true } });
    const codes = await posthorn.api.send('POST', '/sign-ins/codes');
    expect(codes.status).toBe(about.family === 'embedded' ? 201 : 404);
  });

  it('lists the deliveries of all subscriptions, and a portal those of its receiver', async ({ expect }) => {
    const receiver = uniqueName();
    const own = await posthorn.subscribe({ receiver_id: receiver });
    const other = await posthorn.subscribe();
    const ids = await Promise.all(
      [own, other].map(async ({ id }) => (await posthorn.api.ingest(id)).task_id),
    );
    for (const id of ids) await posthorn.deliveryIn('delivered', id);
    const { token } = await posthorn.api.createPortalToken({ receiver_id: receiver });
    const listed = async (api: typeof posthorn.api, query: string) =>
      jsonOf<Ids>(await api.send('GET', `/deliveries${query}`)).data.map(({ id }) => id);
    await eventually(
      'both are listed',
      async () => {
        const found = await listed(posthorn.api, '?limit=250&status=delivered');
        return ids.every((id) => found.includes(id));
      },
      PATIENCE_MS,
    );
    expect(await listed(posthorn.withKey(token), '')).toEqual([ids[0]]);
    expect(await listed(posthorn.api, `?receiver_id=${receiver}`)).toEqual([ids[0]]);
    expect(await listed(posthorn.api, `?subscription_id=${other.id}`)).toEqual([ids[1]]);
    expect(await listed(posthorn.otherApi, `?subscription_id=${other.id}`)).toEqual([]);
  });

  it('shows the request of an attempt as the receiver got it, of a large payload too', async ({ expect }) => {
    const { id: subscriptionId, hook } = await posthorn.subscribe();
    for (const payload of ['{"order":1001}', JSON.stringify({ text: 'x'.repeat(200_000) })]) {
      const { task_id: id } = await posthorn.api.ingest(subscriptionId, payload);
      await posthorn.deliveryIn('delivered', id);
      const answer = await posthorn.api.send('GET', `/deliveries/${id}/attempts/1/request`);
      const shown = jsonOf<{
        url: string;
        headers: { name: string; value: string }[];
        body: { base64: string };
      }>(answer);
      const received = hook.requests.find(({ body }) => body.toString() === payload);
      const wire = received?.rawHeaders ?? [];
      expect(shown.url).toBe(hook.url);
      expect(shown.headers.flatMap(({ name, value }) => [name, value])).toEqual(wire);
      expect(Buffer.from(shown.body.base64, 'base64').toString() === payload).toBe(true);
    }
  });
});
