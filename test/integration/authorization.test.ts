import { describe, expect, it } from 'vitest';
import { operations } from '../../src/http/openapi/operations.ts';
import { problemIn, sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { named, pathOf, unknownIds } from '../support/operation-calls.ts';

const posthorn = await serviceForFile();

const closed = operations.filter(({ scope }) => scope !== null);
const open = operations.filter(({ scope }) => scope === null);

describe('an operation that needs a key', () => {
  it.each(named(closed))(
    '%s rejects a caller without a key, or with an unknown one',
    async (_, operation) => {
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
        const answer = await sendHttp(posthorn.url, operation.method, pathOf(operation, unknownIds), {
          headers,
        });
        const problem = problemIn(answer);
        expect(problem, authorization).toMatchObject({
          status: 401,
          type: 'urn:posthorn:problem:unauthenticated',
        });
        expect(answer.headers['www-authenticate'], authorization).toMatch(/^Bearer realm=/);
      }
    },
  );

  it('accepts Bearer in any case, and keeps no key', async () => {
    const { key } = posthorn.adminKey;
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      const headers = { authorization: `${scheme} ${key}` };
      expect((await sendHttp(posthorn.url, 'GET', '/events', { headers })).status, scheme).toBe(200);
    }
    expect(JSON.stringify(posthorn.rows('SELECT * FROM api_keys'))).not.toContain(key);
  });
});

/** Without these parameters a call is refused before its path is looked up. */
const neededQuery: Readonly<Record<string, string>> = {
  answerHub: '?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1',
};

describe('an operation that is open', () => {
  // To sign in needs a code instead of a key.
  it.each(named(open.filter(({ id }) => id !== 'signIn')))(
    '%s answers without a key',
    async (_, operation) => {
      const path = `${pathOf(operation, unknownIds)}${neededQuery[operation.id] ?? ''}`;
      const answer = await sendHttp(posthorn.url, operation.method, path);
      const isOfNothing = operation.path.includes('{');
      expect(answer.status).toBe(isOfNothing ? 404 : operation.success.status);
    },
  );
});

describe('every answer', () => {
  it.each(named(operations))('of %s may not be sniffed, and allows no other origin', async (_, operation) => {
    const headers = { origin: 'https://elsewhere.example' };
    const answer = await posthorn.api.send(operation.method, pathOf(operation, unknownIds), { headers });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    if (operation.scope !== null) expect(answer.headers['cache-control']).toBe('no-store');
  });
});
