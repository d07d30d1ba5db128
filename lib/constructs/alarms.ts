import { Duration } from 'aws-cdk-lib';
import { Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type AlarmCondition, alarmAction, makeAlarm } from './alarm.ts';
import type { Entrance } from './entrance.ts';
import type { Queues } from './queues.ts';
import type { ServiceFunctions } from './service-functions.ts';

export interface AlarmsProps {
  readonly queues: Queues;
  readonly table: Table;
  readonly functions: ServiceFunctions;
  readonly entrance: Entrance;
  /** The SNS topic for notifications. */
  readonly topicArn: string | undefined;
}

const everyMinute = { period: Duration.minutes(1) };
const sumOfMinute = { ...everyMinute, statistic: Stats.SUM };

/** The alarms. Each description ends with its article of docs/runbook.md. */
export class Alarms extends Construct {
  private readonly action: SnsAction | undefined;

  constructor(scope: Construct, id: string, { queues, table, functions, entrance, topicArn }: AlarmsProps) {
    super(scope, id);
    this.action = alarmAction(this, topicArn);
    this.watchQueues(queues);
    this.watchFunctions(functions);
    this.alarm('ServerErrors', {
      metric: entrance.serverErrors(sumOfMinute),
      threshold: 0,
      periods: 3,
      meaning: 'The API answers 5xx: producers must repeat events.',
      article: 'the API answers 5xx',
    });
    this.alarm('TableThrottled', {
      metric: table.metric('WriteThrottleEvents', sumOfMinute),
      threshold: 0,
      periods: 5,
      meaning: 'DynamoDB throttles writes, and the functions repeat them.',
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
      meaning: 'Deliveries of subscriptions with little load have waited for more than a minute.',
      article: 'deliveries are late',
    });
    this.alarm('InFlight', {
      // SQS stops silently at about 120,000: consumers with long polling just get no more messages.
      metric: queues.delivery.metricApproximateNumberOfMessagesNotVisible(everyMinute),
      threshold: 60_000,
      periods: 3,
      meaning: 'Half of the SQS limit for messages in flight is used; at the limit every delivery stops.',
      article: 'too many messages are in flight',
    });
  }

  private watchFunctions({ ingest, deliver, release, deadLetters }: ServiceFunctions): void {
    this.alarm('DeadLetters', {
      // Lambda invokes the function only with messages. The queue is no measure: the function hides the messages that
      // it receives. A message that stays comes again after six minutes, so this period has at least one invocation of
      // it.
      metric: deadLetters.metricInvocations({ period: Duration.minutes(10), statistic: Stats.SUM }),
      threshold: 0,
      periods: 1,
      meaning: 'The deliver function failed on messages until SQS moved them to the dead-letter queue.',
      article: 'messages are dead letters',
    });
    this.alarm('DeliverFails', {
      metric: deliver.metricErrors(everyMinute),
      threshold: 0,
      periods: 5,
      meaning: 'The deliver function itself fails, independent of the receivers.',
      article: 'the deliver function fails',
    });
    this.alarm('FunctionsThrottled', {
      // For all functions in the account and region, which share one concurrency limit.
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', ...sumOfMinute }),
      threshold: 0,
      periods: 5,
      meaning: 'Lambda throttles invocations: the concurrency of the account is used up.',
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
      meaning: 'Ingest cannot read its rate limits, and lets every event in.',
      article: 'rate limits let everything in',
    });
    this.alarm('ReleaseStopped', {
      metric: release.metricErrors(everyMinute),
      threshold: 0,
      periods: 5,
      // A function that does not run has no errors either.
      withoutData: TreatMissingData.BREACHING,
      meaning: 'The release function has not succeeded for five minutes: parked deliveries stay parked.',
      article: 'parked deliveries are not released',
    });
  }

  private alarm(id: string, condition: AlarmCondition): void {
    makeAlarm(this, id, condition, this.action);
  }
}
