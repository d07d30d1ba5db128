import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Proves that the import rules bite: plants violations in a small tree, and expects each of them to be reported. */

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const CONFIG = '.dependency-cruiser.cjs';
const folders = [
  'bin',
  'lib',
  'functions',
  'src',
  'embedded',
  'models',
  'bench',
  'client',
  'dashboard',
  'scripts',
  'e2e',
  'test',
];

/** All arrows that are allowed, and none that is not. */
const cleanTree: Readonly<Record<string, string>> = {
  'src/domain/event.ts':
    "import 'node:crypto';\nimport 'ipaddr.js';\nimport './limits.ts';\nexport interface Event {}",
  'src/domain/limits.ts': 'export const limit = 1;',
  'src/ports/clock.ts': 'export interface Clock {}',
  'src/ports/store.ts':
    "import type {} from '../domain/event.ts';\nimport './clock.ts';\nexport interface Store {}",
  'src/application/ingest.ts':
    "import 'node:crypto';\nimport '../ports/store.ts';\nimport '../domain/event.ts';",
  'src/application/publish.ts': "import './ingest.ts';",
  'src/application/leaf.ts': 'export const leaf = 1;',
  'src/http/events/leaf-routes.ts': "import '../../application/leaf.ts';",
  'src/http/core/operation.ts': "import 'zod';\nimport 'node:buffer';\nimport '../../domain/event.ts';",
  'src/http/core/router.ts':
    "import '@middy/core';\nimport 'node:async_hooks';\nimport './operation.ts';\nimport '../../application/ingest.ts';\n" +
    "import type {} from '../../ports/store.ts';",
  'src/http/events/operations.ts':
    "import 'zod';\nimport '../core/operation.ts';\nimport '../../domain/event.ts';",
  'src/http/events/routes.ts':
    "import './operations.ts';\nimport './route-answers.ts';\nimport '../core/router.ts';\nimport '../../application/ingest.ts';",
  'src/http/events/send-routes.ts': "import '../../application/publish.ts';",
  'src/http/events/route-answers.ts': "import type {} from '../../application/publish.ts';",
  'src/http/openapi/document.ts': "import '../events/operations.ts';",
  'src/config/settings.ts': "import 'zod';\nimport './stages.ts';",
  'src/config/stages.ts': 'export const stages = [];',
  'src/adapters/sqlite/store.ts':
    "import 'node:sqlite';\nimport '../../ports/store.ts';\nimport '../../domain/event.ts';",
  'src/adapters/redis/sender.ts':
    "import 'iovalkey';\nimport 'pino';\nimport 'lru-cache';\nimport '../sqlite/store.ts';",
  'src/runtime/compose.ts':
    "import '../adapters/redis/sender.ts';\nimport '../application/publish.ts';\nimport '../config/settings.ts';",
  'functions/ingest.ts':
    "import '@middy/core';\nimport '../src/http/events/routes.ts';\nimport '../src/application/ingest.ts';\n" +
    "import '../src/runtime/compose.ts';\nimport type {} from '../src/ports/store.ts';",
  'lib/stack.ts': "import 'aws-cdk-lib';\nimport 'constructs';\nimport '../src/config/settings.ts';",
  'bin/app.ts': "import 'cdk-nag';\nimport '../lib/stack.ts';\nimport '../src/config/settings.ts';",
  'embedded/main.ts':
    "import 'node:http';\nimport '../functions/ingest.ts';\nimport '../src/runtime/compose.ts';",
  'models/cost.ts':
    "import 'node:fs';\nimport './queue.ts';\nimport '../src/domain/event.ts';\nimport '../src/config/stages.ts';",
  'models/queue.ts': 'export const queue = 1;',
  'bench/run.ts': "import 'node:http';\nimport 'iovalkey';\nimport './load.ts';",
  'bench/load.ts': 'export const load = 1;',
  'dashboard/src/page.tsx':
    "import 'react';\nimport 'react-aria-components';\nimport '../../client/src/client.ts';",
  'client/src/client.ts': "import './errors.ts';",
  'client/src/errors.ts': 'export const error = 1;',
  'client/src/cli/main.ts': "import 'node:fs';\nimport './run.ts';\nimport '../client.ts';",
  'client/src/cli/run.ts': 'export const run = 1;',
  'scripts/deploy.ts':
    "import 'aws-cdk-lib';\nimport '../lib/stack.ts';\nimport '../src/runtime/compose.ts';",
  'test/support/fake.ts': "import '../../src/domain/event.ts';\nimport '../../embedded/main.ts';",
  'test/measure/count.ts':
    "import '../../models/cost.ts';\nimport '../../scripts/deploy.ts';\nimport '../../e2e/support/api.ts';\nimport '../support/fake.ts';",
  'e2e/support/api.ts': 'export const api = 1;',
  'e2e/run.ts':
    "import './support/api.ts';\nimport '../test/support/fake.ts';\nimport '../scripts/deploy.ts';",
};

interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

/** Each line of code in a file of its own: in a folder, or of a kind that the start of its name tells (`folder/route-`). */
const violationsOf = (rule: string, place: string, ...lines: readonly string[]): Planted[] =>
  lines.map((code, index) => ({
    rule,
    file: `${place.endsWith('-') ? place : `${place}/`}${rule}-${index}.ts`,
    code,
  }));

const planted: readonly Planted[] = [
  ...violationsOf(
    'domain-is-pure',
    'src/domain',
    "import 'node:fs';",
    "import 'zod';",
    "import '../ports/store.ts';",
    "import '../config/settings.ts';",
    "import type { Store } from '../ports/store.ts';",
    "import { type ZodType } from 'zod';",
    "export type Store = import('../ports/store.ts').Store;",
    "export type { Store } from '../ports/store.ts';",
    "export * from '../application/ingest.ts';",
    "export const later = import('iovalkey');",
  ),
  ...violationsOf(
    'ports-know-only-the-domain',
    'src/ports',
    "import '../application/ingest.ts';",
    "import type {} from '../adapters/sqlite/store.ts';",
    "import type { ZodType } from 'zod';",
    "import 'node:crypto';",
  ),
  ...violationsOf(
    'application-knows-no-adapter',
    'src/application',
    "import '../adapters/sqlite/store.ts';",
    "import type {} from '../adapters/sqlite/store.ts';",
    "import '../http/core/operation.ts';",
    "import '../config/settings.ts';",
    "import '../runtime/compose.ts';",
    "import '../../functions/ingest.ts';",
    "import 'iovalkey';",
    "import 'node:fs';",
  ),
  ...violationsOf(
    'http-core-knows-no-resource',
    'src/http/core',
    "import '../events/operations.ts';",
    "import type {} from '../events/routes.ts';",
    "import '../openapi/document.ts';",
    "import '../../adapters/sqlite/store.ts';",
    "import '../../config/settings.ts';",
    "import 'pino';",
    "import 'node:fs';",
  ),
  ...violationsOf(
    'resources-are-http-only',
    'src/http/recoveries/route-',
    "import '../../adapters/sqlite/store.ts';",
    "import '../../config/settings.ts';",
    "import '../../runtime/compose.ts';",
    "import type {} from '../../../functions/ingest.ts';",
    "import '@middy/core';",
    "import 'pino';",
    "import 'node:fs';",
  ),
  ...violationsOf(
    'only-routes-reach-use-cases',
    'src/http/recoveries',
    "import '../../application/leaf.ts';",
    "import type {} from '../../ports/clock.ts';",
    "import '../events/leaf-routes.ts';",
    "export const later = import('../../application/leaf.ts');",
  ),
  ...violationsOf(
    'routes-ask-use-cases',
    'src/http/recoveries/route-',
    "import '../../ports/store.ts';",
    "import type { Store } from '../../ports/store.ts';",
  ),
  ...violationsOf(
    'adapters-do-not-call-up',
    'src/adapters/sqlite',
    "import '../../application/ingest.ts';",
    "import '../../http/core/operation.ts';",
    "import '../../runtime/compose.ts';",
    "import type {} from '../../../functions/ingest.ts';",
    "import '../../../lib/stack.ts';",
    "import '../../../bin/app.ts';",
    "import '../../../embedded/main.ts';",
  ),
  ...violationsOf(
    'config-stands-alone',
    'src/config',
    "import '../domain/limits.ts';",
    "import type {} from '../ports/store.ts';",
    "import 'node:fs';",
    "import 'pino';",
  ),
  ...violationsOf(
    'runtime-does-not-call-up',
    'src/runtime',
    "import '../http/core/operation.ts';",
    "import type {} from '../../functions/ingest.ts';",
    "import '../../lib/stack.ts';",
    "import '../../bin/app.ts';",
    "import '../../embedded/main.ts';",
  ),
  ...violationsOf(
    'handlers-touch-no-sdk-and-no-adapter',
    'functions',
    "import '../src/adapters/sqlite/store.ts';",
    "import type {} from '../src/adapters/sqlite/store.ts';",
    "import 'iovalkey';",
    "import 'pino';",
    "import type { LRUCache } from 'lru-cache';",
    "import 'tinyqueue';",
  ),
  ...violationsOf(
    'infrastructure-is-apart',
    'lib',
    "import '../functions/ingest.ts';",
    "import '../embedded/main.ts';",
    "import '../src/domain/limits.ts';",
    "import type {} from '../src/ports/store.ts';",
  ),
  ...violationsOf('infrastructure-is-apart', 'bin', "import '../src/runtime/compose.ts';"),
  ...violationsOf('runtime-has-no-cdk', 'src/runtime', "import 'constructs';"),
  ...violationsOf('runtime-has-no-cdk', 'functions', "import type { Stack } from 'aws-cdk-lib';"),
  ...violationsOf('runtime-has-no-cdk', 'embedded', "import 'cdk-nag';", "import 'aws-cdk-lib/aws-sqs';"),
  ...violationsOf(
    'bench-speaks-http-only',
    'bench',
    "import '../src/domain/limits.ts';",
    "import type {} from '../src/ports/store.ts';",
    "import '../functions/ingest.ts';",
    "import '../lib/stack.ts';",
    "import '../bin/app.ts';",
    "import '../embedded/main.ts';",
    "import '../models/cost.ts';",
    "import '../scripts/deploy.ts';",
  ),
  ...violationsOf(
    'models-only-compute',
    'models',
    "import '../src/application/ingest.ts';",
    "import type {} from '../src/ports/store.ts';",
    "import '../src/adapters/sqlite/store.ts';",
    "import '../lib/stack.ts';",
    "import '../scripts/deploy.ts';",
    "import '../bench/load.ts';",
    "import 'node:http';",
    "import 'zod';",
  ),
  ...violationsOf(
    'chores-need-no-model',
    'scripts',
    "import '../models/cost.ts';",
    "import type {} from '../bench/load.ts';",
  ),
  ...violationsOf(
    'e2e-speaks-http-only',
    'e2e',
    "import '../src/domain/limits.ts';",
    "import type {} from '../src/ports/store.ts';",
    "import '../functions/ingest.ts';",
    "import '../embedded/main.ts';",
    "import '../models/cost.ts';",
  ),
  ...violationsOf(
    'client-stands-alone',
    'client/src',
    "import 'node:crypto';",
    "import 'iovalkey';",
    "import type {} from '../../src/domain/event.ts';",
    "import './cli/run.ts';",
  ),
  ...violationsOf(
    'dashboard-speaks-http-only',
    'dashboard/src',
    "import type {} from '../../src/domain/event.ts';",
    "import '../../embedded/main.ts';",
    "import '../../client/src/cli/run.ts';",
    "import 'node:fs';",
    "import 'zod';",
  ),
  ...violationsOf(
    'cli-is-client-and-node',
    'client/src/cli',
    "import 'iovalkey';",
    "import 'zod';",
    "import type {} from '../../../src/domain/event.ts';",
    "import '../../../embedded/main.ts';",
  ),
  ...violationsOf('product-needs-no-model', 'embedded', "import '../models/cost.ts';"),
  ...violationsOf('product-needs-no-model', 'lib', "import '../bench/load.ts';"),
  ...['embedded', 'bench', 'scripts', 'src'].flatMap((place) =>
    violationsOf(
      'only-tests-use-tests',
      place,
      "import '../test/support/fake.ts';",
      "import type {} from '../e2e/support/api.ts';",
    ),
  ),
  ...violationsOf(
    'no-unresolvable',
    'embedded',
    "import './nowhere.ts';",
    "import 'posthorn-no-such-package';",
  ),
  { rule: 'no-circular', file: 'src/domain/egg.ts', code: "import './hen.ts';" },
  { rule: 'no-circular', file: 'src/ports/egg.ts', code: "import type {} from './hen.ts';" },
];

