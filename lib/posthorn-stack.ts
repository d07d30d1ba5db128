import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Stage } from '../src/config/stage.ts';
import { Alarms } from './constructs/alarms.ts';
import { distribute } from './constructs/cdn.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { DataKey } from './constructs/data-key.ts';
import { openEntrance } from './constructs/entrance.ts';
import { Network } from './constructs/network.ts';
import { Queues } from './constructs/queues.ts';
import { Redis } from './constructs/redis.ts';
import { ServiceFunctions } from './constructs/service-functions.ts';
import { type LiveSource, Storage } from './constructs/storage.ts';

export interface PosthornStackProps extends StackProps {
  readonly stage: Stage;
}

/**
 * The map of the service on AWS: its parts, their permissions, and their triggers.
 * In profile lean there is no VPC, and while idle only the KMS key costs anything. The other profiles have a VPC,
 * because of the cache.
 */
export class PosthornStack extends Stack {
  /** For the stack of the live view; undefined in a stage without one. */
  readonly liveSource: LiveSource | undefined;

  constructor(scope: Construct, id: string, { stage, ...props }: PosthornStackProps) {
    // CloudFormation passes the stack's tags on to every resource that supports tags.
    super(scope, id, { tags: { service: 'posthorn', stage: stage.name }, ...props });
    const storage = new Storage(this, 'Storage', stage);
    this.liveSource = storage.liveSource;
    const queues = new Queues(this, 'Queues');
    const dataKey = new DataKey(this, 'DataKey', stage);
    const network = stage.profile === 'lean' ? undefined : new Network(this, 'Network', stage);
    const redis = new Redis(this, 'Redis', { stage, callers: network?.inside });
    const needs = { stage, storage, queues, dataKey, network, redis };
    const functions = new ServiceFunctions(this, 'Functions', needs);
    const { api, ingest, deliver, release, deadLetters, docs } = functions;

    storage.grantIntake(ingest);
    queues.grantSend(ingest);
    dataKey.grantUse(ingest, storage.table);
    redis.grantConnect(ingest);

    // Both record outcomes, create the deliveries of large fan-outs, and notify tenants.
    for (const recorder of [deliver, deadLetters]) {
      storage.grantOutcomes(recorder);
      queues.grantSend(recorder);
      queues.grantExhausted(recorder);
      dataKey.grantUse(recorder, storage.table);
    }

    storage.grantRelease(release);
    queues.grantSend(release);

    storage.grantManagement(api);
    queues.grantSend(api);
    dataKey.grantUse(api, storage.table);
    redis.grantConnect(api);

    const entrance = openEntrance(this, stage, {
      api,
      ingest: ingest.keptWarm(stage.ingestProvisionedConcurrency),
      docs,
    });
    queues.deliverBy(deliver, stage.deliverMaxConcurrency);
    queues.buryBy(deadLetters);
    this.runEveryMinute(release);

    const watched = { entrance, functions, queues, table: storage.table };
    new Alarms(this, 'Alarms', { ...watched, topicArn: stage.alarmTopicArn });
    const hasCache = redis.redisUrl !== undefined;
    const dashboard = stage.dashboard
      ? new Dashboard(this, 'Dashboard', { ...watched, name: this.stackName, hasCache })
      : undefined;

    this.announce({
      ApiUrl: entrance.url,
      DashboardUrl: `${stage.cdn ? distribute(this, entrance) : entrance.url.replace(/\/$/, '')}/dashboard/`,
      // An emulator serves the API under its own address, which is built from this.
      ApiId: entrance.id,
      DomainTarget: entrance.domainTarget,
      TableName: storage.table.tableName,
      QueueUrl: queues.delivery.queueUrl,
      ExhaustedQueueUrl: queues.exhausted.queueUrl,
      DeadLetterQueueUrl: queues.deadLetters.queueUrl,
      PayloadBucket: storage.payloads.bucketName,
      DashboardName: dashboard?.name,
      EgressAddresses: network?.egressAddresses.join(',') || undefined,
    });
  }

  private runEveryMinute(release: IFunction): void {
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(release)],
    });
  }

  private announce(outputs: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(this, name, { value });
    }
  }
}
