import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/domain/api-key.ts';
import { requestLimits } from '../../src/domain/limits.ts';
import { callerShape } from '../../src/http/me/output.ts';
import { aboutShape } from '../../src/http/service/about-output.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { serviceForFile, serviceForTest, VERSION } from '../support/embedded-service.ts';

const posthorn = await serviceForFile();

interface MadeKey {
  readonly id: string;
  readonly tenant_id: string;
  readonly key: string;
}

async function newKey(scopes: readonly Scope[], more: object = {}) {
  const answer = await posthorn.api.sendJson('POST', '/api-keys', { name: 'a page', scopes, ...more });
  const made = answer.json() as MadeKey;
  return { ...made, api: new ApiClient(posthorn.url, made.key) };
}

const meOf = async (api: ApiClient) => callerShape.parse((await api.send('GET', '/me')).json());
const aboutOf = async (api: ApiClient) => aboutShape.parse((await api.send('GET', '/about')).json());

async function portalToken(receiverId: string, access: 'read' | 'manage') {
  const answer = await posthorn.api.sendJson('POST', '/portal-tokens', { receiver_id: receiverId, access });
  const made = answer.json() as { readonly id: string; readonly token: string; readonly expires_at: string };
  return { ...made, api: new ApiClient(posthorn.url, made.token) };
}

describe('GET /me', () => {
  it.each<readonly Scope[]>([['ingest'], ['read'], ['read', 'manage']])(
    'names the key and the scopes %s',
    async (...scopes) => {
      const { id, tenant_id, api } = await newKey(scopes, { expires_at: '2036-01-31T00:00:00.000Z' });
      expect(await meOf(api)).toEqual({
        kind: 'api_key',
        id,
        name: 'a page',
        tenant_id,
        scopes,
        receiver_id: null,
        receiver_name: null,
        expires_at: '2036-01-31T00:00:00.000Z',
      });
    },
  );

  it('lists every scope of an admin key, also that of the data folder', async () => {
    const all = ['ingest', 'read', 'manage', 'admin'];
    expect((await meOf((await newKey(['admin'])).api)).scopes).toEqual(all);
    expect(await meOf(posthorn.api)).toMatchObject({ scopes: all, expires_at: null });
  });

  it.each([
    ['read', ['read']],
    ['manage', ['read', 'manage']],
  ] as const)('names the receiver of a portal token with access %s', async (access, scopes) => {
    const { id, expires_at, api } = await portalToken('customer-42', access);
    const { tenant_id } = await meOf(posthorn.api);
    const expected = { kind: 'portal_token', id, tenant_id, scopes, receiver_id: 'customer-42', expires_at };
    expect(await meOf(api)).toMatchObject(expected);
  });

  it('is refused to a revoked key', async () => {
    const { id, api } = await newKey(['read']);
    await meOf(api);
    await posthorn.api.send('DELETE', `/api-keys/${id}`);
    expect(problemIn(await api.send('GET', '/me')).status).toBe(401);
  });
});

describe('GET /about', () => {
  it('tells version, family, retention and the state of the store', async () => {
    expect(await aboutOf(posthorn.api)).toMatchObject({
      version: VERSION,
      family: 'embedded',
      retention_hours: 72,
      store: { healthy: true, detail: null },
    });
  });

  it('names each limit once, with its value', async () => {
    const { limits } = await aboutOf(posthorn.api);
    const names = limits.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(limits).toContainEqual(
      expect.objectContaining({ name: 'payload', value: requestLimits.payloadBytes, unit: 'bytes' }),
    );
    expect(names).not.toContain('tenant_events');
  });

  it('shows the settings of this service: retention, and the rate limit of tenants', async () => {
    const other = await serviceForTest({
      POSTHORN_RETENTION_HOURS: '24',
      POSTHORN_TENANT_RATE_LIMIT: '50',
    });
    const about = await aboutOf(other.api);
    expect(about.retention_hours).toBe(24);
    expect(about.limits).toContainEqual(expect.objectContaining({ name: 'tenant_events', value: 50 }));
  });

  it('is open to a portal token', async () => {
    expect((await aboutOf((await portalToken('customer-42', 'read')).api)).family).toBe('embedded');
  });
});
