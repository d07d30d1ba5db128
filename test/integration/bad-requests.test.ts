import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { requestLimits } from '../../src/domain/limits.ts';
import type { AnyOperation } from '../../src/http/core/operation.ts';
import { operations } from '../../src/http/openapi/operations.ts';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { exampleCall, oneOfEach, pathOf as pathOfOperation } from '../support/operation-calls.ts';
import { receiverForFile } from '../support/receiver.ts';

/** Requests that are wrong as a whole: no route, no such method, no such thing, not readable. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const ids = await oneOfEach(posthorn.api, { subscription: { target_url: receiver.target().url } });

/** A path with the ids of existing resources, or with another id in their place. */
const pathOf = (operation: AnyOperation, id?: string) =>
  pathOfOperation(
    operation,
    id === undefined ? ids : Object.fromEntries(Object.keys(ids).map((name) => [name, id])),
  );

const nameOf = ({ method, path }: AnyOperation) => `${method} ${path}`;
const named = (chosen: readonly AnyOperation[]) =>
  chosen.map((operation) => [nameOf(operation), operation] as const);

const JSON_TYPE = { 'content-type': 'application/json' };
const takesBody = operations.filter(({ body }) => body !== undefined);
const takesJson = operations.filter(({ body }) => body !== undefined && body.kind !== 'raw');
const takesOnlyJson = operations.filter(({ body }) => body?.kind === 'json');
const takesId = operations.filter(({ path }) => path.includes('{'));

describe('a route that does not exist', () => {
  it.each([
    '/nope',
    '/subscription',
    '/subscriptions/{id}/nope',
    '/ingest',
    '/ingest/{id}/nope',
    '/events/{id}/nope',
    '/status',
    '/delivery',
    '/deliveries/{id}/replay/nope',
    '/docs/nope.js',
    '/docs/../../package.json',
    '/docs/%2e%2e/package.json',
    '/%',
    '//subscriptions',
    '/Subscriptions',
    '/openapi.json/nope',
    '/constructor',
    '/__proto__',
  ])('%s is not found', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await posthorn.api.send(method, path.replace('{id}', ids['subscriptions']!));
      // The page of the documentation knows one method only.
      const isRefused = path === '/docs/nope.js' && method !== 'GET';
      expect(problemIn(answer).status, `${method} ${path}`).toBe(isRefused ? 405 : 404);
    }
  });
});

describe('a method that a route does not have', () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'PROPFIND'];
  const paths = [...new Set(operations.map(({ path }) => path))];

  it.each(paths)('of %s is refused, and the answer lists those that it has', async (path) => {
    const onPath = operations.filter((operation) => operation.path === path);
    const allowed = onPath.flatMap(({ method }): string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    const url = pathOf(onPath[0]!);
    const refused = methods.filter((method) => !allowed.includes(method));
    for (const method of refused) {
      const answer = await posthorn.api.send(method, url);
      expect(answer.status, `${method} ${path}`).toBe(405);
      const listed = answer.headers.allow?.split(', ').filter((name) => name !== 'OPTIONS');
      expect(listed?.sort(), `${method} ${path}`).toEqual(allowed.toSorted());
      if (method !== 'HEAD') expect(problemIn(answer).type).toBe('urn:posthorn:problem:method-not-allowed');
    }
  });
});

/** Parameters without which an operation says nothing of the id. */
const requiredQueries: Readonly<Record<string, string>> = {
  answerHub: '?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x',
};

describe('an id that names nothing', () => {
  const zeros = '0'.repeat(26);
  const shapes = [
    'x',
    'sub_',
    `${zeros}`,
    `sub_${zeros.slice(1)}`,
    `sub_${zeros}0`,
    `SUB_${zeros}`,
    `sub_${'U'.repeat(26)}`,
  ];
  const known = [
    `sub_${zeros}`,
    `evt_${zeros}`,
    `dlv_${zeros}${zeros}`,
    `ten_${zeros}`,
    '%00',
    '*',
    `sub_${zeros}%0A`,
  ];

  it.each(named(takesId))('of %s is not found', async (_, operation) => {
    for (const id of [...shapes, ...known]) {
      const path = `${pathOf(operation, id)}${requiredQueries[operation.id] ?? ''}`;
      const answer = await posthorn.api.send(operation.method, path, exampleCall(operation));
      expect(problemIn(answer).status, `${id}: ${answer.body}`).toBe(404);
    }
  });
});

describe('a body', () => {
  it.each(named(takesOnlyJson))('that does not say it is JSON is refused: %s', async (_, operation) => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonp',
      'text/json',
      '',
    ]) {
      const call = { headers: { 'content-type': type }, body: '{"target_url":"http://127.0.0.1/"}' };
      const answer = await posthorn.api.send(operation.method, pathOf(operation), call);
      expect(problemIn(answer).status, type).toBe(415);
    }
    const untyped = await posthorn.api.send(operation.method, pathOf(operation), { body: '{}' });
    expect(problemIn(untyped).status).toBe(415);
  });

  it.each(named(takesBody))('that is compressed is refused: %s', async (_, operation) => {
    for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip', 'nope']) {
      const headers = { ...JSON_TYPE, 'content-encoding': encoding };
      const call = { headers, body: gzipSync('{"event_type":"a","payload":1}') };
      const answer = await posthorn.api.send(operation.method, pathOf(operation), call);
      expect(problemIn(answer).status, encoding).toBe(415);
    }
  });

  it.each(named(takesJson))(
    'that is not JSON is refused, and the answer says where: %s',
    async (_, operation) => {
      const bodies: readonly (readonly [string | Uint8Array, string])[] = [
        ['', 'empty'],
        [' ', 'ends too early'],
        ['{', 'ends too early'],
        ['nul', 'line 1, column 1'],
        ['{"a":1,}', 'line 1, column 8'],
        ["{'a':1}", 'line 1, column 2'],
        ['{"a":\n  01}', 'line 2, column 4'],
        ['{"a":NaN}', 'line 1, column 6'],
        ['{"a":1}}', 'line 1, column 8'],
        ['{"a":"\t"}', 'line 1, column 7'],
        ['['.repeat(50_000), 'ends too early'],
        ['['.repeat(100_000), 'the body is too long to say where'],
        ['\u{FEFF}{}', 'byte order mark'],
        [Uint8Array.of(0x22, 0xff, 0x22), 'UTF-8'],
        [gzipSync('{}'), 'UTF-8'],
      ];
      const mayBeEmpty = operation.body?.kind === 'json' && operation.body.mayBeEmpty === true;
      for (const [body, hint] of bodies) {
        if (mayBeEmpty && hint === 'empty') continue;
        const answer = await posthorn.api.send(operation.method, pathOf(operation), {
          headers: JSON_TYPE,
          body,
        });
        const problem = problemIn(answer);
        expect(problem.status, hint).toBe(400);
        expect(problem.detail).toContain(hint);
      }
    },
  );

  it('of settings that is larger than any settings are is refused', async () => {
    const body = JSON.stringify({ description: 'x'.repeat(requestLimits.settingsBytes) });
    const answer = await posthorn.api.send('POST', '/subscriptions', { headers: JSON_TYPE, body });
    expect(problemIn(answer)).toMatchObject({ status: 413 });
  });

  it('of a subscription that is nested without end is refused', async () => {
    const body = `{"target_url":"http://127.0.0.1/","metadata":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;
    const answer = await posthorn.api.send('POST', '/subscriptions', { headers: JSON_TYPE, body });
    expect(problemIn(answer)).toMatchObject({ status: 422, errors: [{ pointer: '/metadata/a' }] });
  });
});
