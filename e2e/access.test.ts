import { describe, it } from 'vitest';
import { eventually } from '../test/support/eventually.ts';
import { problemIn } from './support/api.ts';
import { PATIENCE_MS, posthornForFile, uniqueName } from './support/posthorn.ts';

const posthorn = posthornForFile();

describe.concurrent('an API key', () => {
  it('made over the API has the rights of its scopes, until it is revoked', async ({ expect }) => {
    const { id, key } = await posthorn.api.createApiKey({ scopes: ['read'] });
    const reader = posthorn.withKey(key);
    expect((await reader.send('GET', '/subscriptions')).status).toBe(200);
    expect(problemIn(await reader.sendJson('POST', '/subscriptions', {})).status).toBe(403);
    expect((await posthorn.api.send('DELETE', `/api-keys/${id}`)).status).toBe(204);
    // Each process caches keys for a few seconds.
    const refused = await eventually(
      'it is refused',
      async () => {
        const answer = await reader.send('GET', '/subscriptions');
        return answer.status === 401 && answer;
      },
      PATIENCE_MS,
    );
    expect(problemIn(refused).type).toBe('urn:posthorn:problem:unauthenticated');
  });

  it('is refused after its expiry', async ({ expect }) => {
    const expiresAt = new Date(Date.now() + 10_000).toISOString();
    const { key } = await posthorn.api.createApiKey({ scopes: ['read'], expires_at: expiresAt });
    const reader = posthorn.withKey(key);
    expect((await reader.send('GET', '/subscriptions')).status).toBe(200);
    const refused = await eventually(
      'it is refused',
      async () => {
        const answer = await reader.send('GET', '/subscriptions');
        return answer.status === 401 && answer;
      },
      PATIENCE_MS,
    );
    expect(problemIn(refused).detail).toContain('expired');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  });

  it('is shown once: a repeat of its creation names it and makes no other', async ({ expect }) => {
    const headers = { 'idempotency-key': uniqueName() };
    const make = () => posthorn.api.sendJson('POST', '/api-keys', { name: 'e2e', scopes: ['read'] }, headers);
    const [first, second] = [await make(), await make()];
    expect(first.status).toBe(201);
    expect(second.status).toBe(409);
    expect(second.text).toContain(JSON.parse(first.text).id);
    expect(second.text).not.toContain(JSON.parse(first.text).key);
  });
});

describe.concurrent('a portal token', () => {
  it('opens resources of its receiver, and its changes are in the audit log', async ({ expect }) => {
    const receiver = uniqueName();
    const own = await posthorn.subscribe({ receiver_id: receiver });
    const other = await posthorn.subscribe();
    const { token } = await posthorn.api.createPortalToken({ receiver_id: receiver, access: 'manage' });
    const portal = posthorn.withKey(token);
    expect((await portal.subscriptions('')).data.map(({ id }) => id)).toEqual([own.id]);
    expect(problemIn(await portal.send('GET', `/subscriptions/${other.id}`)).status).toBe(404);
    expect(problemIn(await portal.send('GET', '/dead-letters')).status).toBe(403);
    await portal.setStatus(own.id, 'disable');
    const { data } = await posthorn.api.auditLog('?limit=250');
    const entry = data.find(
      ({ action, subject }) => action === 'subscription.disabled' && subject === own.id,
    );
    expect(entry?.actor).toMatch(/^ptk_/);
  });
});
