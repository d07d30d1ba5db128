import { Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import packageJson from '../../package.json' with { type: 'json' };
import { deliverySettings } from '../../src/config/delivery-queue.ts';
import { type FunctionEnvironment, functionVariables } from '../../src/config/function-environment.ts';
import { docsVariables } from '../../src/config/portal-origins.ts';
import type { Stage } from '../../src/config/stage.ts';
import type { DataKey } from './data-key.ts';
import type { Network } from './network.ts';
import type { Queues } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { Storage } from './storage.ts';

export interface ServiceFunctionsProps {
  readonly stage: Stage;
  readonly storage: Storage;
  readonly queues: Queues;
  readonly dataKey: DataKey;
  /** Undefined: there is no VPC, and all functions run outside of one. */
  readonly network: Network | undefined;
  /** The cache settings of api and ingest, if there is a cache. */
  readonly redis: RedisSettings;
}

type RedisSettings = Pick<FunctionEnvironment, 'redisUrl' | 'redisIamCache'>;

const noRedis: RedisSettings = { redisUrl: undefined, redisIamCache: undefined };

/** Each attempt resolves a name in a thread of this pool, and Node.js has only four by default. */
const LOOKUP_THREADS = { UV_THREADPOOL_SIZE: '16' };

/** The Lambda functions and their sizes. The stack decides about permissions and triggers. */
export class ServiceFunctions extends Construct {
  readonly api: ServiceFunction;
  readonly ingest: ServiceFunction;
  readonly deliver: ServiceFunction;
  readonly release: ServiceFunction;
  readonly deadLetters: ServiceFunction;
  readonly docs: ServiceFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionsProps) {
    super(scope, id);
    Validations.of(this).acknowledge(props.storage.anyPayload);
    const logRetentionDays = props.stage.logRetentionDays;
    const configured = { logRetentionDays, variables: variablesOf(props, noRedis) };
    const cached = {
      logRetentionDays,
      variables: variablesOf(props, props.redis),
      placement: props.network?.inside,
    };

    this.api = new ServiceFunction(this, 'Api', {
      ...cached,
      entry: 'api',
      description: 'Serves the API except ingest and documentation',
      memoryMb: 256,
      timeoutSeconds: 20,
    });
    this.ingest = new ServiceFunction(this, 'Ingest', {
      ...cached,
      entry: 'ingest',
      description: 'Accepts events',
      memoryMb: 256,
      timeoutSeconds: 20,
    });
    this.deliver = new ServiceFunction(this, 'Deliver', {
      logRetentionDays,
      variables: { ...configured.variables, ...LOOKUP_THREADS },
      // Without fixed addresses it stays outside of the VPC, where it reaches the internet, and nothing private.
      placement: props.network?.outward,
      entry: 'deliver',
      description: 'Attempts deliveries',
      // Ten TLS handshakes at a time need CPU, which Lambda assigns with memory.
      memoryMb: 512,
      timeoutSeconds: deliverySettings.functionTimeoutSeconds,
    });
    this.release = new ServiceFunction(this, 'Release', {
      ...configured,
      entry: 'release',
      description: 'Puts parked deliveries that are due back on the queue',
      memoryMb: 256,
      // Less than the minute until its next start.
      timeoutSeconds: 50,
    });
    this.deadLetters = new ServiceFunction(this, 'DeadLetters', {
      ...configured,
      entry: 'dead-letters',
      description: 'Records the deliveries of dead-lettered messages',
      memoryMb: 256,
      timeoutSeconds: deliverySettings.functionTimeoutSeconds,
    });
    this.docs = new ServiceFunction(this, 'Docs', {
      logRetentionDays,
      variables: docsVariables(props.stage),
      entry: 'docs',
      description: 'Serves the dashboard, the portal and the documentation',
      memoryMb: 256,
      timeoutSeconds: 10,
      packagedFiles: [swaggerUi, pages],
      beforePackaging: `"${process.execPath}" scripts/build-dashboard.ts --if-stale`,
    });
  }
}

const swaggerUi = {
  from: ['swagger-ui.css', 'swagger-ui-bundle.js'].map((file) => `node_modules/swagger-ui-dist/${file}`),
  to: 'swagger-ui',
};

/** From `scripts/build-dashboard.ts`. */
const pages = {
  from: ['assets', 'files.json', 'index.html'].map((file) => `dist/dashboard/${file}`),
  to: 'dashboard',
};

const variablesOf = (
  { stage, storage, queues, dataKey }: ServiceFunctionsProps,
  { redisUrl, redisIamCache }: RedisSettings,
) =>
  functionVariables({
    version: packageJson.version,
    redisUrl,
    redisIamCache,
    tableName: storage.table.tableName,
    queueUrl: queues.delivery.queueUrl,
    exhaustedQueueUrl: queues.exhausted.queueUrl,
    payloadBucket: storage.payloads.bucketName,
    dataKeyId: dataKey.key.keyArn,
    deliverMaxConcurrency: stage.deliverMaxConcurrency,
    tenantRateLimit: stage.tenantRateLimit,
    retentionHours: stage.retentionHours,
    allowHttpTargets: stage.allowHttpTargets,
    allowedTargetCidrs: stage.allowedTargetCidrs,
    logLevel: stage.logLevel,
  });
