import { CfnOutput, CustomResource, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../src/config/stage.ts';
import { LiveAlarms } from './constructs/live-alarms.ts';
import { LiveEntrance } from './constructs/live-entrance.ts';
import { LiveFunctions } from './constructs/live-functions.ts';
import type { LiveSource } from './constructs/storage.ts';

export interface PosthornLiveStackProps extends StackProps {
  readonly stage: Stage;
  /** The table of the service, and its stream. */
  readonly source: LiveSource;
}

/**
 * The live view of a stage: a WebSocket API, and the pump, which reads the table's stream while at least one watcher is
 * connected. While there is none, nothing runs and nothing costs anything.
 */
export class PosthornLiveStack extends Stack {
  constructor(scope: Construct, id: string, { stage, source, ...props }: PosthornLiveStackProps) {
    super(scope, id, { tags: { service: 'posthorn', stage: stage.name }, ...props });
    const entrance = new LiveEntrance(this, 'Entrance', stage);
    const functions = new LiveFunctions(this, 'Functions', { stage, source, entrance });
    entrance.serveBy(functions.connections);
    new LiveAlarms(this, 'Alarms', { functions, topicArn: stage.alarmTopicArn });

    // The API of the service finds the address in the table: neither stack can refer to the other both ways.
    new CustomResource(this, 'Address', {
      serviceToken: functions.address.functionArn,
      resourceType: 'Custom::PosthornLiveAddress',
      properties: { apiId: entrance.apiId, apiStage: entrance.stageName },
    });

    new CfnOutput(this, 'LiveUrl', { value: entrance.url });
    new CfnOutput(this, 'LiveApiId', { value: entrance.apiId });
  }
}
