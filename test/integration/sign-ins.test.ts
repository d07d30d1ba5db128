import { describe, expect, it } from 'vitest';
import { signInLine } from '../../embedded/next-steps.ts';
import { MemorySignInCodes } from '../../src/adapters/memory/sign-in-codes.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { signInBy } from '../../src/application/sign-in.ts';
import { signInLimits } from '../../src/domain/limits.ts';
import { ApiClient, problemIn, sendHttp } from '../support/api-client.ts';
import { type EmbeddedService, runtimeForTest, serviceForTest } from '../support/embedded-service.ts';

/** Sign-in links of the embedded service. */

let posthorn: EmbeddedService;
const JSON_TYPE = { 'content-type': 'application/json' };

const signIn = (code: unknown, headers: Record<string, string> = {}) =>
  sendHttp(posthorn.url, 'POST', '/sign-ins', {
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify({ code }),
  });

async function newCode(api = posthorn.api): Promise<string> {
  const answer = await api.send('POST', '/sign-ins/codes');
  expect(answer.status, answer.body.toString()).toBe(201);
  return (answer.json() as { code: string }).code;
}

const keyOf = (answer: { json(): unknown }) => (answer.json() as { api_key: string }).api_key;

describe('a sign-in link', () => {
  it('is exchanged once for an admin key of the same tenant that expires', async () => {
    posthorn = await serviceForTest();
    const [, code = ''] =
      /#code=(\S+)/.exec(signInLine({ ...posthorn, isLocal: true }, false, 'again')) ?? [];
    const answer = await signIn(code);
    expect(answer.status).toBe(201);
    const me = (await new ApiClient(posthorn.url, keyOf(answer)).send('GET', '/me')).json();
    const own = (await posthorn.api.send('GET', '/me')).json() as { tenant_id: string };
    expect(me).toMatchObject({
      name: 'sign-in link',
      tenant_id: own.tenant_id,
      scopes: ['ingest', 'read', 'manage', 'admin'],
      expires_at: (answer.json() as { expires_at: string }).expires_at,
    });
    const again = await signIn(code);
    expect(problemIn(again)).toMatchObject({
      status: 401,
      detail: expect.stringContaining('posthorn sign-in'),
    });
    expect(again.headers['www-authenticate']).toMatch(/^Bearer realm=/);
  });

  it('is used once by two calls at the same moment', async () => {
    posthorn = await serviceForTest();
    const code = await newCode();
    const answers = await Promise.all([signIn(code), signIn(code), signIn(code)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401]);
  });

  it('signs in to the tenant of the key that made it, and not after that key was revoked', async () => {
    posthorn = await serviceForTest();
    const other = await posthorn.clientWith(['admin']);
    const key = keyOf(await signIn(await newCode(other)));
    const me = (await new ApiClient(posthorn.url, key).send('GET', '/me')).json() as { tenant_id: string };
    expect(me).toMatchObject({ tenant_id: ((await other.send('GET', '/me')).json() as typeof me).tenant_id });

    const made = await posthorn.api.sendJson('POST', '/api-keys', { name: 'maker', scopes: ['admin'] });
    const maker = made.json() as { id: string; key: string };
    const code = await newCode(new ApiClient(posthorn.url, maker.key));
    await posthorn.api.send('DELETE', `/api-keys/${maker.id}`);
    expect((await signIn(code)).status).toBe(401);
  });

  it('is in the audit log, under the key that made it', async () => {
    posthorn = await serviceForTest();
    await signIn(await newCode());
    const { data } = (await posthorn.api.send('GET', '/audit-log')).json() as {
      data: { action: string; actor: string; subject: string; source_address: string }[];
    };
    expect(data.map(({ action }) => action)).toEqual(['sign_in.created', 'sign_in_code.created']);
    expect(data[0]).toMatchObject({
      actor: posthorn.adminKey.id,
      subject: expect.stringMatching(/^key_/),
      source_address: '127.0.0.1',
    });
    expect(JSON.stringify(posthorn.rows('SELECT * FROM audit_trail'))).not.toContain('#code');
  });

  it('is refused to keys without the scope admin, and to callers of another host', async () => {
    posthorn = await serviceForTest();
    const manager = await posthorn.clientWith(['read', 'manage']);
    expect(problemIn(await manager.send('POST', '/sign-ins/codes')).status).toBe(403);
    const code = await newCode();
    expect(problemIn(await signIn(code, { host: 'evil.example' })).status).toBe(421);
    expect((await signIn(code)).status).toBe(201);
  });

  it('slows down an address that guesses', async () => {
    posthorn = await serviceForTest();
    const guesses = await Promise.all(Array.from({ length: 260 }, () => signIn('x'.repeat(43))));
    const statuses = new Set(guesses.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
    // A right code is still taken: only failures are counted.
    expect((await signIn(await newCode())).status).toBe(201);
  });

  it('is refused with a body that is not a code', async () => {
    posthorn = await serviceForTest();
    for (const code of ['', 5, null, 'x'.repeat(129)]) expect((await signIn(code)).status).toBe(422);
  });
});

describe('codes', () => {
  const owner = { id: 'key_1', tenantId: 'ten_1', expiresAtMs: null } as const;

  it('end after ten minutes, and the oldest of too many end first', () => {
    let nowMs = 0;
    const codes = new MemorySignInCodes({ nowMs: () => nowMs }, systemRandomness);
    const [old, young] = [codes.issue(owner).code, codes.issue(owner).code];
    nowMs = signInLimits.codeSeconds * 1_000 - 1;
    expect(codes.take(old)).toEqual(owner);
    nowMs += 1;
    expect(codes.take(young)).toBeUndefined();
    const many = Array.from({ length: signInLimits.codesPerTenant + 1 }, () => codes.issue(owner).code);
    expect(codes.take(many[0] ?? '')).toBeUndefined();
    expect(codes.take(many[1] ?? '')).toEqual(owner);
    expect(codes.take('')).toBeUndefined();
  });

  it('of one tenant never end the codes of another one', () => {
    const codes = new MemorySignInCodes({ nowMs: () => 0 }, systemRandomness);
    const tenant = (n: number) => ({ ...owner, tenantId: `ten_${n}` as const });
    const first = codes.issue(tenant(0)).code;
    for (let n = 0; n < 2 * signInLimits.codesPerTenant; n += 1) codes.issue(tenant(1));
    // Fills the total: the tenant with the most codes loses its oldest.
    for (let n = 2; n < signInLimits.codesMost; n += 1) codes.issue(tenant(n));
    expect(codes.take(first)).toEqual(tenant(0));
  });

  it('leave no expired keys behind', async () => {
    let nowMs = Date.now();
    const runtime = await runtimeForTest({ nowMs: () => nowMs });
    const tenantId = `ten_${runtime.randomness.ulid(nowMs)}` as const;
    const id = `key_${runtime.randomness.ulid(nowMs)}` as const;
    const maker = { id, tenantId, scopes: ['admin'] as const, name: 'maker', createdAtMs: nowMs };
    await runtime.apiKeyStore.add('hash', { ...maker, expiresAtMs: null, lastUsedAtMs: null });
    const by = { sourceAddress: '127.0.0.1', requestId: 'r' };
    const call = () =>
      signInBy(runtime, runtime.signInCodes.issue({ id, tenantId, expiresAtMs: null }).code, by);
    expect(await call()).toMatchObject({ outcome: 'signed-in' });
    nowMs += signInLimits.keySeconds * 1_000;
    expect(await call()).toMatchObject({ outcome: 'signed-in' });
    expect(await runtime.apiKeyStore.list(tenantId, { beforeId: undefined, limit: 9 })).toHaveLength(2);
  });

  it('do not exist on AWS', async () => {
    const runtime = await runtimeForTest();
    const needs = { ...runtime, signInCodes: undefined };
    expect(await signInBy(needs, 'x', { sourceAddress: '127.0.0.1', requestId: 'r' })).toEqual({
      outcome: 'not-here',
    });
  });
});
