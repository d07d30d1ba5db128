import { Construct } from 'constructs';
import { functionVariables } from '../../src/config/function-environment.ts';
import { deliverySettings, type Stage } from '../../src/config/stage.ts';
import type { Queues } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { Storage } from './storage.ts';

export interface ServiceFunctionsProps {
  readonly stage: Stage;
  readonly storage: Storage;
  readonly queues: Queues;
}

/** The Lambda functions and their sizes. What each may touch, and what calls it, is for the stack to say. */
export class ServiceFunctions extends Construct {
  readonly api: ServiceFunction;
  readonly ingest: ServiceFunction;
  readonly deliver: ServiceFunction;
  readonly release: ServiceFunction;
  readonly docs: ServiceFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionsProps) {
    super(scope, id);
    const logRetentionDays = props.stage.logRetentionDays;
    const configured = { logRetentionDays, variables: variablesOf(props) };

    this.api = new ServiceFunction(this, 'Api', {
      ...configured,
      entry: 'api',
      description: 'Answers the API, all but ingest and the documentation',
      memoryMb: 256,
      timeoutSeconds: 20,
    });
    this.ingest = new ServiceFunction(this, 'Ingest', {
      ...configured,
      entry: 'ingest',
      description: 'Takes events in',
      memoryMb: 256,
      timeoutSeconds: 20,
    });
    this.deliver = new ServiceFunction(this, 'Deliver', {
      ...configured,
      entry: 'deliver',
      description: 'Makes the attempts',
      // Ten TLS handshakes at a time need processor, which Lambda hands out with memory.
      memoryMb: 512,
      timeoutSeconds: deliverySettings.functionTimeoutSeconds,
    });
    this.release = new ServiceFunction(this, 'Release', {
      ...configured,
      entry: 'release',
      description: 'Puts what is parked and due back on the queue',
      memoryMb: 256,
      // Less than the minute after which it is started again.
      timeoutSeconds: 50,
    });
    this.docs = new ServiceFunction(this, 'Docs', {
      logRetentionDays,
      entry: 'docs',
      description: 'Shows the documentation of the API',
      memoryMb: 256,
      timeoutSeconds: 10,
      packagedFiles: {
        from: ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'].map(
          (file) => `swagger-ui-dist/${file}`,
        ),
        to: 'swagger-ui',
      },
    });
  }
}

const variablesOf = ({ stage, storage, queues }: ServiceFunctionsProps) =>
  functionVariables({
    tableName: storage.table.tableName,
    queueUrl: queues.delivery.queueUrl,
    exhaustedQueueUrl: queues.exhausted.queueUrl,
    payloadBucket: storage.payloads.bucketName,
    retentionHours: stage.retentionHours,
    allowHttpTargets: stage.allowHttpTargets,
    allowedTargetCidrs: stage.allowedTargetCidrs,
    logLevel: stage.logLevel,
  });
