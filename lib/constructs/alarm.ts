import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmCondition {
  readonly metric: IMetric;
  readonly threshold: number;
  /**
   * Periods of the metric in a row for which the condition must hold; a period is a minute unless the metric has
   * another one.
   */
  readonly periods: number;
  /** How periods without data count; by default as good. */
  readonly withoutData?: TreatMissingData;
  /** The meaning, in one sentence. */
  readonly meaning: string;
  /** The article of docs/runbook.md with the remedy. */
  readonly article: string;
}

/** Notifies a topic; undefined: alarms only show in CloudWatch. */
export const alarmAction = (scope: Construct, topicArn: string | undefined): SnsAction | undefined =>
  topicArn === undefined ? undefined : new SnsAction(Topic.fromTopicArn(scope, 'Topic', topicArn));

export function makeAlarm(
  scope: Construct,
  id: string,
  condition: AlarmCondition,
  action: SnsAction | undefined,
): void {
  const alarm = new Alarm(scope, id, {
    alarmDescription: `${condition.meaning} runbook: ${condition.article}`,
    metric: condition.metric,
    threshold: condition.threshold,
    evaluationPeriods: condition.periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: condition.withoutData ?? TreatMissingData.NOT_BREACHING,
  });
  if (action !== undefined) alarm.addAlarmAction(action);
}
