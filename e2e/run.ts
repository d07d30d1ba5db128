import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { emulatorKinds, emulatorNamed } from '../scripts/emulator-kinds.ts';
import { emulatorLimits } from './support/emulator-limits.ts';

/**
 * The end-to-end suite, against the embedded service or against one that runs somewhere already:
 *
 *   npm run e2e
 *   npm run e2e -- --target <url> --key <admin key> [--table <name>] [--emulator ministack|localstack]
 *
 * Named an emulator, it skips tests that the emulator cannot pass (e2e/support/emulator-limits.ts), and says so.
 * With a table, its rows are looked at as well, with the AWS credentials and endpoint of the environment. The receiver
 * of the tests listens on 127.0.0.1, so the target has to run on this machine.
 */

const project = resolve(import.meta.dirname, '..');

const { values, positionals } = parseArgs({
  options: {
    target: { type: 'string' },
    key: { type: 'string' },
    table: { type: 'string' },
    emulator: { type: 'string' },
  },
  allowPositionals: true,
});

if (values.target !== undefined && values.key === undefined) {
  console.error('--target needs --key, an admin key of it');
  process.exit(2);
}

if (values.emulator !== undefined) {
  const { title } = emulatorKinds[nameOrExit(values.emulator)];
  for (const [test, reason] of Object.entries(emulatorLimits[values.emulator] ?? {})) {
    console.log(`skipped on ${title}: "${test}". ${reason}.`);
  }
}

function nameOrExit(name: string) {
  try {
    return emulatorNamed(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

const variables = {
  POSTHORN_E2E_TARGET: values.target,
  POSTHORN_E2E_KEY: values.key,
  POSTHORN_E2E_TABLE: values.table,
  POSTHORN_E2E_EMULATOR: values.emulator,
};
const vitest = ['run', '--root', 'e2e', ...positionals];
const { status } = spawnSync(`${project}/node_modules/.bin/vitest`, vitest, {
  cwd: project,
  env: { ...process.env, ...variables },
  stdio: 'inherit',
});
process.exit(status ?? 1);
