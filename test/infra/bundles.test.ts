import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cdkJsonContext } from './synthesized-stack.ts';

/** What cold starts can afford. */
const mostBytes = 500 * 1_024;

let assembly: string;

// As `cdk synth` does it: the app in a process of its own, told by the environment what to read and where to write.
beforeAll(() => {
  assembly = mkdtempSync(join(tmpdir(), 'posthorn-synth-'));
  execFileSync(process.execPath, ['bin/posthorn.ts'], {
    env: {
      ...process.env,
      CDK_OUTDIR: assembly,
      CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJsonContext, stage: 'test' }),
    },
    stdio: 'pipe',
  });
}, 180_000);

afterAll(() => rmSync(assembly, { recursive: true, force: true }));

test('the app writes the template of its stage', () => {
  const template = JSON.parse(readFileSync(join(assembly, 'Posthorn-test.template.json'), 'utf8'));
  expect(template.Outputs).toHaveProperty('ApiUrl');
});

test('each function is a small module with a handler', () => {
  const bundles = globSync(join(assembly, 'asset.*', 'index.mjs'));
  expect(bundles).toHaveLength(5);
  for (const bundle of bundles) {
    expect(statSync(bundle).size).toBeLessThanOrEqual(mostBytes);
    expect(readFileSync(bundle, 'utf8')).toMatch(/export\s*\{[^}]*\bhandler\b/);
    expect(() => execFileSync(process.execPath, ['--check', bundle], { stdio: 'pipe' })).not.toThrow();
  }
});

test('nothing but bundles is packaged, and the files of Swagger UI beside the one that serves them', () => {
  const packaged = globSync(join(assembly, 'asset.*', '**', '*.*')).map((path) =>
    path.replace(/^.*asset\.\w+\//, ''),
  );
  expect(packaged.filter((path) => path !== 'index.mjs').sort()).toEqual([
    'swagger-ui/favicon-32x32.png',
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
      requestContext: { requestId: 'request-1', path: '/test/docs/swagger-ui.css' },
    },
    {},
  );
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/css; charset=utf-8' } });
});
