import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { collectionOf, type DocumentWithOperations } from '../../scripts/collection.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { EXAMPLE_CODE } from '../../src/http/sign-ins/input.ts';
import { serviceForTest, VERSION } from '../support/embedded-service.ts';
import { receiverForTest } from '../support/receiver.ts';
import { sharedStandIns, standInsFor } from './what-is-there.ts';

/** The collection for the HTTP clients of editors: each of its requests is sent, and answered as the file says. */

const FILE = readFileSync(new URL('../../docs/collection/posthorn.http', import.meta.url), 'utf8');
const document = JSON.parse(JSON.stringify(openApiDocument({ version: VERSION }))) as DocumentWithOperations;

interface Request {
  readonly name: string;
  readonly status: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const [head = '', ...sections] = FILE.split(/^### .*$/m);
const variables = Object.fromEntries(
  [...head.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);
const requests = sections.map(requestIn);

/** One request of the file: comments, the request line, headers, an empty line, the body. */
function requestIn(section: string): Request {
  const [start = '', ...rest] = section.trim().split('\n\n');
  const lines = start.split('\n');
  const comments = lines.filter((line) => line.startsWith('# ')).join('\n');
  const [line = '', ...headers] = lines.filter((one) => !one.startsWith('# '));
  const [method = '', url = ''] = line.split(' ');
  return {
    name: /^# @name (\w+)$/m.exec(comments)?.[1] ?? '',
    status: Number(/^# Answers (\d+)\.$/m.exec(comments)?.[1]),
    method,
    url,
    headers: Object.fromEntries(headers.map((header) => header.split(': '))),
    body: rest.length === 0 ? undefined : rest.join('\n\n'),
  };
}

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place);

describe('docs/collection/posthorn.http', () => {
  it('is what `npm run openapi` writes', () => {
    expect(FILE === collectionOf(document), 'stale: run `npm run openapi`').toBe(true);
  });

  it('has a request for every operation, each with a name of its own', () => {
    const operationIds = Object.values(document.paths)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => operationId);
    const names = requests.map(({ name }) => name);
    expect(new Set(names.map((name) => name.split('_')[0]))).toEqual(new Set(operationIds));
    expect(new Set(names).size).toBe(names.length);
  });

  it('needs no variable that its head does not set', () => {
    const used = new Set([...FILE.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name));
    expect(used).toEqual(new Set(Object.keys(variables)));
  });

  it('has requests that a running service answers as the file says', { timeout: 120_000 }, async () => {
    const service = await serviceForTest();
    const target = `${(await receiverForTest()).origin}/nothing-here`;
    const shared = await sharedStandIns(service, target);
    const given = { url: service.url, key: service.adminKey.key, target_url: target };
    const prepared = await Promise.all(
      requests.map(async (request) => ({
        ...request,
        standIns: await standInsFor(service, target, request.method, request.url.slice('{{url}}'.length)),
      })),
    );
    const answers: string[] = [];
    for (const { name, method, url, headers, body, standIns } of prepared) {
      const ids = new Map([...standIns, ...shared]);
      const real = Object.entries(variables).map(([variable, value]) => [variable, ids.get(value) ?? value]);
      const values = { ...Object.fromEntries(real), ...given };
      const response = await fetch(filled(url, values), {
        method,
        headers: JSON.parse(filled(JSON.stringify(headers), values)),
        ...(body !== undefined && {
          body: filled(body, values).replaceAll(EXAMPLE_CODE, ids.get(EXAMPLE_CODE) ?? ''),
        }),
      });
      answers.push(`${name} ${response.status} ${response.status < 300 ? '' : await response.text()}`);
    }
    expect(answers).toEqual(requests.map(({ name, status }) => `${name} ${status} `));
  });
});
