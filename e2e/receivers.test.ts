import { describe, it } from 'vitest';
import { problemIn } from './support/api.ts';
import { posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

interface Receiver {
  readonly id: string;
  readonly name: string;
}

const pathOf = (id: string) => `/receivers/${encodeURIComponent(id)}`;

describe('a receiver', () => {
  it('is created, listed, changed and deleted, and is of one tenant', async ({ expect }) => {
    const id = uniqueName();
    const made = await posthorn.api.sendJson('POST', '/receivers', { id, name: 'Example Ltd.' });
    expect(made.status, made.text).toBe(201);
    const changed = await posthorn.api.sendJson('PATCH', pathOf(id), { metadata: { plan: 'gold' } });
    expect(JSON.parse(changed.text)).toMatchObject({ id, name: 'Example Ltd.', metadata: { plan: 'gold' } });
    expect((await posthorn.api.send('GET', pathOf(id))).text).toBe(changed.text);
    expect(problemIn(await posthorn.otherApi.send('GET', pathOf(id))).status).toBe(404);
    const ids: string[] = [];
    let query = '?limit=1';
    while (query !== '') {
      const page = JSON.parse((await posthorn.api.send('GET', `/receivers${query}`)).text) as {
        readonly data: readonly Receiver[];
        readonly next_cursor: string | null;
      };
      ids.push(...page.data.map((one) => one.id));
      query = page.next_cursor === null ? '' : `?limit=1&cursor=${page.next_cursor}`;
    }
    expect(ids.filter((one) => one === id)).toHaveLength(1);
    expect((await posthorn.api.send('DELETE', pathOf(id))).status).toBe(204);
    expect(problemIn(await posthorn.api.send('GET', pathOf(id))).status).toBe(404);
  });

  it('limits its events and its subscriptions', async ({ expect }) => {
    const receiver_id = uniqueName();
    const limits = { rate_limit: { per_second: 0.01, burst: 2 }, subscriptions_limit: 1 };
    // Before its first event, so that no process has read that it has no limit.
    const other = posthorn.otherApi;
    await other.sendJson('POST', '/receivers', { id: receiver_id, name: 'Example Ltd.', ...limits });
    const target = { target_url: posthorn.hook().url, receiver_id };
    const made = await other.sendJson('POST', '/subscriptions', target);
    expect(made.status, made.text).toBe(201);
    expect(problemIn(await other.sendJson('POST', '/subscriptions', target)).status).toBe(409);
    const event = { event_type: 'a', payload: 1, receiver_id };
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await other.sendJson('POST', '/events', event));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(answers[2]?.text).toContain(`The rate limit of the receiver ${receiver_id}`);
    await other.send('DELETE', `/subscriptions/${(JSON.parse(made.text) as { id: string }).id}`);
  });

  it('is read by its own portal token only, whose URL is the page of this service', async ({ expect }) => {
    const [mine, theirs] = [uniqueName(), uniqueName()];
    for (const id of [mine, theirs]) await posthorn.api.sendJson('POST', '/receivers', { id, name: id });
    const about = { receiver_id: mine, theme: { accent: '#0a7d4f' } };
    const made = await posthorn.api.sendJson('POST', '/portal-tokens', about);
    const { token, url } = JSON.parse(made.text) as { token: string; url: string };
    const portal = posthorn.withKey(token);
    expect(JSON.parse((await portal.send('GET', pathOf(mine))).text)).toMatchObject({ id: mine });
    expect(problemIn(await portal.send('GET', pathOf(theirs))).status).toBe(404);
    expect(problemIn(await portal.send('GET', '/receivers')).status).toBe(403);
    const [page, service] = [new URL(url), new URL(`${posthorn.api.url}/portal/`)];
    expect([page.origin, page.hash]).toEqual([service.origin, `#token=${token}&accent=%230a7d4f`]);
    // An emulator of API Gateway has a prefix of its own before the stage, and tells the function nothing of it.
    expect(service.pathname.endsWith(page.pathname), page.pathname).toBe(true);
    if (service.pathname !== '/portal/') expect(page.pathname).toMatch(/^\/[a-z0-9-]+\/portal\/$/);
  });
});
