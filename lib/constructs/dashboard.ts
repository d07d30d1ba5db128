import { Duration } from 'aws-cdk-lib';
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Entrance } from './entrance.ts';
import type { Queues } from './queues.ts';
import type { ServiceFunctions } from './service-functions.ts';

export interface DashboardProps {
  readonly name: string;
  readonly entrance: Entrance;
  readonly functions: ServiceFunctions;
  readonly queues: Queues;
  readonly table: Table;
  /** Whether there is a cache to show. */
  readonly hasCache: boolean;
}

const everyMinute = { period: Duration.minutes(1) };
const sum = { ...everyMinute, statistic: Stats.SUM };
const most = { ...everyMinute, statistic: Stats.MAXIMUM };
const p99 = { ...everyMinute, statistic: Stats.p(99) };

/** The cache metrics that api and ingest report in CloudWatch's embedded metric format, by function. */
const cacheMetrics = ['CacheHit', 'CacheMiss', 'CacheFailed', 'CacheSkipped'];

/** One page for the operator of a stage, in the order in which an event passes through it. */
export class Dashboard extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { name, entrance, functions, queues, table, hasCache } = props;
    this.name = name;
    new CloudWatchDashboard(this, 'Page', {
      dashboardName: name,
      defaultInterval: Duration.hours(3),
      widgets: [
        apiRow(entrance),
        functionRow('Ingest', functions.ingest),
        functionRow('Deliver', functions.deliver),
        ...queueRows(queues),
        [...tableWidgets(table), ...(hasCache ? [cacheWidget([functions.api, functions.ingest])] : [])],
      ],
    });
  }
}

const graph = (title: string, ...metrics: IMetric[]): IWidget =>
  new GraphWidget({ title, left: metrics, width: 8, height: 6, leftYAxis: { min: 0 } });

const apiRow = (entrance: Entrance): IWidget[] => [
  graph('API: requests', entrance.requests(sum)),
  graph('API: errors', entrance.clientErrors(sum), entrance.serverErrors(sum)),
  graph('API: latency', entrance.latency({ ...everyMinute, statistic: Stats.p(50) }), entrance.latency(p99)),
];

const functionRow = (name: string, lambda: IFunction): IWidget[] => [
  graph(
    `${name}: invocations`,
    lambda.metricInvocations(sum),
    lambda.metricErrors(sum),
    lambda.metricThrottles(sum),
  ),
  graph(
    `${name}: duration`,
    lambda.metricDuration({ ...everyMinute, statistic: Stats.p(50) }),
    lambda.metricDuration(p99),
  ),
  graph(`${name}: concurrency`, lambda.metric('ConcurrentExecutions', most)),
];

function queueRows({ delivery, deadLetters, exhausted }: Queues): IWidget[][] {
  const ofDelivery = (metricName: string) => delivery.metric(metricName, most);
  return [
    [
      graph(
        'Queue: waiting and in flight',
        ofDelivery('ApproximateNumberOfMessagesVisible'),
        ofDelivery('ApproximateNumberOfMessagesNotVisible'),
        ofDelivery('ApproximateNumberOfMessagesVisibleInQuietGroups'),
      ),
      graph(
        'Queue: age of the oldest message',
        ofDelivery('ApproximateAgeOfOldestMessage'),
        ofDelivery('ApproximateAgeOfOldestMessageInQuietGroups'),
      ),
      graph('Queue: noisy subscriptions', ofDelivery('ApproximateNumberOfNoisyGroups')),
    ],
    [
      graph(
        'Dead letters that stay',
        deadLetters.metricApproximateNumberOfMessagesVisible(most),
        deadLetters.metricApproximateNumberOfMessagesNotVisible(most),
      ),
      graph('Exhausted deliveries', exhausted.metricNumberOfMessagesSent(sum)),
    ],
  ];
}

const tableWidgets = (table: Table): IWidget[] => [
  graph(
    'Table: consumed units',
    table.metricConsumedReadCapacityUnits(sum),
    table.metricConsumedWriteCapacityUnits(sum),
  ),
  graph(
    'Table: throttled',
    table.metric('ReadThrottleEvents', sum),
    table.metric('WriteThrottleEvents', sum),
  ),
];

const cacheWidget = (readers: readonly IFunction[]): IWidget =>
  graph(
    'Cache of subscriptions',
    ...readers.flatMap(({ functionName }) =>
      cacheMetrics.map(
        (metricName) =>
          new Metric({
            namespace: 'Posthorn',
            metricName,
            dimensionsMap: { Function: functionName },
            ...sum,
          }),
      ),
    ),
  );