/** The other halves of the circles, which are reported once each. */
const accomplices: Readonly<Record<string, string>> = {
  'src/domain/hen.ts': "import './egg.ts';",
  'src/ports/hen.ts': "import type {} from './egg.ts';",
};

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

const run = promisify(execFile);

const depcruise = (directory: string, config: string, ...options: readonly string[]) =>
  run(
    process.execPath,
    [join(PROJECT, 'node_modules/.bin/depcruise'), '--config', config, ...options, ...folders],
    { cwd: directory, maxBuffer: 64 * 1024 * 1024 },
  );

async function cruise(directory: string, config: string): Promise<Cruise> {
  const { stdout } = await depcruise(directory, config, '--output-type', 'json');
  return JSON.parse(stdout) as Cruise;
}

const violationsIn = ({ summary }: Cruise): string[] =>
  summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();

async function plant(directory: string, tree: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, code] of Object.entries(tree)) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), `${code}\n`);
  }
}

/** The project's rules, over a tree whose packages are the project's: seen as its own, not as a folder elsewhere. */
const RULES_OF_TREE = `
const rules = require('./${CONFIG}');
module.exports = { ...rules, options: { ...rules.options, preserveSymlinks: true } };
`;

async function makeTree(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'posthorn-import-rules-')));
  for (const file of [CONFIG, 'tsconfig.json', 'package.json'])
    await cp(join(PROJECT, file), join(directory, file));
  await symlink(join(PROJECT, 'node_modules'), join(directory, 'node_modules'));
  await plant(directory, { ...cleanTree, 'rules.cjs': RULES_OF_TREE });
  return directory;
}

