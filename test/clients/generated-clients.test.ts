import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addApiKey, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile } from '../support/receiver.ts';
import {
  goByOapiCodegen,
  goByOpenApiGenerator,
  javaByOpenApiGenerator,
  openApiFetch,
  openApiGenerator,
  pythonByOpenApiGenerator,
  run,
  TOOLS,
  typescriptFetch,
} from './generators.ts';

/**
 * Clients as generators make them of docs/openapi.json: each is compiled with the program of its page in docs/clients,
 * which calls the running service. scripts/install-client-generators.sh installs the generators.
 */

const without =
  process.env['CI'] === 'true' || existsSync(join(TOOLS, 'installed'))
    ? undefined
    : `${TOOLS} missing: run scripts/install-client-generators.sh`;
const NAME = 'clients made by generators';

/** Said of any document of version 3.1, with `additionalProperties: false`, or with an example of a body. */
const HARMLESS = [
  /OpenAPI 3\.1 support is still in beta/,
  /Failed to get the schema name: null$/,
  /Ignoring complex example on request body$/,
  // The query of GET /stats has a word of Python: the generated argument is `var_from`.
  / From \(reserved word\) cannot be used as model name\. Renamed to ModelFrom$/,
];
const warningsIn = (output: string) =>
  output
    .split('\n')
    .filter(
      (line) => /\b(WARN|WARNING|ERROR)\b/i.test(line) && !HARMLESS.some((harmless) => harmless.test(line)),
    );

const JSON_PAYLOADS = ['{"order":1001}', '[1,2.5,"three"]', '"text"', '4.5', 'true', 'null'];

const generators = [
  { generator: 'openapi-generator for Go', make: goByOpenApiGenerator },
  { generator: 'oapi-codegen', make: goByOapiCodegen },
  { generator: 'openapi-generator for Python', make: pythonByOpenApiGenerator },
  { generator: 'openapi-generator for TypeScript', make: typescriptFetch },
  { generator: 'openapi-typescript', make: openApiFetch },
  { generator: 'openapi-generator for Java', make: javaByOpenApiGenerator },
];

/** Subscriptions of every kind of `source` and `auth`, to be read as one of several schemas. */
const ingest_secret = `whsec_${'A'.repeat(32)}`;
const unions = [
  { source: { type: 'github' }, ingest_secret },
  { source: { type: 'token', header: 'X-Token' }, ingest_secret },
  { source: { type: 'hmac', header: 'X-Signature', event_type: { member: 'type' } }, ingest_secret },
  { source: { type: 'basic', username: 'provider' }, ingest_secret },
  { auth: { type: 'basic', username: 'name', password: 'password' } },
  { auth: { type: 'bearer', token: 'token' } },
  { retry_policy: { base_seconds: 1, factor: 2, max_delay_seconds: 60, max_attempts: 5 } },
];

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const folder = await mkdtemp(join(tmpdir(), 'posthorn-clients-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const newFolder = () => mkdtemp(join(folder, 'client-'));

describe.skipIf(without !== undefined)(without === undefined ? NAME : `${NAME} (${without})`, () => {
  it.each(generators)(
    '$generator: compiles, calls the service, and reads its answers',
    async ({ make }) => {
      const { output, program } = await make(await newFolder());
      expect(warningsIn(output)).toEqual([]);
      const key = await addApiKey(posthorn.runtime, ['admin']);
      const hook = receiver.target();
      await subscribeOfEveryKind(key, hook.url);
      const { stdout } = await run(program, folder, {
        POSTHORN_URL: posthorn.url,
        POSTHORN_API_KEY: key,
        TARGET_URL: hook.url,
      });
      expect(stdout.trimEnd().split('\n')).toEqual([
        'retries after: 60 600',
        'batch: 1 accepted, 1 refused',
        'refused: urn:posthorn:problem:schema-mismatch',
        expect.stringMatching(/^status of dlv_\w+: (pending|delivered)$/),
        `subscriptions: ${unions.length + 1}`,
        'problem: urn:posthorn:problem:invalid-request /retry_policy/schedule',
      ]);
      await eventually('all payloads are delivered', () => {
        const paid = hook.requests.filter(({ headers }) => headers['x-posthorn-event-type'] === 'order.paid');
        return paid.length === JSON_PAYLOADS.length;
      });
      const bodies = hook.requests.map(({ body }) =>
        body.toString().trim().replaceAll(', ', ',').replace(': ', ':'),
      );
      expect(bodies).toEqual(expect.arrayContaining(JSON_PAYLOADS));
      expect(new Set(hook.requests.map(({ headers }) => headers['content-type']))).toEqual(
        new Set(['application/json']),
      );
    },
    600_000,
  );

  const dotnet = existsAsCommand('dotnet') ? 'and compiles' : '(dotnet is missing: not compiled)';
  it(`openapi-generator for C#: is made ${dotnet}`, async () => {
    const cwd = await newFolder();
    const output = await openApiGenerator(cwd, 'csharp', '-o', 'posthorn', '--package-name', 'Posthorn');
    expect(warningsIn(output)).toEqual([]);
    expect(existsSync(join(cwd, 'posthorn/src/Posthorn/Api/SubscriptionsApi.cs'))).toBe(true);
    if (existsAsCommand('dotnet')) await run(['dotnet', 'build', 'posthorn/src/Posthorn'], cwd);
  }, 600_000);
});

async function subscribeOfEveryKind(key: string, target_url: string): Promise<void> {
  for (const settings of unions) {
    const response = await fetch(`${posthorn.url}/subscriptions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ target_url, event_types: ['other'], ...settings }),
    });
    expect(response.status, await response.text()).toBe(201);
  }
}

function existsAsCommand(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
