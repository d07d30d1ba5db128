import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Entrance } from './entrance.ts';
import type { Queues } from './queues.ts';
import type { ServiceFunctions } from './service-functions.ts';

export interface AlarmsProps {
  readonly queues: Queues;
  readonly table: Table;
  readonly functions: ServiceFunctions;
  readonly entrance: Entrance;
  /** The SNS topic to tell. */
  readonly topicArn: string | undefined;
}

interface Condition {
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods of the metric in a row, for which it has to hold; a period is a minute unless the metric says otherwise. */
  readonly periods: number;
  /** What to make of periods without data; otherwise they are good ones. */
  readonly withoutData?: TreatMissingData;
  /** What it means, in one sentence. */
  readonly meaning: string;
  /** The article of docs/runbook.md that says what to do. */
  readonly article: string;
}

const everyMinute = { period: Duration.minutes(1) };
const sumOfMinute = { ...everyMinute, statistic: Stats.SUM };

/** What somebody has to be told of. Each description ends with the article of docs/runbook.md that helps. */
export class Alarms extends Construct {
  private readonly action: SnsAction | undefined;

  constructor(scope: Construct, id: string, { queues, table, functions, entrance, topicArn }: AlarmsProps) {
    super(scope, id);
    this.action =
      topicArn === undefined ? undefined : new SnsAction(Topic.fromTopicArn(this, 'Topic', topicArn));
    this.watchQueues(queues);
    this.watchFunctions(functions);
    this.alarm('ServerErrors', {
      metric: entrance.serverErrors(sumOfMinute),
      threshold: 0,
      periods: 3,
      meaning: 'Requests are answered with 5xx: producers have to repeat events.',
      article: 'the API answers 5xx',
    });
    this.alarm('TableThrottled', {
      metric: table.metric('WriteThrottleEvents', sumOfMinute),
      threshold: 0,
      periods: 5,
      meaning: 'DynamoDB refuses writes, and the functions have to repeat them.',
      article: 'the table is throttled',
    });
  }

  private watchQueues(queues: Queues): void {
    this.alarm('QuietGroupsWait', {
      // Not the age of all messages: a subscription that floods or fails is meant to wait, the others are not.
      metric: new Metric({
        namespace: 'AWS/SQS',
        metricName: 'ApproximateAgeOfOldestMessageInQuietGroups',
        dimensionsMap: { QueueName: queues.delivery.queueName },
        statistic: Stats.MAXIMUM,
        ...everyMinute,
      }),
      threshold: 60,
      periods: 5,
      meaning: 'Subscriptions that cause no load have waited for more than a minute.',
      article: 'deliveries are late',
    });
    this.alarm('InFlight', {
      // SQS stops at about 120,000 and tells nobody: consumers that poll long just get nothing more.
      metric: queues.delivery.metricApproximateNumberOfMessagesNotVisible(everyMinute),
      threshold: 60_000,
      periods: 3,
      meaning: 'Half of what SQS allows in flight is in flight; at the limit every delivery stops.',
      article: 'too many messages are in flight',
    });
  }

  private watchFunctions({ ingest, deliver, release, deadLetters }: ServiceFunctions): void {
    this.alarm('DeadLetters', {
      // Lambda invokes the function only with messages. The queue is no measure: the function hides what it receives. A
      // message that stays comes again after six minutes, so this period has one invocation of it at least.
      metric: deadLetters.metricInvocations({ period: Duration.minutes(10), statistic: Stats.SUM }),
      threshold: 0,
      periods: 1,
      meaning: 'The deliver function failed on messages until SQS gave them up.',
      article: 'messages are dead letters',
    });
    this.alarm('DeliverFails', {
      metric: deliver.metricErrors(everyMinute),
      threshold: 0,
      periods: 5,
      meaning: 'The deliver function itself fails, whatever the receivers do.',
      article: 'the deliver function fails',
    });
    this.alarm('FunctionsThrottled', {
      // Of all functions in the account and region: it is their concurrency together that is bounded.
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', ...sumOfMinute }),
      threshold: 0,
      periods: 5,
      meaning: 'Lambda turns invocations away: the account has no more concurrency to give.',
      article: 'functions are throttled',
    });
    this.alarm('RateLimitsOpen', {
      metric: new Metric({
        namespace: 'Posthorn',
        metricName: 'RateLimitFailedOpen',
        dimensionsMap: { Function: ingest.functionName },
        ...sumOfMinute,
      }),
      threshold: 0,
      periods: 5,
      meaning: 'Rate limits of ingest cannot be looked up, and let everything in.',
      article: 'rate limits let everything in',
    });
    this.alarm('ReleaseStopped', {
      metric: release.metricErrors(everyMinute),
      threshold: 0,
      periods: 5,
      // A function that does not run has no errors either.
      withoutData: TreatMissingData.BREACHING,
      meaning: 'The release function has not succeeded for five minutes: what is parked stays parked.',
      article: 'parked deliveries are not released',
    });
  }

  private alarm(id: string, condition: Condition): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${condition.meaning} runbook: ${condition.article}`,
      metric: condition.metric,
      threshold: condition.threshold,
      evaluationPeriods: condition.periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: condition.withoutData ?? TreatMissingData.NOT_BREACHING,
    });
    if (this.action !== undefined) alarm.addAlarmAction(this.action);
  }
}
