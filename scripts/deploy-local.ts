import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseStage } from '../src/config/stage.ts';
import { type EmulatorKind, emulatorAt, emulatorKinds, emulatorNamed } from './emulator-kinds.ts';
import {
  bootstrapArgs,
  type CommandResult,
  cdk,
  deployArgs,
  destroyArgs,
  LOCAL_STAGE,
  type LocalDeployment,
  liveStackOf,
  localEnvironment,
  makeAdminKey,
  stackOf,
} from './local-cdk.ts';

/**
 * `npm run deploy:local`: deploys the stack to an emulator of AWS (MiniStack or LocalStack), makes an admin key, and says
 * how to get a first webhook delivered.
 *
 *   npm run deploy:local -- [--stage local] [--emulator ministack|localstack] [--save <file>] [--destroy]
 *
 *   AWS_ENDPOINT_URL   where the emulator is; http://127.0.0.1:4566
 *   REDIS_URL          a Redis server, as the functions reach it; without it subscriptions are read from the table
 *   --emulator         fails unless this emulator answers; by default whichever answers is used
 *   --save <file>      writes what was deployed to a file, as JSON
 *   --destroy          deletes the stack of the stage, with all that is stored in it
 */

const BOOTSTRAP_SECONDS = 240;
/** With Docker, LocalStack also pulls the image of Lambda's Node.js runtime at the first deployment. */
const DEPLOY_SECONDS = 600;
const DESTROY_SECONDS = 240;

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

const usage =
  'npm run deploy:local -- [--stage local] [--emulator ministack|localstack] [--save <file>] [--destroy]';

/** What the command line says. Ends the process with the reason and the usage if it says anything else. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        stage: { type: 'string', default: LOCAL_STAGE },
        emulator: { type: 'string' },
        save: { type: 'string' },
        destroy: { type: 'boolean', default: false },
      },
    });
    parseStage({ stage: values.stage });
    return {
      ...values,
      emulator: values.emulator === undefined ? undefined : emulatorNamed(values.emulator),
    };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\nUsage: ${usage}`);
  }
}

const options = readOptions();
const endpoint = process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:4566';
const stack = stackOf(options.stage);
const env = localEnvironment(endpoint);
const { title, hasLive } = await checkEmulator();
const stage = { stage: options.stage, redisUrl: process.env['REDIS_URL'], hasLive };

async function checkEmulator(): Promise<EmulatorKind> {
  const found = await emulatorAt(endpoint);
  if (found === undefined) {
    fail(
      `no emulator answers at ${endpoint}. Start one in another terminal: ` +
        `npm run emulator -- --emulator ${options.emulator ?? 'ministack'}, or with Docker: ` +
        'docker compose -f docker-compose.localstack.yml up -d. AWS_ENDPOINT_URL says where it is.',
    );
  }
  const kind = emulatorKinds[found];
  if (options.emulator !== undefined && options.emulator !== found) {
    fail(`${kind.title} answers at ${endpoint}, not ${emulatorKinds[options.emulator].title}`);
  }
  return kind;
}

/** The stack's outputs are addresses of amazonaws.com: emulators serve an API here. */
const apiUrl = (apiId: string): string => `${endpoint}/_aws/execute-api/${apiId}/${options.stage}`;

const webSocketUrl = (apiId: string): string => apiUrl(apiId).replace(/^http/, 'ws');

async function destroy(title: string): Promise<never> {
  console.log(`deleting ${stack} from ${title} at ${endpoint} …`);
  mustSucceed('cdk destroy', await cdk(destroyArgs(stage), { env, timeoutSeconds: DESTROY_SECONDS }));
  console.log(`${stack} is deleted`);
  process.exit(0);
}

async function deploy(): Promise<Omit<LocalDeployment, 'key'>> {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-deploy-'));
  const outputsFile = join(folder, 'outputs.json');
  const args = [...deployArgs(stage), '--outputs-file', outputsFile];
  mustSucceed('cdk deploy', await cdk(args, { env, timeoutSeconds: DEPLOY_SECONDS }));
  const outputs = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  rmSync(folder, { recursive: true });
  const output = (name: string, of = stack): string =>
    outputs[of]?.[name] ?? fail(`the stack ${of} has no output ${name}`);
  return {
    url: apiUrl(output('ApiId')),
    tableName: output('TableName'),
    queueUrl: output('QueueUrl'),
    deadLetterQueueUrl: output('DeadLetterQueueUrl'),
    ...(hasLive && { liveUrl: webSocketUrl(output('LiveApiId', liveStackOf(options.stage))) }),
  };
}

if (options.destroy) await destroy(title);
console.log(`preparing ${title} at ${endpoint} for the CDK …`);
mustSucceed('cdk bootstrap', await cdk(bootstrapArgs, { env, timeoutSeconds: BOOTSTRAP_SECONDS }));
console.log(`deploying ${stack} …`);
const deployed = await deploy();
const madeKey = await makeAdminKey(deployed.tableName, env);
if ('output' in madeKey) fail('no admin key could be made', madeKey);
const deployment: LocalDeployment = { ...deployed, key: madeKey.key };
if (options.save !== undefined) writeFileSync(options.save, JSON.stringify(deployment), { mode: 0o600 });

console.log(`
${stack} is deployed:

  dashboard         ${deployment.url}/dashboard/
  POSTHORN_URL      ${deployment.url}
  POSTHORN_API_KEY  ${deployment.key}${
    deployment.liveUrl === undefined
      ? ''
      : `
  live view         ${deployment.liveUrl}`
  }

A receiver that subscribes itself, in a second terminal:

  POSTHORN_URL=${deployment.url} \\
  POSTHORN_API_KEY=${deployment.key} npm run receiver

An event, which it gets as a signed webhook:

  curl ${deployment.url}/events \\
    -H 'Authorization: Bearer ${deployment.key}' -H 'Content-Type: application/json' \\
    -d '{"event_type": "order.created", "payload": {"order": 1001}}'

The end-to-end suite:

  npm run e2e -- --target ${deployment.url} --key ${deployment.key}${title === 'LocalStack' ? ' --emulator localstack' : ''}

To delete it again:

  npm run deploy:local -- --destroy${options.stage === LOCAL_STAGE ? '' : ` --stage ${options.stage}`}`);
