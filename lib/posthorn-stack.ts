import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { Stage } from '../src/config/stage.ts';
import { Alarms } from './constructs/alarms.ts';
import { openEntrance } from './constructs/entrance.ts';
import { Queues } from './constructs/queues.ts';
import { ServiceFunctions } from './constructs/service-functions.ts';
import { Storage } from './constructs/storage.ts';

export interface PosthornStackProps extends StackProps {
  readonly stage: Stage;
}

/**
 * The map of the service on AWS: what there is, who may touch what, and what sets what in motion.
 *
 * There is no VPC and nothing that costs anything while idle. The deliver function belongs outside of one in any case:
 * it has to reach the internet, and nothing private.
 */
export class PosthornStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: PosthornStackProps) {
    super(scope, id, props);

    const storage = new Storage(this, 'Storage', stage);
    const queues = new Queues(this, 'Queues');
    const { api, ingest, deliver, release, docs } = new ServiceFunctions(this, 'Functions', {
      stage,
      storage,
      queues,
    });

    storage.grantIntake(ingest);
    queues.grantSend(ingest);

    storage.grantOutcomes(deliver);
    queues.grantExhausted(deliver);

    storage.grantRelease(release);
    queues.grantSend(release);

    storage.grantManagement(api);
    queues.grantSend(api);

    const entrance = openEntrance(this, stage, { api, ingest, docs });
    queues.deliverBy(deliver, stage.deliverMaxConcurrency);
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(release)],
    });

    new Alarms(this, 'Alarms', { queues, release, entrance, topicArn: stage.alarmTopicArn });

    new CfnOutput(this, 'ApiUrl', { value: entrance.url });
    // An emulator serves the API under an address of its own, which is made of this.
    new CfnOutput(this, 'ApiId', { value: entrance.id });
  }
}
