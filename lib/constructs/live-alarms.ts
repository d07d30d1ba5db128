import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { alarmAction, makeAlarm } from './alarm.ts';
import type { LiveFunctions } from './live-functions.ts';

export interface LiveAlarmsProps {
  readonly functions: LiveFunctions;
  /** The SNS topic for notifications. */
  readonly topicArn: string | undefined;
}

/** Deliveries do not depend on the live view, so there is one alarm. */
export class LiveAlarms extends Construct {
  constructor(scope: Construct, id: string, { functions, topicArn }: LiveAlarmsProps) {
    super(scope, id);
    const condition = {
      metric: functions.pump.metricErrors({ period: Duration.minutes(5), statistic: Stats.SUM }),
      threshold: 0,
      periods: 1,
      meaning: 'The pump of the live view has failed: watchers see changes late, or not at all.',
      article: 'the live view stands still',
    };
    makeAlarm(this, 'PumpFails', condition, alarmAction(this, topicArn));
  }
}
