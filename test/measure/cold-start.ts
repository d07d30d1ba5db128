/**
 * `npm run cold-start`: how long the ingest function of the synthesized stack takes from the load of its bundle to its
 * first 202, over the emulators of DynamoDB, SQS and KMS. Twenty processes, one after the other.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { createSubscription } from '../../src/application/create-subscription.ts';
import { functionVariables } from '../../src/config/function-environment.ts';
import { apiKeyFrom, apiKeyHash } from '../../src/domain/api-key.ts';
import { openApiRuntime } from '../../src/runtime/aws/api.ts';
import { startAwsEmulators } from '../support/aws-emulators.ts';
import { createBucket, createQueues, createTable } from '../support/aws-resources.ts';
import { restEvent } from '../support/lambda-events.ts';
import { aSubscription, aTenantId } from '../support/records.ts';

const RUNS = 20;
const project = resolve(import.meta.dirname, '../..');

interface Probe {
  readonly statusCode: number;
  readonly loadMs: number;
  readonly totalMs: number;
}

/** The bundle of the ingest function, as `cdk synth` makes it. */
function ingestBundle(assembly: string): string {
  const context = { ...JSON.parse(readFileSync(join(project, 'cdk.json'), 'utf8')).context, profile: 'lean' };
  execFileSync(process.execPath, ['bin/posthorn.ts'], {
    cwd: project,
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: 'pipe',
  });
  const template = JSON.parse(readFileSync(join(assembly, 'Posthorn-prod.template.json'), 'utf8'));
  const [id] = Object.keys(template.Resources).filter((name) => /^FunctionsIngest[0-9A-F]{8}$/.test(name));
  const { S3Key } = template.Resources[id ?? ''].Properties.Code;
  return join(assembly, `asset.${S3Key.replace('.zip', '')}`, 'index.mjs');
}

/** A table with a subscription and an API key, and all that a function is told of where things are. */
async function prepareStage() {
  const clients = awsClients({ patience: 10 });
  const [tableName, queues, payloadBucket] = await Promise.all([
    createTable(clients),
    createQueues(clients, { visibilityTimeoutSeconds: 360, maxReceiveCount: 100 }),
    createBucket(),
  ]);
  const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
  const variables = functionVariables({
    version: 'cold-start',
    tableName,
    queueUrl: queues.delivery,
    exhaustedQueueUrl: queues.exhausted,
    payloadBucket,
    dataKeyId: KeyMetadata?.Arn ?? '',
    redisUrl: undefined,
    redisIamCache: undefined,
    tenantRateLimit: undefined,
    deliverMaxConcurrency: 2,
    retentionHours: 72,
    allowHttpTargets: false,
    allowedTargetCidrs: [],
    logLevel: 'warn',
  });
  const runtime = await openApiRuntime({ ...process.env, ...variables });
  const tenantId = aTenantId();
  const key = apiKeyFrom(runtime.randomness.bytes(32));
  const { DynamoApiKeyStore } = await import('../../src/adapters/dynamodb/api-key-store.ts');
  const { Table } = await import('../../src/adapters/dynamodb/table.ts');
  const { systemRandomness } = await import('../../src/adapters/node/system-randomness.ts');
  await new DynamoApiKeyStore(new Table(clients.documents, tableName, systemRandomness)).add(
    apiKeyHash(key),
    {
      id: `key_${runtime.randomness.ulid(Date.now())}`,
      tenantId,
      scopes: ['ingest'],
      name: 'cold start',
      createdAtMs: Date.now(),
      expiresAtMs: null,
      lastUsedAtMs: null,
    },
  );
  const created = await createSubscription(
    { ...runtime, targetGuard: { faultOf: async () => undefined } },
    {
      reach: { tenantId },
      settings: aSubscription(),
      status: 'enabled',
      signingSecret: undefined,
      idempotencyKey: undefined,
      body: new Uint8Array(),
    },
  );
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return { variables, key, subscriptionId: created.subscription.id };
}

function probe(bundle: string, event: object, env: NodeJS.ProcessEnv): Probe {
  const script = join(import.meta.dirname, 'cold-start-probe.mjs');
  const output = execFileSync(process.execPath, [script, bundle, JSON.stringify(event)], {
    env,
    encoding: 'utf8',
  });
  const result = JSON.parse(output.split('\n').find((line) => line.startsWith('{"probe"')) ?? '{}').probe;
  if (result?.statusCode !== 202) throw new Error(`the probe failed: ${output}`);
  return result;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const assembly = mkdtempSync(join(tmpdir(), 'posthorn-cold-start-'));
const emulators = await startAwsEmulators();
try {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: emulators.servicesEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB: emulators.dynamodbEndpoint,
  });
  const bundle = ingestBundle(assembly);
  const { variables, key, subscriptionId } = await prepareStage();
  const event = restEvent({
    method: 'POST',
    path: `/ingest/${subscriptionId}`,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: Buffer.from('{"order":1001}'),
  });
  const env = { ...process.env, ...variables };
  const probes = Array.from({ length: RUNS }, () => probe(bundle, event, env));
  const of = (pick: (one: Probe) => number) => {
    const values = probes.map(pick);
    const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)];
    return `median ${middle.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
  };
  console.log(`bundle: ${(readFileSync(bundle).length / 1_024).toFixed(0)} KiB`);
  console.log(`load and start, the data key from KMS included: ${of(({ loadMs }) => loadMs)}`);
  console.log(`to the first 202: ${of(({ totalMs }) => totalMs)}`);
} finally {
  await emulators.stop();
  rmSync(assembly, { recursive: true, force: true });
}
process.exit(0);
