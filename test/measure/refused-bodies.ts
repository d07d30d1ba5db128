import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureAdminKey } from '../../embedded/bootstrap.ts';
import { createApiFunction } from '../../functions/api.ts';
import { createIngestFunction } from '../../functions/ingest.ts';
import { parseEmbeddedEnvironment } from '../../src/config/embedded-environment.ts';
import { openEmbeddedRuntime } from '../../src/runtime/embedded.ts';
import { httpContext } from '../support/lambda-events.ts';

/**
 * The cost of rejected bodies, in CPU of the function: `node test/measure/refused-bodies.ts`. Each is as large as its
 * route takes. The first column is the answer, the second `JSON.parse` alone, the third the whole call, in milliseconds.
 */

const EVENT_BYTES = 4 * 1024 * 1024;
const SETTINGS_BYTES = 256 * 1024;
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

const filled = (before: string, unit: (n: number) => string, after: string, most: number): string => {
  const parts = [before];
  let length = before.length + after.length;
  for (let n = 0; ; n += 1) {
    const part = (n === 0 ? '' : ',') + unit(n);
    length += part.length;
    if (length > most) break;
    parts.push(part);
  }
  return [...parts, after].join('');
};
const long = (most: number) => 'x'.repeat(most - 100);
const nested = (most: number) => '['.repeat((most - 100) / 2) + ']'.repeat((most - 100) / 2);

const members = (most: number) => filled('{', (n) => `"m${n}":1`, '}', most);
const eventBodies = (most: number): Readonly<Record<string, string>> => ({
  'unknown members': members(most),
  'unknown members with long names': filled('{', (n) => `"${'m'.repeat(1_000)}${n}":1`, '}', most),
  'a list': filled('[', () => '1', ']', most),
  'nested lists': nested(most),
  'a long string': JSON.stringify(long(most)),
  'no JSON at its end': `${long(most)}`,
  'no JSON after much of it': `${filled('[', () => '1', '', most)}}`,
  'a long event type': `{"payload":1,"event_type":"${long(most)}"}`,
  'a long receiver': `{"payload":1,"event_type":"a","receiver_id":"${long(most)}"}`,
  'a long receiver of pairs': `{"payload":1,"event_type":"a","receiver_id":"${'😀'.repeat(most / 4 - 50)}"}`,
  'a long time': `{"payload":1,"event_type":"a","deliver_at":"${long(most)}"}`,
  'a list for an event type': `{"payload":1,"event_type":${filled('[', () => '1', ']', most - 50)}}`,
  'a large payload and no type': `{"payload":${filled('[', () => '1', ']', most - 50)}}`,
  'a deep payload and no type': `{"payload":${nested(most - 50)}}`,
  'members of one name': filled('{', () => '"payload":1', '}', most),
  'members with escaped names': filled('{', () => '"p\\u0061yload":1', '}', most),
  'two payloads, and much between': `{"event_type":"a","payload":1,"receiver_id":"b","payload":${filled('[', () => '1', ']', most - 90)}}`,
});
const batchBodies = (most: number): Readonly<Record<string, string>> => ({
  'numbers for events': filled('{"events":[', () => '1', ']}', most),
  'events without members': filled('{"events":[', () => '{}', ']}', most),
  'a hundred events of unknown members': filled(
    '{"events":[',
    (n) => (n < 100 ? members(most / 100 - 10) : ' '.repeat(most)),
    ']}',
    most,
  ),
  'a hundred lists for events': filled(
    '{"events":[',
    () => filled('[', () => '1', ']', most / 100 - 10),
    ']}',
    most,
  ),
  'unknown members beside events': filled(
    '{"events":[{"event_type":"a","payload":1}],"a":0',
    (n) => `"m${n}":1`,
    '}',
    most,
  ).replace('"a":0"', '"a":0,"'),
});
const settingsBodies = (most: number): Readonly<Record<string, string>> => ({
  'settings of unknown members': members(most),
  'numbers for event types': filled(
    '{"target_url":"https://a.example","event_types":[',
    () => '1',
    ']}',
    most,
  ),
  'many headers': filled('{"target_url":"https://a.example","headers":{', (n) => `"h${n}":1`, '}}', most),
  'much metadata': filled('{"target_url":"https://a.example","metadata":{', (n) => `"h${n}":1`, '}}', most),
  'a long target': `{"target_url":"https://a.example/${long(most)}"}`,
  'a long schedule': filled(
    '{"target_url":"https://a.example","retry_policy":{"schedule":[',
    () => '1',
    ']}}',
    most,
  ),
  'a filter of many members': filled(
    '{"target_url":"https://a.example","filter":{',
    (n) => `"h${n}":1`,
    '}}',
    most,
  ),
  'a filter of many values': filled(
    '{"target_url":"https://a.example","filter":{"a":[',
    () => '{}',
    ']}}',
    most,
  ),
  'a deep filter': `{"target_url":"https://a.example","filter":${'{"a":'.repeat(most / 8)}1${'}'.repeat(most / 8)}}`,
});