let tree: string;
beforeAll(async () => {
  tree = await makeTree();
});
afterAll(async () => {
  await rm(tree, { recursive: true, force: true });
});

describe('the import rules', () => {
  it('pass a tree with every arrow that is allowed', async () => {
    const clean = await cruise(tree, 'rules.cjs');
    expect(violationsIn(clean)).toEqual([]);
    const cruised = clean.modules.map(({ source }) => source);
    expect(cruised).toEqual(expect.arrayContaining(Object.keys(cleanTree)));
    await expect(depcruise(tree, 'rules.cjs')).resolves.toMatchObject({ stdout: expect.any(String) });
  });

  it('are each planted against', () => {
    const { forbidden } = createRequire(import.meta.url)(join(PROJECT, CONFIG)) as {
      forbidden: readonly { name: string; severity: string }[];
    };
    expect(new Set(planted.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
    expect(new Set(forbidden.map(({ severity }) => severity))).toEqual(new Set(['error']));
  });

  describe('in a tree with violations', () => {
    let found: string[];
    beforeAll(async () => {
      await plant(tree, Object.fromEntries(planted.map(({ file, code }) => [file, code])));
      await plant(tree, accomplices);
      found = violationsIn(await cruise(tree, 'rules.cjs'));
    });

    it.each(planted)('report $rule for $code in $file', ({ rule, file }) => {
      expect(found).toContain(`${rule}: ${file}`);
    });

    it('report nothing else', () => {
      expect(found).toEqual(planted.map(({ rule, file }) => `${rule}: ${file}`).sort());
    });

    it('make the command fail, with their number for its exit code', async () => {
      await expect(depcruise(tree, 'rules.cjs')).rejects.toMatchObject({ code: planted.length });
    });
  });
});

describe('the check of this project', () => {
  it('runs these rules over these folders', async () => {
    const { scripts } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['check']).toContain(`depcruise --config ${CONFIG} ${folders.join(' ')}`);
  });

  it('sees every source file', async () => {
    const sources: string[] = [];
    for (const folder of folders) {
      const files = await readdir(join(PROJECT, folder), { recursive: true });
      sources.push(...files.filter((file) => file.endsWith('.ts')).map((file) => `${folder}/${file}`));
    }
    const { modules, summary } = await cruise(PROJECT, CONFIG);
    expect(summary.totalCruised).toBeGreaterThan(20);
    expect(modules.map(({ source }) => source)).toEqual(expect.arrayContaining(sources));
  }, 120_000);
});
