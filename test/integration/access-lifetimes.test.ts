import { describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/application/create-api-key.ts';
import { apiKeyFrom } from '../../src/domain/api-key.ts';
import { tenantLimits } from '../../src/domain/limits.ts';
import { ApiClient, type HttpAnswer, problemIn } from '../support/api-client.ts';
import { runtimeForTest, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { aTenantId } from '../support/records.ts';

/** Lifetimes of keys, of the tokens that they made, and of answers that show a secret once. */

const posthorn = await serviceForFile();

interface Key {
  readonly id: string;
  readonly key: string;
  readonly expires_at: string | null;
}

const client = (key: string) => new ApiClient(posthorn.url, key);
const admin = () => posthorn.clientWith(['admin']);
const made = <Body>(answer: HttpAnswer): Body => {
  expect(answer.status, answer.body.toString()).toBe(201);
  return answer.json() as Body;
};
const newKey = async (api: ApiClient, about: object): Promise<Key> =>
  made(await api.sendJson('POST', '/api-keys', { name: 'of a test', ...about }));
const newToken = async (api: ApiClient, about: object = {}) =>
  made<{ token: string; expires_at: string }>(
    await api.sendJson('POST', '/portal-tokens', { receiver_id: 'customer-42', ...about }),
  );
const statusOf = async (api: ApiClient, path = '/subscriptions') => (await api.send('GET', path)).status;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

describe('a creation that is repeated', () => {
  const once = { 'Idempotency-Key': 'once' };

  it('does not bring a revoked API key back, and makes no other one', async () => {
    const api = await admin();
    const body = { name: 'once', scopes: ['read'] };
    const first = made<Key>(await api.sendJson('POST', '/api-keys', body, once));
    expect((await api.send('DELETE', `/api-keys/${first.id}`)).status).toBe(204);
    const repeat = problemIn(await api.sendJson('POST', '/api-keys', body, once));
    expect(repeat).toMatchObject({ status: 409, type: 'urn:posthorn:problem:idempotency-conflict' });
    expect(repeat.detail).toContain('no longer exists');
    expect(await statusOf(client(first.key))).toBe(401);
    expect((await api.send('GET', '/api-keys')).body.toString()).not.toContain(first.id);
  });

  it('does not show an API key again, but says which one it made', async () => {
    const api = await admin();
    const body = { name: 'once', scopes: ['read'] };
    const first = made<Key>(await api.sendJson('POST', '/api-keys', body, once));
    const repeat = await api.sendJson('POST', '/api-keys', body, once);
    expect(problemIn(repeat)).toMatchObject({ status: 409 });
    expect(problemIn(repeat).detail).toContain(first.id);
    expect(repeat.body.toString()).not.toContain('phk_');
    expect(await statusOf(client(first.key))).toBe(200);
  });

  it('does not show the first key of a tenant again, but says which tenant it made', async () => {
    const api = await admin();
    const first = made<{ id: string }>(await api.sendJson('POST', '/tenants', { name: 'once' }, once));
    const repeat = await api.sendJson('POST', '/tenants', { name: 'once' }, once);
    expect(problemIn(repeat).detail).toContain(first.id);
    expect(repeat.body.toString()).not.toContain('phk_');
    const more = await api.sendJson('POST', '/api-keys', {
      name: 'n',
      scopes: ['read'],
      tenant_id: first.id,
    });
    expect(more.status).toBe(201);
  });

  it('does what a first call that died after its reservation has left undone', async () => {
    const runtime = await runtimeForTest();
    const request = {
      maker: { tenantId: aTenantId(), expiresAtMs: null },
      name: 'once',
      scopes: ['read' as const],
      expiresAtMs: null,
      idempotencyKey: 'once',
      body: Buffer.from('{}'),
    };
    const died = { add: () => Promise.reject(new Error('the process is gone')) };
    const dying = { ...runtime, apiKeyStore: { ...runtime.apiKeyStore, ...died } as never };
    await expect(createApiKey(dying, { ...request, tenantId: request.maker.tenantId })).rejects.toThrow();
    const result = await createApiKey(runtime, { ...request, tenantId: request.maker.tenantId });
    expect(result.outcome).toBe('created');
  });

  it.each([
    ['/subscriptions', { target_url: 'http://127.0.0.1/' }, 'id'],
    ['/event-types', { name: 'order.paid' }, 'name'],
  ] as const)('does not bring back what was deleted: %s', async (path, body, named) => {
    const api = await admin();
    const first = made<Record<string, string>>(await api.sendJson('POST', path, body, once));
    expect((await api.send('DELETE', `${path}/${first[named]}`)).status).toBe(204);
    expect(problemIn(await api.sendJson('POST', path, body, once)).status).toBe(409);
    expect(await statusOf(api, `${path}/${first[named]}`)).toBe(404);
    made(await api.sendJson('POST', path, body, { 'Idempotency-Key': 'another' }));
  });

  it('keys cannot be computed from the stored data', async () => {
    const api = await admin();
    const { id, key } = made<Key>(
      await api.sendJson('POST', '/api-keys', { name: 'n', scopes: ['read'] }, { 'Idempotency-Key': 'k' }),
    );
    const computed = apiKeyFrom(posthorn.runtime.derivedKeys.keyFor(`API key ${id}`));
    expect(key).not.toBe(computed);
    expect(await statusOf(client(computed))).toBe(401);
  });
});

describe('an API key that expires', () => {
  it('makes only keys and tenants whose keys expire no later', async () => {
    const api = await admin();
    const maker = await newKey(api, { scopes: ['admin'], expires_at: inSeconds(600) });
    const limited = client(maker.key);
    expect((await newKey(limited, { scopes: ['admin'] })).expires_at).toBe(maker.expires_at);
    for (const expiresAt of [null, inSeconds(601)]) {
      const body = { name: 'n', scopes: ['read'], expires_at: expiresAt };
      const problem = problemIn(await limited.sendJson('POST', '/api-keys', body));
      expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '/expires_at' }] });
    }
    const sooner = inSeconds(300);
    expect((await newKey(limited, { scopes: ['read'], expires_at: sooner })).expires_at).toBe(sooner);
    const tenant = made<{ id: string; api_key: Key }>(
      await limited.sendJson('POST', '/tenants', { name: 'child' }),
    );
    expect(tenant.api_key.expires_at).toBe(maker.expires_at);
    const body = { name: 'n', scopes: ['admin'], tenant_id: tenant.id, expires_at: null };
    expect(problemIn(await limited.sendJson('POST', '/api-keys', body)).status).toBe(422);
  });

  it('makes portal tokens that expire no later', async () => {
    const maker = await newKey(await admin(), { scopes: ['read', 'manage'], expires_at: inSeconds(90) });
    const token = await newToken(client(maker.key), { ttl_seconds: 3_600 });
    expect(token.expires_at).toBe(maker.expires_at);
  });
});