const eventTypeBodies = (most: number): Readonly<Record<string, string>> => ({
  'an event type of unknown members': members(most),
  'a large example': `{"name":"a","example":${members(most - 50)}}`,
  'a deep example': `{"name":"a","example":${nested(most - 50)}}`,
  'a schema of unknown members': `{"name":"a","schema":${members(most - 50)}}`,
});

const folder = mkdtempSync(join(tmpdir(), 'posthorn-refused-'));
const environment = parseEmbeddedEnvironment({ POSTHORN_DATA_DIR: folder });
const runtime = openEmbeddedRuntime({ ...environment, version: 'bench', log });
const { key } = await ensureAdminKey(runtime, folder, undefined);
const [api, ingest] = [createApiFunction(runtime), createIngestFunction(runtime)];

const call = (serve: typeof api, method: string, path: string, body: string | null) =>
  serve(
    {
      path,
      httpMethod: method,
      headers: {},
      multiValueHeaders: { authorization: [`Bearer ${key}`], 'content-type': ['application/json'] },
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      resource: '/{proxy+}',
      pathParameters: null,
      stageVariables: null,
      isBase64Encoded: false,
      body,
      requestContext: { requestId: 'bench', path, identity: { sourceIp: '127.0.0.1' } } as never,
    },
    httpContext,
  );

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const created = await call(api, 'POST', '/subscriptions', '{"target_url":"http://127.0.0.1:8080/"}');
if (created.statusCode !== 201) throw new Error(created.body);
const { id } = JSON.parse(created.body) as { id: string };
const ofSigned = await call(
  api,
  'POST',
  '/subscriptions',
  `{"target_url":"http://127.0.0.1:8080/","ingest_secret":"${'s'.repeat(32)}"}`,
);
const { id: signed } = JSON.parse(ofSigned.body) as { id: string };
const routes = [
  [ingest, 'POST', '/events', eventBodies(EVENT_BYTES)],
  [ingest, 'POST', '/events/batch', { ...eventBodies(EVENT_BYTES), ...batchBodies(EVENT_BYTES) }],
  [ingest, 'POST', `/ingest/${id}/batch`, batchBodies(EVENT_BYTES)],
  [api, 'POST', '/subscriptions', settingsBodies(SETTINGS_BYTES)],
  [api, 'PATCH', `/subscriptions/${id}`, settingsBodies(SETTINGS_BYTES)],
  [api, 'POST', '/event-types', eventTypeBodies(SETTINGS_BYTES)],
  [ingest, 'POST', `/ingest/${signed}`, eventBodies(EVENT_BYTES)],
] as const;

const parseMs = (body: string): number => {
  const before = cpuMs();
  try {
    JSON.parse(body);
  } catch {}
  return cpuMs() - before;
};

for (const [serve, method, path, bodies] of routes) {
  process.stdout.write(`${method} ${path.replace(id, '{id}')}\n`);
  for (const [what, body] of Object.entries(bodies)) {
    const runs = [];
    for (let run = 0; run < 3; run += 1) {
      const parsing = parseMs(body);
      const before = cpuMs();
      const { statusCode } = await call(serve, method, path, body);
      runs.push({ statusCode, parsing, whole: cpuMs() - before });
    }
    const [{ statusCode, parsing, whole } = { statusCode: 0, parsing: 0, whole: 0 }] = runs.sort(
      (one, other) => one.whole - other.whole,
    );
    process.stdout.write(
      `  ${statusCode} ${parsing.toFixed(1).padStart(7)} ${whole.toFixed(1).padStart(7)}  ${what}\n`,
    );
  }
}
await runtime.close();
rmSync(folder, { recursive: true });
