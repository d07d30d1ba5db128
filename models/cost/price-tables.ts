import { countText, table, usdText } from '../markdown.ts';
import { assumed } from './assumptions.ts';
import { budgetsTable } from './budgets.ts';
import type { Counts } from './counts.ts';
import { liveTable } from './live-hour.ts';
import { fixedMonth, idleMonth, profiles, quietMonth, watchingMonth } from './months.ts';
import type { PriceList, PriceName } from './prices.ts';
import {
  extraOf,
  failures,
  hangingAttempt,
  natQuantities,
  quantitiesOf,
  type Setting,
  scenarioIn,
} from './pricing.ts';
import { type Quantities, sumOf, times, usdOf } from './quantities.ts';

/** Those tables of docs/cost.md that are about money, by the names that their markers have. */

const MILLION = 1_000_000;
const EVENTS_A_DAY = 5_000;

type ApiType = Setting['apiType'];

const full = (apiType: ApiType): Setting => ({ apiType, batch: assumed('fullBatch') });
const alone = (apiType: ApiType): Setting => ({ apiType, batch: 1 });

interface Ledger {
  readonly counts: Counts;
  readonly usd: (quantities: Quantities, only?: readonly PriceName[]) => string;
  /** Of a million deliveries, however many an event has. */
  readonly million: (scenario: string, setting: Setting) => Quantities;
}

export function priceTables(counts: Counts, prices: PriceList): Readonly<Record<string, string>> {
  const ledger: Ledger = {
    counts,
    usd: (quantities, only) => usdText(usdOf(quantities, prices, only)),
    million(name, setting) {
      const scenario = scenarioIn(counts, name);
      return times(MILLION / scenario.deliveries, quantitiesOf(counts, scenario, setting));
    },
  };
  return {
    answer: answer(ledger),
    lines: lines(ledger),
    extras: extras(ledger),
    sizes: sizes(ledger),
    months: months(ledger),
    budgets: budgetsTable(counts, prices),
    live: liveTable(prices),
  };
}

function answer({ counts, usd, million }: Ledger): string {
  const onBoth = (of: (apiType: ApiType) => Quantities) => [usd(of('http')), usd(of('rest'))];
  const idle = profiles.map((profile) => sumOf(fixedMonth(profile), idleMonth(counts)));
  return table(
    ['', 'HTTP API', 'REST API'],
    [
      [
        '**a million events**, one delivery each, busy',
        ...onBoth((api) => million('single.typical', full(api))),
      ],
      ['the same, one at a time', ...onBoth((api) => million('single.typical', alone(api)))],
      [
        'a million deliveries of events with ten each, busy',
        ...onBoth((api) => million('fanOut.typical', full(api))),
      ],
      ...profiles.map((profile, n) => [
        `**a month without traffic**, profile \`${profile}\``,
        usd(idle[n] ?? {}),
        usd(idle[n] ?? {}),
      ]),
      ...profiles.map((profile) => [
        `a month with ${countText(EVENTS_A_DAY)} events a day, profile \`${profile}\``,
        ...onBoth((api) => quietMonth(counts, profile, api, EVENTS_A_DAY)),
      ]),
    ],
  );
}

const groups: readonly (readonly [string, readonly PriceName[]])[] = [
  ['API Gateway', ['httpApiRequest', 'restApiRequest']],
  ['Lambda', ['lambdaRequest', 'lambdaGbSecond']],
  ['SQS', ['sqsRequest', 'sqsFairMessage']],
  ['DynamoDB, writes', ['dynamodbWriteUnit']],
  ['DynamoDB, reads', ['dynamodbReadUnit']],
  ['records and their backup, for some days', ['dynamodbGbMonth', 'dynamodbBackupGbMonth']],
  ['logs', ['logGb']],
  ['traffic to the internet', ['egressGb']],
];