describe('a portal token', () => {
  it('is allowed no more than the key that makes it', async () => {
    const api = await admin();
    const maker = client((await newKey(api, { scopes: ['manage'] })).key);
    for (const access of ['read', 'manage']) {
      const body = { receiver_id: 'customer-42', access };
      const problem = problemIn(await maker.sendJson('POST', '/portal-tokens', body));
      expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '/access' }] });
    }
  });

  it('is refused at once when its maker is revoked', async () => {
    const api = await admin();
    const maker = await newKey(api, { scopes: ['read', 'manage'] });
    const portal = client((await newToken(client(maker.key), { access: 'manage' })).token);
    expect(await statusOf(portal)).toBe(200);
    await api.send('DELETE', `/api-keys/${maker.id}`);
    expect(await statusOf(portal)).toBe(401);
    expect(await statusOf(client(maker.key))).toBe(401);
  });

  it('is revoked with all others of its receiver, and no others', async () => {
    const api = await admin();
    const [portal, other] = [await newToken(api), await newToken(api, { receiver_id: 'customer-43' })];
    const foreign = await newToken(await admin());
    expect(await statusOf(client(portal.token))).toBe(200);
    const body = { receiver_id: 'customer-42' };
    expect((await api.sendJson('POST', '/portal-tokens/revoke', body)).status).toBe(204);
    expect(await statusOf(client(portal.token))).toBe(401);
    expect(await statusOf(client(other.token))).toBe(200);
    expect(await statusOf(client(foreign.token))).toBe(200);
    expect(await statusOf(client((await newToken(api)).token))).toBe(200);
  });

  it('reads the catalogue of event types, and nothing else of the tenant', async () => {
    const api = await admin();
    made(await api.sendJson('POST', '/event-types', { name: 'order.paid', description: 'Paid.' }));
    const portal = client((await newToken(api, { access: 'manage' })).token);
    expect((await portal.send('GET', '/event-types')).json()).toMatchObject({
      data: [{ name: 'order.paid' }],
    });
    expect((await portal.send('GET', '/event-types/order.paid')).json()).toMatchObject({
      description: 'Paid.',
    });
    for (const [method, path] of [
      ['DELETE', '/event-types/order.paid'],
      ['POST', '/event-types'],
      ['GET', '/api-keys'],
    ] as const) {
      expect(problemIn(await portal.sendJson(method, path, { name: 'a' })).status, path).toBe(403);
    }
  });

  it('sees no field that only the tenant sets', async () => {
    const api = await admin();
    const settings = {
      target_url: 'http://127.0.0.1/',
      receiver_id: 'customer-42',
      metadata: { plan: 'gold' },
      ingest_rate_limit: { per_second: 7 },
    };
    const { id } = await api.createSubscription(settings);
    const portal = client((await newToken(api, { access: 'manage' })).token);
    const path = `/subscriptions/${id}`;
    const answers = [
      await portal.send('GET', path),
      await portal.send('GET', '/subscriptions'),
      await portal.sendJson('PATCH', path, { description: 'ours' }),
      await portal.sendJson('PUT', path, { target_url: 'http://127.0.0.1/' }),
      await portal.send('POST', `${path}/disable`),
      await portal.send('POST', `${path}/enable`),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body.toString()).not.toMatch(/gold|"per_second":7/);
    }
    expect(await api.subscription(id)).toMatchObject({ metadata: { plan: 'gold' } });
  });
});

