import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  bootstrapArgs,
  type CommandResult,
  cdk,
  deployArgs,
  LOCAL_STACK,
  LOCAL_STAGE,
  type LocalDeployment,
  localEnvironment,
  makeAdminKey,
} from './local-cdk.ts';

/**
 * `npm run deploy:local`: deploys the stack to an emulator of AWS (`npm run emulator`, or LocalStack), makes an admin
 * key, and says how to get a first webhook delivered.
 *
 *   AWS_ENDPOINT_URL   where the emulator is; http://127.0.0.1:4566
 *   REDIS_URL          a Redis server, as the functions reach it; without it subscriptions are read from the table
 *   --save <file>      writes what was deployed to a file, as JSON
 */

const BOOTSTRAP_SECONDS = 120;
const DEPLOY_SECONDS = 240;
const ANSWER_MS = 5_000;

function fail(message: string, { output }: Partial<CommandResult> = {}): never {
  if (output !== undefined) console.error(output);
  console.error(`deploy:local: ${message}`);
  process.exit(1);
}

function mustSucceed(what: string, result: CommandResult): void {
  if (result.status === 0) return;
  const how = result.status === 'timeout' ? 'did not end in time' : 'failed';
  fail(`${what} ${how}; what the emulator says about it is in its own output`, result);
}

const endpoint = process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:4566';
const { save } = parseArgs({ options: { save: { type: 'string' } } }).values;
const env = localEnvironment(endpoint);

async function checkEmulator(): Promise<void> {
  // MiniStack and LocalStack both answer here, and AWS does not.
  const health = `${endpoint}/_localstack/health`;
  const isThere = await fetch(health, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    (response) => response.ok,
    () => false,
  );
  if (isThere) return;
  fail(
    `no emulator answers at ${endpoint}. Start one in another terminal: npm run emulator, or with Docker: ` +
      'docker compose -f docker-compose.localstack.yml up -d. AWS_ENDPOINT_URL says where it is.',
  );
}

/** Both print addresses of amazonaws.com: this is where they really serve an API. */
const apiUrl = (apiId: string): string => `${endpoint}/_aws/execute-api/${apiId}/${LOCAL_STAGE}`;

async function deploy(): Promise<Omit<LocalDeployment, 'key'>> {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-deploy-'));
  const outputsFile = join(folder, 'outputs.json');
  const args = [...deployArgs(process.env['REDIS_URL']), '--outputs-file', outputsFile];
  mustSucceed('cdk deploy', await cdk(args, { env, timeoutSeconds: DEPLOY_SECONDS }));
  const outputs = (JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>)[
    LOCAL_STACK
  ];
  rmSync(folder, { recursive: true });
  const output = (name: string): string => outputs?.[name] ?? fail(`the stack has no output ${name}`);
  return {
    url: apiUrl(output('ApiId')),
    tableName: output('TableName'),
    queueUrl: output('QueueUrl'),
    deadLetterQueueUrl: output('DeadLetterQueueUrl'),
  };
}

await checkEmulator();
console.log(`preparing the emulator at ${endpoint} for the CDK …`);
mustSucceed('cdk bootstrap', await cdk(bootstrapArgs, { env, timeoutSeconds: BOOTSTRAP_SECONDS }));
console.log(`deploying ${LOCAL_STACK} …`);
const deployed = await deploy();
const madeKey = await makeAdminKey(deployed.tableName, env);
if ('output' in madeKey) fail('no admin key could be made', madeKey);
const deployment: LocalDeployment = { ...deployed, key: madeKey.key };
if (save !== undefined) writeFileSync(save, JSON.stringify(deployment), { mode: 0o600 });

console.log(`
${LOCAL_STACK} is deployed:

  POSTHORN_URL      ${deployment.url}
  POSTHORN_API_KEY  ${deployment.key}

A receiver that subscribes itself, in a second terminal:

  POSTHORN_URL=${deployment.url} \\
  POSTHORN_API_KEY=${deployment.key} npm run receiver

An event, which it gets as a signed webhook:

  curl ${deployment.url}/events \\
    -H 'Authorization: Bearer ${deployment.key}' -H 'Content-Type: application/json' \\
    -d '{"event_type": "order.created", "payload": {"order": 1001}}'

The end-to-end suite:

  npm run e2e -- --target ${deployment.url} --key ${deployment.key}`);
