import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { API_KEY_BYTES, apiKeyFrom } from '../../src/domain/api-key.ts';
import {
  apiKeyPageShape,
  auditPageShape,
  createdApiKeyShape,
  createdTenantShape,
  portalTokenShape,
  tenantPageShape,
} from '../../src/http/access/output.ts';
import { ApiClient, type HttpAnswer, problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';

/** API keys, tenants, portal tokens, and the audit log. */

const posthorn = await serviceForFile();

const target = { target_url: 'http://127.0.0.1/hook' };

function read<Shape extends z.ZodType>(shape: Shape, status: number, answer: HttpAnswer): z.infer<Shape> {
  expect(answer.status, answer.body.toString()).toBe(status);
  return shape.parse(answer.json());
}

const withKey = (key: string): ApiClient => new ApiClient(posthorn.url, key);

async function makeKey(api: ApiClient, about: object = {}, headers: Record<string, string> = {}) {
  const body = { name: 'shop', scopes: ['read'], ...about };
  return read(createdApiKeyShape, 201, await api.sendJson('POST', '/api-keys', body, headers));
}

async function makeTenant(api: ApiClient = posthorn.api, headers: Record<string, string> = {}) {
  const made = await api.sendJson('POST', '/tenants', { name: 'staging' }, headers);
  return read(createdTenantShape, 201, made);
}

const keysOf = async (api: ApiClient, query = '') =>
  read(apiKeyPageShape, 200, await api.send('GET', `/api-keys${query}`));

/** An admin of a tenant that has nothing. */
const newAdmin = async () => withKey((await makeTenant()).api_key.key);

describe('an API key', () => {
  it('is good at once, is shown once, and is listed without itself', async () => {
    const api = await newAdmin();
    const { key, ...shown } = await makeKey(api, { scopes: ['read', 'ingest', 'read'] });
    expect(shown).toMatchObject({ name: 'shop', scopes: ['read', 'ingest'], expires_at: null });
    expect((await withKey(key).send('GET', '/subscriptions')).status).toBe(200);
    const listed = (await keysOf(api)).data;
    expect(listed.map(({ id }) => id)).toContain(shown.id);
    const everything = await api.send('GET', '/api-keys?limit=250');
    expect(everything.body.toString()).not.toContain(key);
    expect(JSON.stringify(posthorn.rows('SELECT * FROM api_keys'))).not.toContain(key);
  });

  it('says when it was last used', async () => {
    const api = await newAdmin();
    const { id, key, last_used_at: before } = await makeKey(api);
    expect(before).toBeNull();
    await withKey(key).send('GET', '/subscriptions');
    const [used] = (await keysOf(api)).data.filter((one) => one.id === id);
    expect(Date.now() - Date.parse(used!.last_used_at!)).toBeLessThan(60_000);
  });

  it('is refused when it is revoked, and cannot revoke itself', async () => {
    const api = await newAdmin();
    const { id, key } = await makeKey(api, { scopes: ['admin'] });
    expect(problemIn(await withKey(key).send('DELETE', `/api-keys/${id}`)).status).toBe(409);
    expect((await api.send('DELETE', `/api-keys/${id}`)).status).toBe(204);
    expect(problemIn(await api.send('DELETE', `/api-keys/${id}`)).status).toBe(404);
    expect((await keysOf(api)).data.map((one) => one.id)).not.toContain(id);
  });

  it('must expire in the future', async () => {
    const past = { name: 'shop', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' };
    const problem = problemIn(await posthorn.api.sendJson('POST', '/api-keys', past));
    expect(problem.errors).toEqual([{ in: 'body', pointer: '/expires_at', detail: 'must be in the future' }]);
  });

  it.each([
    ['without a name', { scopes: ['read'] }, '/name'],
    ['without scopes', { name: 'a' }, '/scopes'],
    ['with no scope', { name: 'a', scopes: [] }, '/scopes'],
    ['with an unknown scope', { name: 'a', scopes: ['root'] }, '/scopes/0'],
    ['with a field of its own', { name: 'a', scopes: ['read'], key: 'phk_1' }, '/key'],
    ['for a tenant that is none', { name: 'a', scopes: ['read'], tenant_id: 'me' }, '/tenant_id'],
  ])('is not made %s', async (_, body, pointer) => {
    const problem = problemIn(await posthorn.api.sendJson('POST', '/api-keys', body));
    expect(problem.status).toBe(422);
    expect(problem.errors?.map((fault) => fault.pointer)).toContain(pointer);
  });

  it('is made once for an Idempotency-Key', async () => {
    const api = await newAdmin();
    const headers = { 'idempotency-key': 'first' };
    const first = await makeKey(api, {}, headers);
    const repeat = { name: 'shop', scopes: ['read'] };
    expect(problemIn(await api.sendJson('POST', '/api-keys', repeat, headers)).status).toBe(409);
    expect((await keysOf(api)).data).toHaveLength(2);
    const other = await api.sendJson('POST', '/api-keys', { name: 'b', scopes: ['read'] }, headers);
    expect(problemIn(other).status).toBe(409);
    expect((await makeKey(api)).key).not.toBe(first.key);
    expect(first.key).toHaveLength(apiKeyFrom(new Uint8Array(API_KEY_BYTES)).length);
  });

  it('is listed page by page', async () => {
    const api = await newAdmin();
    for (const name of ['a', 'b', 'c']) await makeKey(api, { name });
    const first = await keysOf(api, '?limit=3');
    const second = await keysOf(api, `?limit=3&cursor=${first.next_cursor}`);
    const names = [...first.data, ...second.data].map(({ name }) => name);
    expect(names).toEqual(['c', 'b', 'a', 'first key']);
    expect(second.next_cursor).toBeNull();
  });
});

describe('a tenant', () => {
  it('starts with an admin key, and has nothing in common with the one that made it', async () => {
    const maker = await newAdmin();
    const made = await makeTenant(maker);
    const api = withKey(made.api_key.key);
    const { id } = await api.createSubscription(target);
    expect(problemIn(await maker.send('GET', `/subscriptions/${id}`)).status).toBe(404);
    expect((await api.subscription(id)).tenant_id).toBe(made.id);
    const listed = read(tenantPageShape, 200, await maker.send('GET', '/tenants'));
    expect(listed.data).toEqual([{ id: made.id, name: 'staging', created_at: made.created_at }]);
    expect(read(tenantPageShape, 200, await api.send('GET', '/tenants')).data).toEqual([]);
  });

  it('gets more keys only from the tenant that made it', async () => {
    const maker = await newAdmin();
    const { id } = await makeTenant(maker);
    const { key, tenant_id: tenantId } = await makeKey(maker, { tenant_id: id, scopes: ['manage'] });
    expect(tenantId).toBe(id);
    await withKey(key).createSubscription(target);
    const body = { name: 'a', scopes: ['read'], tenant_id: id };
    const problem = problemIn(await posthorn.api.sendJson('POST', '/api-keys', body));
    expect(problem.errors?.[0]).toMatchObject({ pointer: '/tenant_id' });
  });

  it('is made once for an Idempotency-Key', async () => {
    const maker = await newAdmin();
    const headers = { 'idempotency-key': 'first' };
    const first = await makeTenant(maker, headers);
    const repeat = await maker.sendJson('POST', '/tenants', { name: first.name }, headers);
    expect(problemIn(repeat).status).toBe(409);
    expect(read(tenantPageShape, 200, await maker.send('GET', '/tenants')).data).toHaveLength(1);
  });
});

describe('a portal token', () => {
  async function portal(api: ApiClient, access: 'read' | 'manage') {
    const body = { receiver_id: 'customer-42', access };
    const made = read(portalTokenShape, 201, await api.sendJson('POST', '/portal-tokens', body));
    return { ...made, api: withKey(made.token) };
  }

  it('shows resources of its receiver only', async () => {
    const api = await newAdmin();
    const own = await api.createSubscription({ ...target, receiver_id: 'customer-42' });
    const others = [
      await api.createSubscription({ ...target, receiver_id: 'customer-43' }),
      await api.createSubscription(target),
    ];
    const { api: receiver } = await portal(api, 'read');
    expect((await receiver.subscriptions()).data.map(({ id }) => id)).toEqual([own.id]);
    expect((await receiver.subscriptions('?receiver_id=customer-43')).data.map(({ id }) => id)).toEqual([
      own.id,
    ]);
    for (const { id } of others) {
      expect(problemIn(await receiver.send('GET', `/subscriptions/${id}`)).status).toBe(404);
      expect(problemIn(await receiver.send('GET', `/subscriptions/${id}/deliveries`)).status).toBe(404);
      const { task_id: taskId, event_id: eventId } = await api.ingest(id);
      for (const path of [`/deliveries/${taskId}`, `/status/${taskId}`, `/events/${eventId}`]) {
        expect(problemIn(await receiver.send('GET', path)).status, path).toBe(404);
      }
    }
    const { task_id: taskId, event_id: eventId } = await api.ingest(own.id);
    expect((await receiver.delivery(taskId)).id).toBe(taskId);
    expect((await receiver.event(eventId)).deliveries).toHaveLength(1);
    expect((await receiver.deliveries(own.id)).data).toHaveLength(1);
    for (const query of ['', '?receiver_id=customer-43']) {
      expect((await receiver.events(query)).data.map(({ id }) => id)).toEqual([eventId]);
    }
  });

  it('manages its own subscriptions, and leaves to the tenant what is the tenant’s', async () => {
    const api = await newAdmin();
    const settings = {
      ...target,
      receiver_id: 'customer-42',
      metadata: { plan: 'gold' },
      ingest_secret: 's',
    };
    const own = await api.createSubscription(settings);
    const { api: receiver } = await portal(api, 'manage');
    const changed = await receiver.replaceSubscription(own.id, { ...target, description: 'ours' });
    expect(changed).toMatchObject({
      description: 'ours',
      receiver_id: 'customer-42',
      metadata: {},
    });
    expect((await api.subscription(own.id)).metadata).toEqual({ plan: 'gold' });
    expect(problemIn(await api.send('POST', `/ingest/${own.id}`, { body: '1' })).status).toBe(400);
    for (const patch of [
      { receiver_id: 'customer-43' },
      { metadata: { plan: 'free' } },
      { ingest_secret: null },
    ]) {
      const answer = await receiver.sendJson('PATCH', `/subscriptions/${own.id}`, patch);
      expect(problemIn(answer).errors?.[0]?.detail).toBe('cannot be set with a portal token. Use an API key');
    }
    // As the receiver is shown it, and sends it back: nothing was changed.
    await receiver.changeSubscription(own.id, { metadata: {} });
    expect((await api.subscription(own.id)).metadata).toEqual({ plan: 'gold' });
    const made = await receiver.createSubscription(target);
    expect(made.receiver_id).toBe('customer-42');
    const foreign = { ...target, receiver_id: 'customer-43' };
    expect(problemIn(await receiver.sendJson('POST', '/subscriptions', foreign)).status).toBe(422);
    await receiver.deleteSubscription(made.id);
  });

  it('has Idempotency-Keys of its own', async () => {
    const api = await newAdmin();
    const headers = { 'idempotency-key': 'first' };
    const ofTenant = await api.createSubscription(target, headers);
    const { api: receiver } = await portal(api, 'manage');
    const ofReceiver = await receiver.createSubscription(target, headers);
    expect(ofReceiver.id).not.toBe(ofTenant.id);
    expect((await receiver.createSubscription(target, headers)).id).toBe(ofReceiver.id);
  });

  it('ends, and cannot be made to last', async () => {
    const api = await newAdmin();
    const { expires_at: expiresAt } = await portal(api, 'read');
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(900_000);
    for (const seconds of [59, 3_601, 1.5]) {
      const body = { receiver_id: 'a', ttl_seconds: seconds };
      expect(problemIn(await api.sendJson('POST', '/portal-tokens', body)).status).toBe(422);
    }
    const forged = await withKey('pht_WyJwdGsiXQ.AAAA').send('GET', '/subscriptions');
    expect(problemIn(forged).status).toBe(401);
  });
});

describe('the audit log', () => {
  const entriesOf = async (api: ApiClient) =>
    read(auditPageShape, 200, await api.send('GET', '/audit-log')).data;

  it('has the actor, field and time of each change, without any value', async () => {
    const { id: tenantId, api_key: adminKey } = await makeTenant();
    expect(tenantId).toMatch(/^ten_/);
    const api = withKey(adminKey.key);
    const { id, signing_secret: secret } = await api.createSubscription({
      ...target,
      headers: { 'X-A': 'hush' },
    });
    await api.changeSubscription(id, { description: 'hush hush' });
    const second = await makeKey(api, { scopes: ['manage'] });
    await withKey(second.key).disable(id);
    await withKey(second.key).deleteSubscription(id);
    const entries = await entriesOf(api);
    expect(entries.map(({ action, actor, subject, fields }) => [action, actor, subject, fields])).toEqual([
      ['subscription.deleted', second.id, id, []],
      ['subscription.disabled', second.id, id, []],
      ['api_key.created', adminKey.id, second.id, ['name', 'scopes']],
      ['subscription.updated', adminKey.id, id, ['description']],
      ['subscription.created', adminKey.id, id, ['target_url', 'headers']],
    ]);
    for (const { at, request_id: requestId } of entries) {
      expect(Date.now() - Date.parse(at)).toBeLessThan(60_000);
      expect(requestId).not.toBe('');
    }
    const rows = JSON.stringify(posthorn.rows('SELECT * FROM audit_trail'));
    for (const text of ['hush', secret, second.key]) expect(rows).not.toContain(text);
  });

  it('has no entry for rejected calls, reads, or ingest', async () => {
    const api = await newAdmin();
    const { id } = await api.createSubscription(target);
    await api.subscription(id);
    await api.ingest(id);
    await api.sendJson('PATCH', `/subscriptions/${id}`, { timeout_seconds: 0 });
    expect((await entriesOf(api)).map(({ action }) => action)).toEqual(['subscription.created']);
  });

  it('names the portal token that did it', async () => {
    const api = await newAdmin();
    const body = { receiver_id: 'customer-42', access: 'manage' };
    const token = read(portalTokenShape, 201, await api.sendJson('POST', '/portal-tokens', body));
    await withKey(token.token).createSubscription(target);
    expect(await entriesOf(api)).toMatchObject([
      { action: 'subscription.created', actor: token.id },
      { action: 'portal_token.created', subject: token.id },
    ]);
  });

  it('names the receiver of portal tokens: of what they do, and of their making and revocation', async () => {
    const api = await newAdmin();
    const body = { receiver_id: 'customer-42', access: 'manage' };
    const token = read(portalTokenShape, 201, await api.sendJson('POST', '/portal-tokens', body));
    await withKey(token.token).createSubscription(target);
    await api.createSubscription({ ...target, receiver_id: 'customer-42' });
    expect((await api.sendJson('POST', '/portal-tokens/revoke', { receiver_id: 'customer-42' })).status).toBe(
      204,
    );
    expect(await entriesOf(api)).toMatchObject([
      { action: 'portal_token.revoked', receiver_id: 'customer-42' },
      { action: 'subscription.created', receiver_id: null },
      { action: 'subscription.created', receiver_id: 'customer-42' },
      { action: 'portal_token.created', receiver_id: 'customer-42' },
    ]);
  });

  it('says from where it was done, and where a subscription sent to before and after', async () => {
    const api = await newAdmin();
    const { id } = await api.createSubscription({ target_url: 'http://127.0.0.1/a?token=hush' });
    await api.changeSubscription(id, { target_url: 'http://127.0.0.1/a?token=whisper', receiver_id: 'x' });
    await api.replaceSubscription(id, { target_url: 'http://127.0.0.1:81/b', receiver_id: 'y' });
    await api.changeSubscription(id, { description: 'the same place' });
    const entries = await entriesOf(api);
    expect(new Set(entries.map((entry) => entry.source_address))).toEqual(new Set(['127.0.0.1']));
    const before = 'http://127.0.0.1/a?…';
    expect(entries.map(({ changes }) => changes)).toEqual([
      [],
      [
        { field: 'target_url', before, after: 'http://127.0.0.1:81/b' },
        { field: 'receiver_id', before: 'x', after: 'y' },
      ],
      [
        { field: 'target_url', before, after: before },
        { field: 'receiver_id', before: null, after: 'x' },
      ],
      [],
    ]);
    const rows = JSON.stringify(posthorn.rows('SELECT * FROM audit_trail'));
    for (const text of ['hush', 'whisper']) expect(rows).not.toContain(text);
  });

  it('of a tenant tells of a key that its maker makes for it, as the trail of the maker does', async () => {
    const parent = await newAdmin();
    const child = await makeTenant(parent);
    const made = await makeKey(parent, { tenant_id: child.id });
    const expected = { action: 'api_key.created', subject: made.id, source_address: '127.0.0.1' };
    const [inChild] = await entriesOf(withKey(child.api_key.key));
    const [inParent] = await entriesOf(parent);
    expect([inChild, inParent]).toMatchObject([expected, expected]);
    expect(inChild!.actor).toBe(inParent!.actor);
    expect(inChild!.id).not.toBe(inParent!.id);
  });
});
