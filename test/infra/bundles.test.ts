import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cdkJsonContext } from './synthesized-stack.ts';

const KIB = 1_024;

/** The budget of cold starts: docs/adr/0015-bundles-carry-the-sdk.md. */
const mostBytes: Readonly<Record<string, number>> = {
  Api: 960 * KIB,
  Ingest: 860 * KIB,
  Deliver: 540 * KIB,
  Release: 440 * KIB,
  DeadLetters: 500 * KIB,
  Docs: 200 * KIB,
  LivePump: 560 * KIB,
  LiveConnections: 520 * KIB,
  LiveAddress: 400 * KIB,
};

let assembly: string;

interface FunctionResource {
  readonly Type: string;
  readonly Properties: { readonly Code: { readonly S3Key: string } };
}

/** The bundle of each function, by the function's name. */
function bundles(): ReadonlyMap<string, string> {
  return new Map([...bundlesOf('Posthorn', ''), ...bundlesOf('PosthornLive', 'Live')]);
}

function bundlesOf(stack: string, prefix: string): [name: string, bundle: string][] {
  const template = JSON.parse(readFileSync(join(assembly, `${stack}-prod.template.json`), 'utf8'));
  const functions = Object.entries<FunctionResource>(template.Resources).filter(
    ([, { Type }]) => Type === 'AWS::Lambda::Function',
  );
  return functions.map(([id, { Properties }]) => [
    prefix + (/^Functions([A-Za-z]+?)[0-9A-F]{8}$/.exec(id)?.[1] ?? id),
    join(assembly, `asset.${Properties.Code.S3Key.replace('.zip', '')}`, 'index.mjs'),
  ]);
}

// As `cdk synth` does it: the app in a process of its own, with its input and output in the environment.
beforeAll(() => {
  assembly = mkdtempSync(join(tmpdir(), 'posthorn-synth-'));
  execFileSync(process.execPath, ['bin/posthorn.ts'], {
    env: {
      ...process.env,
      CDK_OUTDIR: assembly,
      CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJsonContext, stage: 'prod' }),
    },
    stdio: 'pipe',
  });
}, 180_000);

afterAll(() => rmSync(assembly, { recursive: true, force: true }));

test('the app writes the template of its stage', () => {
  const template = JSON.parse(readFileSync(join(assembly, 'Posthorn-prod.template.json'), 'utf8'));
  expect(template.Outputs).toHaveProperty('ApiUrl');
});

test('each function is a small module with a handler', () => {
  const found = bundles();
  expect([...found.keys()].sort()).toEqual(Object.keys(mostBytes).sort());
  for (const [name, bundle] of found) {
    expect([name, statSync(bundle).size < mostBytes[name]!]).toEqual([name, true]);
    expect(readFileSync(bundle, 'utf8')).toMatch(/export\s*\{[^}]*\bhandler\b/);
    expect(() => execFileSync(process.execPath, ['--check', bundle], { stdio: 'pipe' })).not.toThrow();
  }
});

test.each([
  ['source maps', /sourceMappingURL/],
  ['tests', /@vitest\/|\.test\.ts|test\/support/],
  ['a search for credentials that Lambda does not need', /sso_start_url|AWS_CONTAINER_CREDENTIALS/],
  ['a thread that logs', /the worker thread exited/],
  ['a second HTTP client', /UND_ERR_|llhttp/],
])('no bundle has %s in it', (_, pattern) => {
  const found = [...bundles()].filter(([, bundle]) => pattern.test(readFileSync(bundle, 'utf8')));
  expect(found.map(([name]) => name)).toEqual([]);
});

test('nothing but bundles is packaged, and the pages and files of Swagger UI beside the one that serves them', () => {
  const packaged = globSync(join(assembly, 'asset.*', '**', '*.*')).map((path) =>
    path.replace(/^.*asset\.\w+\//, ''),
  );
  const isAsset = (path: string) => path.startsWith('dashboard/assets/');
  expect(packaged.filter(isAsset).length).toBeGreaterThan(100);
  expect(packaged.filter((path) => path !== 'index.mjs' && !isAsset(path)).sort()).toEqual([
    'dashboard/files.json',
    'dashboard/index.html',
    'swagger-ui/swagger-ui-bundle.js',
    'swagger-ui/swagger-ui.css',
  ]);
});

test('the docs bundle serves the files beside it', async () => {
  const [folder] = globSync(join(assembly, 'asset.*', 'swagger-ui'));
  const { handler } = await import(join(folder!, '..', 'index.mjs'));
  const answer = await handler(
    {
      httpMethod: 'GET',
      path: '/docs/swagger-ui.css',
      headers: {},
      multiValueQueryStringParameters: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        requestId: 'request-1',
        path: '/test/docs/swagger-ui.css',
        identity: { sourceIp: '203.0.113.7' },
      },
    },
    {},
  );
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/css; charset=utf-8' } });
});
