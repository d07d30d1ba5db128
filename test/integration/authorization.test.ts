import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyOperation, operations } from '../../src/api/operations.ts';
import { type Scope, scopes } from '../../src/domain/api-key.ts';
import { type ApiClient, problemIn, sendHttp } from '../support/api-client.ts';
import { type EmbeddedService, serviceForFile } from '../support/embedded-service.ts';

let posthorn: EmbeddedService;
/** One key for each scope, of a tenant that has nothing. */
let keys: ReadonlyMap<Scope, ApiClient>;

beforeAll(async () => {
  posthorn = await serviceForFile();
  const entries = scopes.map(async (scope) => [scope, await posthorn.clientWith([scope])] as const);
  keys = new Map(await Promise.all(entries));
});

afterAll(() => posthorn.stop());

const ids: Readonly<Record<string, string>> = {
  subscriptions: `sub_${'0'.repeat(26)}`,
  ingest: `sub_${'0'.repeat(26)}`,
  events: `evt_${'0'.repeat(26)}`,
  deliveries: `dlv_${'0'.repeat(52)}`,
  status: `dlv_${'0'.repeat(52)}`,
};

const pathOf = ({ path }: AnyOperation) =>
  path.replace(/^\/(\w+)\/\{\w+\}/, (_, collection: string) => `/${collection}/${ids[collection]}`);

const named = (chosen: readonly AnyOperation[]) =>
  chosen.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

const closed = operations.filter(({ scope }) => scope !== null);
const open = operations.filter(({ scope }) => scope === null);

describe('an operation that needs a key', () => {
  it.each(named(closed))('%s refuses whoever has none, or one that is not known', async (_, operation) => {
    const given = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      `Bearer phk_${'A'.repeat(43)}`,
      `Bearer ${posthorn.runtime.randomness.ulid(0)} x`,
      'Basic YWRtaW46YWRtaW4=',
      'bearer null',
      `Bearer ${'x'.repeat(5_000)}`,
    ];
    for (const authorization of given) {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await sendHttp(posthorn.url, operation.method, pathOf(operation), { headers });
      const problem = problemIn(answer);
      expect(problem, authorization).toMatchObject({
        status: 401,
        type: 'urn:posthorn:problem:unauthenticated',
      });
      expect(answer.headers['www-authenticate'], authorization).toMatch(/^Bearer realm=/);
    }
  });

  it.each(named(closed))(
    '%s refuses a key without its scope, and takes one with it',
    async (_, operation) => {
      for (const [scope, api] of keys) {
        const mayAct = scope === operation.scope || scope === 'admin';
        const answer = await api.send(operation.method, pathOf(operation));
        if (mayAct) {
          expect([401, 403, 500], scope).not.toContain(answer.status);
        } else {
          const problem = problemIn(answer);
          expect(problem, scope).toMatchObject({ status: 403, type: 'urn:posthorn:problem:forbidden' });
          expect(problem.detail).toContain(`scope ${operation.scope}`);
        }
      }
    },
  );

  it('knows a key whatever the case of Bearer, and keeps none', async () => {
    const { key } = posthorn.adminKey;
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      const headers = { authorization: `${scheme} ${key}` };
      expect((await sendHttp(posthorn.url, 'GET', '/events', { headers })).status, scheme).toBe(200);
    }
    expect(JSON.stringify(posthorn.rows('SELECT * FROM api_keys'))).not.toContain(key);
  });
});

describe('an operation that is open', () => {
  it.each(named(open))('%s answers without a key', async (_, operation) => {
    const answer = await sendHttp(posthorn.url, operation.method, pathOf(operation));
    expect(answer.status).toBe(operation.success.status);
  });
});

describe('every answer', () => {
  it.each(named(operations))('of %s may not be sniffed, and allows no other origin', async (_, operation) => {
    const headers = { origin: 'https://elsewhere.example' };
    const answer = await posthorn.api.send(operation.method, pathOf(operation), { headers });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    if (operation.scope !== null) expect(answer.headers['cache-control']).toBe('no-store');
  });
});