describe('the last admin key that does not expire', () => {
  it('cannot be deleted, by itself or by one that expires', async () => {
    const root = await admin();
    const tenant = made<{ id: string; api_key: Key }>(await root.sendJson('POST', '/tenants', { name: 'n' }));
    const lasting = client(tenant.api_key.key);
    const path = `/api-keys/${tenant.api_key.id}`;
    expect(problemIn(await lasting.send('DELETE', path)).status).toBe(409);
    const expiring = client((await newKey(lasting, { scopes: ['admin'], expires_at: inSeconds(600) })).key);
    expect(problemIn(await expiring.send('DELETE', path))).toMatchObject({ status: 409 });
    expect(await statusOf(lasting)).toBe(200);
    await newKey(lasting, { scopes: ['admin'] });
    expect((await expiring.send('DELETE', path)).status).toBe(204);
    expect(await statusOf(lasting)).toBe(401);
  });
});

describe('tenants that make tenants', () => {
  it(`go ${tenantLimits.depth} levels deep`, async () => {
    let api = await admin();
    for (let depth = 0; depth < tenantLimits.depth; depth += 1) {
      const answer = await api.sendJson('POST', '/tenants', { name: `level ${depth}` });
      api = client(made<{ api_key: Key }>(answer).api_key.key);
    }
    const problem = problemIn(await api.sendJson('POST', '/tenants', { name: 'too deep' }));
    expect(problem).toMatchObject({ status: 409, type: 'urn:posthorn:problem:limit-reached' });
  });

  it('are counted', async () => {
    const { tenants, randomness } = await runtimeForTest();
    const createdBy = aTenantId();
    const add = () => {
      const ulid = randomness.ulid(Date.now());
      const tenant = { id: `ten_${ulid}` as const, name: 'n', createdBy, createdAtMs: 0 };
      const key = {
        id: `key_${ulid}` as const,
        tenantId: tenant.id,
        scopes: ['admin' as const],
        name: 'first key',
        createdAtMs: 0,
        expiresAtMs: null,
        lastUsedAtMs: null,
      };
      return tenants.add(tenant, { hash: ulid, key });
    };
    const added = await Promise.all(Array.from({ length: tenantLimits.perCreator }, add));
    expect(new Set(added)).toEqual(new Set(['added']));
    expect(await add()).toBe('full');
  });
});

it('a key that has expired is refused, and so is a token that it made', async () => {
  const maker = await newKey(await admin(), { scopes: ['read', 'manage'], expires_at: inSeconds(2) });
  const { token } = await newToken(client(maker.key));
  expect(await statusOf(client(token))).toBe(200);
  await eventually('both are refused', async () => {
    const statuses = [await statusOf(client(maker.key)), await statusOf(client(token))];
    return statuses.every((status) => status === 401);
  });
});
