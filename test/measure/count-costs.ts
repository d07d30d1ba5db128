import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTS_FILE, type ScenarioCount, textOf } from '../../models/cost/counts.ts';
import { type LocalDeployment, localEnvironment, run } from '../../scripts/local-cdk.ts';
import { startEmulator } from '../deploy/emulator-process.ts';
import { missingAwsEmulators } from '../support/aws-emulators.ts';
import { CountedStage } from './costs/counted-stage.ts';
import { type PayloadName, payloads } from './costs/payloads.ts';
import { countScenario, type ScenarioName, scenarios } from './costs/scenarios.ts';

/**
 * `npm run count-costs`: deploys the stack to an emulator of its own, counts the calls of its functions for an event, and
 * writes docs/cost/counts.json, from which `npm run cost` makes docs/cost.md. Takes five minutes.
 */

const DEPLOY_SECONDS = 280;
const MINUTES_MOST = 15;

function fail(message: string): never {
  console.error(`count-costs: ${message}`);
  process.exit(1);
}

async function deploy(endpoint: string): Promise<LocalDeployment> {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-count-costs-'));
  const file = join(folder, 'deployment.json');
  try {
    const script = join(import.meta.dirname, '../../scripts/deploy-local.ts');
    const env = { ...localEnvironment(endpoint), REDIS_URL: undefined };
    const deployed = await run(process.execPath, [script, '--save', file], {
      env,
      timeoutSeconds: DEPLOY_SECONDS,
    });
    if (deployed.status !== 0) throw new Error(`the stack could not be deployed:\n${deployed.output}`);
    return JSON.parse(readFileSync(file, 'utf8')) as LocalDeployment;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function countAll(stage: CountedStage): Promise<Readonly<Record<string, ScenarioCount>>> {
  const counts: Record<string, ScenarioCount> = {};
  for (const name of Object.keys(scenarios) as ScenarioName[]) {
    // The cost of a payload is counted with the simplest scenario.
    const counted = name === 'single' ? (Object.keys(payloads) as PayloadName[]) : (['typical'] as const);
    for (const payload of counted) {
      console.log(`counting ${name}.${payload}`);
      counts[`${name}.${payload}`] = await countScenario(stage, name, payload);
    }
  }
  return counts;
}

if (missingAwsEmulators.length > 0) {
  fail(`${missingAwsEmulators.join(' and ')} missing: run scripts/install-emulators.sh`);
}

const emulator = await startEmulator('ministack');
const closers: (() => Promise<unknown>)[] = [() => emulator.stop()];

/** At most once, for all callers. */
let closing: Promise<void> | undefined;
const close = (): Promise<void> => {
  closing ??= (async () => {
    for (const closeOne of closers.reverse()) await closeOne().catch(console.error);
  })();
  return closing;
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void close().finally(() => process.exit(1)));
}
const late = setTimeout(() => {
  console.error(`count-costs: not done after ${MINUTES_MOST} minutes`);
  void close().finally(() => process.exit(1));
}, MINUTES_MOST * 60_000);

try {
  console.log(`deploying to ${emulator.endpoint} …`);
  const stage = await CountedStage.open(emulator.endpoint, await deploy(emulator.endpoint));
  closers.push(() => stage.close());
  const counts = { counted: new Date().toISOString().slice(0, 10), memoryMb: stage.memoryMb };
  writeFileSync(COUNTS_FILE, textOf({ ...counts, scenarios: await countAll(stage) }));
  console.log('docs/cost/counts.json is written; next: npm run cost');
} catch (error) {
  // Failures during the shutdown are expected.
  if (closing === undefined) console.error(error);
  process.exitCode = 1;
} finally {
  clearTimeout(late);
  await close();
}
