import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import clientPackageJson from '../../../client/package.json' with { type: 'json' };
import { List } from '../../../client/src/list.ts';
import { Posthorn } from '../../../client/src/posthorn.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { clientTypes, type DocumentWithPaths } from '../../../scripts/client-types.ts';

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const document = JSON.parse(file('docs/openapi.json')) as DocumentWithPaths;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A client whose requests end here, each answered with the next of some pages. */
function recorded(...pages: readonly object[]) {
  const sent: Sent[] = [];
  const fetch = (async (url: string, { method = '', body }: RequestInit) => {
    sent.push({ method, path: url.slice('http://posthorn.test'.length), body });
    return Response.json(pages[sent.length - 1] ?? { data: [], next_cursor: null });
  }) as typeof globalThis.fetch;
  return { posthorn: new Posthorn({ url: 'http://posthorn.test', fetch, maxRetries: 0 }), sent };
}

type Method = (...args: readonly unknown[]) => unknown;

describe('the client', () => {
  it.each(['openapi.ts', 'routes.ts'])(
    'has a %s that is current: else `npm run client:types`',
    async (name) => {
      const generated = await clientTypes(document);
      expect(file(`client/src/generated/${name}`) === generated[name]).toBe(true);
    },
  );

  it('has a call for every operation of the document, and none besides', async () => {
    const called = new Set<string>();
    const { posthorn, sent } = recorded();
    for (const resource of Object.values(posthorn) as Record<string, Method>[]) {
      for (const method of Object.values(resource)) {
        const result = method('ID', 'ID');
        await (result instanceof List ? result.firstPage() : result);
        const { method: verb, path } = sent.at(-1)!;
        called.add(`${verb} ${path.replace(/\?.*/, '')}`);
      }
    }
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((verb) => `${verb.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, 'ID')}`),
    );
    expect(documented.length).toBeGreaterThan(30);
    expect([...called].sort()).toEqual(documented.sort());
  });

  it('is of the version of the service', () => {
    expect(clientPackageJson.version).toBe(packageJson.version);
  });

  it.each(['', '.', '..', undefined, 7])('refuses the id %j, which would be another path', (id) => {
    const { posthorn, sent } = recorded();
    expect(() => posthorn.subscriptions.delete(id as string)).toThrow(new TypeError('id must be an id'));
    expect(sent).toEqual([]);
  });

  it('encodes special characters of an id', async () => {
    const { posthorn, sent } = recorded();
    await posthorn.events.get('../a?b#c');
    expect(sent[0]?.path).toBe('/events/..%2Fa%3Fb%23c');
  });
});

describe('a list', () => {
  const pages = [
    { data: [1, 2], next_cursor: 'A' },
    { data: [], next_cursor: 'B' },
    { data: [3], next_cursor: null },
  ];

  it('is gone through to its end, over empty pages, with the same filters', async () => {
    const { posthorn, sent } = recorded(...pages);
    const seen: unknown[] = [];
    for await (const item of posthorn.events.list({ event_type: 'a', limit: 2 })) seen.push(item);
    expect(seen).toEqual([1, 2, 3]);
    expect(sent.map(({ path }) => path)).toEqual([
      '/events?event_type=a&limit=2',
      '/events?event_type=a&limit=2&cursor=A',
      '/events?event_type=a&limit=2&cursor=B',
    ]);
  });

  it('asks for no page that is not read', async () => {
    const { posthorn, sent } = recorded(...pages);
    expect(await posthorn.events.list().take(2)).toEqual([1, 2]);
    expect(await posthorn.events.list().take(0)).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  it('starts at a cursor, and can be gone through again', async () => {
    const { posthorn, sent } = recorded({ data: [1], next_cursor: null }, { data: [1], next_cursor: null });
    const list = posthorn.subscriptions.deliveries('sub_1', { cursor: 'C' });
    expect(await list.take(5)).toEqual([1]);
    expect((await list.firstPage()).data).toEqual([1]);
    expect(new Set(sent.map(({ path }) => path))).toEqual(
      new Set(['/subscriptions/sub_1/deliveries?cursor=C']),
    );
  });

  it('ends with the error of a page', async () => {
    const failing = new List<number>(async (cursor) => {
      if (cursor === undefined) return { data: [1], next_cursor: 'A' };
      throw new Error('gone');
    });
    await expect(failing.take(2)).rejects.toThrow('gone');
  });
});
