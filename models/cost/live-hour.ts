import { countText, table } from '../markdown.ts';
import type { PriceList } from './prices.ts';
import { type Quantities, sumOf, usdOf } from './quantities.ts';

/**
 * The calls of the pump of the live view in an hour with one watcher. test/unit/functions/live/pump-calls.test.ts counts
 * them, and fails where they differ.
 */
export const pumpHour = {
  /** Rounds of reading: each reads every shard once, or more often while there is more. */
  rounds: 14_400,
  /** Reads of the connections. */
  looks: 3_600,
  leases: 720,
  marks: 720,
  /** Messages to a watcher without news. */
  heartbeats: 240,
} as const;

/** A new table on demand has four partitions, each with one open shard. */
const SHARDS = 4;
const MEMORY_GB = 0.5;
const HOUR_SECONDS = 3_600;
const HOUR_MINUTES = 60;
/** A position is an iterator of some 300 bytes for each shard. */
const UNITS_OF_A_MARK = 2;
/** Messages that the pump sends to one connection at most: 25 a second. */
const MESSAGES_MOST = 25 * HOUR_SECONDS;

const idle: Quantities = {
  lambdaGbSecond: MEMORY_GB * HOUR_SECONDS,
  streamRead: pumpHour.rounds * SHARDS,
  dynamodbReadUnit: pumpHour.looks,
  dynamodbWriteUnit: pumpHour.leases + UNITS_OF_A_MARK * pumpHour.marks,
  webSocketMinute: HOUR_MINUTES,
  webSocketMessage: pumpHour.heartbeats,
};

/** The table of an hour of the live view. */
export function liveTable(prices: PriceList): string {
  const usd = (quantities: Quantities) => `$${usdOf(quantities, prices).toFixed(4)}`;
  const line = (what: string, name: keyof typeof idle) => [
    what,
    countText(Math.round(idle[name] ?? 0)),
    usd({ [name]: idle[name] ?? 0 }),
  ];
  return table(
    ['an hour', 'quantity', 'price'],
    [
      ['no watcher', countText(0), '$0'],
      line('one watcher, nothing to see: Lambda, GB-seconds', 'lambdaGbSecond'),
      line('… reads of the stream, of four shards', 'streamRead'),
      line('… read units: who watches', 'dynamodbReadUnit'),
      line('… write units: lease and position', 'dynamodbWriteUnit'),
      line('… minutes of the connection', 'webSocketMinute'),
      line('… messages', 'webSocketMessage'),
      ['… together', '', usd(idle)],
      [
        'one watcher, as many messages as it can get',
        countText(MESSAGES_MOST),
        usd(sumOf(idle, { webSocketMessage: MESSAGES_MOST })),
      ],
      [
        '1,000 watchers, nothing to see',
        '',
        usd(
          sumOf(idle, {
            webSocketMinute: 999 * HOUR_MINUTES,
            webSocketMessage: 999 * pumpHour.heartbeats,
            // Some 400 bytes for each connection.
            dynamodbReadUnit: pumpHour.looks * 99,
          }),
        ),
      ],
    ],
  );
}
