import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiKeyPageShape } from '../../src/http/access/output.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { addApiKey, type EmbeddedService, serviceForTest, VERSION } from '../support/embedded-service.ts';
import { receiverForTest } from '../support/receiver.ts';
import { documentWithWhatIsThere } from './what-is-there.ts';

/**
 * Holds the service against its own OpenAPI document: schemathesis makes the requests, and judges the answers. It takes
 * a new operation from the document by itself.
 */

const here = (name: string) => resolve(import.meta.dirname, name);

const SCHEMATHESIS = here('../../.emulator/python-tools/bin/schemathesis');
const without =
  process.env['CI'] === 'true' || existsSync(SCHEMATHESIS)
    ? undefined
    : `${SCHEMATHESIS} missing: run scripts/install-python-tools.sh`;
const NAME = 'the service, by requests made from the OpenAPI document';

/** How many requests of each kind are made of an operation, and how many walks along the links. */
const EXAMPLES = Number(process.env['POSTHORN_SCHEMATHESIS_EXAMPLES'] ?? 60);
const WALKS_AN_EXAMPLE = 4;
/** Long enough for any number of examples that POSTHORN_SCHEMATHESIS_EXAMPLES may set. */
const MOST_MS = 3_600_000;

const document = openApiDocument({ version: VERSION });
const operationCount = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;

describe.skipIf(without !== undefined)(without === undefined ? NAME : `${NAME} (${without})`, () => {
  it('serves each operation as the document describes', { timeout: MOST_MS }, async () => {
    const { status, output } = await runOnFreshService('examples,coverage,fuzzing', EXAMPLES);
    expect(status, output).toBe(0);
    expect(output).toMatch(new RegExp(`Tested: ${operationCount}$`, 'm'));
  });

  // On a service of its own: leftovers of earlier phases would mislead it, and end it early.
  it('keeps a created resource until it is deleted, by the links of the document', {
    timeout: MOST_MS,
  }, async () => {
    const walks = EXAMPLES * WALKS_AN_EXAMPLE;
    const { status, output } = await runOnFreshService('stateful', walks);
    expect(status, output).toBe(0);
    // It ends early, and says nothing of it, as soon as the same steps are answered otherwise than before: a limit that
    // many of them reach together has to be kept away from by a hook.
    const [, walked] = /Scenarios: +(\d+)/.exec(output) ?? [];
    expect(Number(walked), output).toBeGreaterThan(0.8 * walks);
    const [, covered, all] = /API Links: +(\d+) covered \/ \d+ selected \/ (\d+) total/.exec(output) ?? [];
    expect(Number(covered), output).toBeGreaterThan(0.8 * Number(all));
  });
});

interface Run {
  readonly status: number | null;
  readonly output: string;
}

async function runOnFreshService(phases: string, examples: number): Promise<Run> {
  const service = await serviceForTest();
  const receiver = await receiverForTest();
  const failing = `${receiver.origin}/nothing-here`;
  const cwd = join(service.dataDir, 'schemathesis');
  await mkdir(cwd);
  const ownKeys = apiKeyPageShape.parse((await service.api.send('GET', '/api-keys')).json());
  const openApi = join(cwd, 'openapi.json');
  const callers = join(cwd, 'callers.json');
  const isWalked = phases === 'stateful';
  const there = await documentWithWhatIsThere(document, service, failing, { isWalked });
  await writeFile(openApi, JSON.stringify(there));
  await writeFile(callers, JSON.stringify(await twoTenants(service)));
  const env = {
    ...process.env,
    NO_COLOR: '1',
    POSTHORN_CALLERS: callers,
    POSTHORN_OWN_KEY: ownKeys.data[0]?.id,
    POSTHORN_TARGETS: `${receiver.target().url} ${failing}`,
    SCHEMATHESIS_HOOKS: here('schemathesis_hooks.py'),
  };
  const config = ['--config-file', here('schemathesis.toml')];
  const run = [
    'run',
    openApi,
    '--url',
    service.url,
    '--phases',
    phases,
    '--max-examples',
    `${examples}`,
    ...(process.env['DBG']
      ? ['--report', 'ndjson', '--report-ndjson-path', `/tmp/conf-${phases.slice(0, 4)}.ndjson`]
      : []),
  ];
  const { promise, resolve: end } = Promise.withResolvers<Run>();
  const options = { cwd, env, maxBuffer: Number.POSITIVE_INFINITY };
  const child = execFile(SCHEMATHESIS, [...config, ...run], options, (_error, stdout, stderr) =>
    end({ status: child.exitCode, output: stdout + stderr }),
  );
  return promise;
}

/** The first tenant makes all requests, and the second must see no resource of the first. */
async function twoTenants({ adminKey, runtime }: EmbeddedService): Promise<object> {
  const caller = (name: string, key: string) => ({
    name,
    fixedHeaders: [{ name: 'Authorization', value: `Bearer ${key}` }],
  });
  return {
    auth: [caller('tenant', adminKey.key), caller('other-tenant', await addApiKey(runtime, ['admin']))],
  };
}