function lines({ usd, million }: Ledger): string {
  const columns = [
    million('single.typical', full('http')),
    million('single.opaque', full('http')),
    million('single.typical', full('rest')),
    million('single.typical', alone('http')),
    million('fanOut.typical', full('http')),
  ];
  return table(
    [
      'of a million deliveries',
      'HTTP API, typical',
      'HTTP API, opaque',
      'REST API, typical',
      'HTTP API, one at a time',
      'HTTP API, ten an event',
    ],
    [
      ...groups.map(([name, only]) => [name, ...columns.map((column) => usd(column, only))]),
      ['**together**', ...columns.map((column) => `**${usd(column)}**`)],
    ],
  );
}

function extras({ counts, usd }: Ledger): string {
  const extra = (name: string) => extraOf(counts, name, full('http'));
  const rows: readonly (readonly [string, Quantities])[] = [
    ['an `Idempotency-Key`', extra('idempotent')],
    ['a failure, a wait in the queue, another attempt', extra('retryAfter1s')],
    ['a failure, a wait of more than two minutes (parked), another attempt', extra('parked')],
    [
      `${100 * assumed('failingShare')} % of the deliveries fail, and succeed at the fifth attempt`,
      failures(counts, full('http')),
    ],
    ['exhausted at the first attempt', extra('exhausted')],
    [
      'an attempt that hangs until its timeout of 10 s, with nothing else in its batch',
      hangingAttempt(counts),
    ],
    [
      'an attempt through a NAT gateway (profile `static-egress`)',
      natQuantities(scenarioIn(counts, 'single.typical')),
    ],
  ];
  return table(
    ['a million times', 'more than a success at once'],
    rows.map(([what, quantities]) => [what, usd(times(MILLION, quantities))]),
  );
}

const sizeNames: Readonly<Record<string, string>> = {
  typical: '1 KiB, typical',
  opaque: '1 KiB, opaque',
  typical32KiB: '32 KiB, typical',
  opaque32KiB: '32 KiB, opaque',
  opaque100KiB: '100 KiB, in S3',
};

function sizes({ usd, million }: Ledger): string {
  const onHttp = Object.entries(sizeNames).map(([payload, name]) => ({
    name,
    quantities: million(`single.${payload}`, full('http')),
    rest: million(`single.${payload}`, full('rest')),
  }));
  return table(
    [
      'a million deliveries of',
      'DynamoDB, writes',
      'S3',
      'traffic to the internet',
      'HTTP API, together',
      'REST API, together',
    ],
    onHttp.map(({ name, quantities, rest }) => [
      name,
      usd(quantities, ['dynamodbWriteUnit']),
      usd(quantities, ['s3Put', 's3Get', 's3GbMonth']),
      usd(quantities, ['egressGb']),
      usd(quantities),
      usd(rest),
    ]),
  );
}

const monthly: readonly (readonly [string, readonly PriceName[]])[] = [
  ['key in KMS', ['kmsKeyMonth']],
  ['cache (ElastiCache Serverless for Valkey, at its smallest)', ['valkeyMonth']],
  ['endpoints of SQS and KMS, in two zones', ['endpointHour']],
  ['two NAT gateways', ['natHour']],
  ['their addresses', ['addressHour']],
  ['`release`, every minute', ['lambdaRequest', 'lambdaGbSecond', 'dynamodbReadUnit']],
  ['polls of the queues', ['sqsRequest']],
];

function months({ counts, usd }: Ledger): string {
  const idle = profiles.map((profile) => sumOf(fixedMonth(profile), idleMonth(counts)));
  const withEvents = (api: ApiType) =>
    profiles.map((profile) => usd(quietMonth(counts, profile, api, EVENTS_A_DAY)));
  return table(
    ['a month', ...profiles.map((profile) => `\`${profile}\``)],
    [
      ...monthly.map(([name, only]) => [name, ...idle.map((one) => usd(one, only))]),
      ['**idle**', ...idle.map((one) => `**${usd(one)}**`)],
      [`with ${countText(EVENTS_A_DAY)} events a day, HTTP API`, ...withEvents('http')],
      [`with ${countText(EVENTS_A_DAY)} events a day, REST API`, ...withEvents('rest')],
      ['alarms and dashboard, where free ones are used up', ...profiles.map(() => usd(watchingMonth))],
    ],
  );
}
