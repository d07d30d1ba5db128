import { countText, table } from '../markdown.ts';
import { assumptions } from './assumptions.ts';
import {
  type Counts,
  type FunctionName,
  functionNames,
  type OperationCount,
  type ScenarioCount,
} from './counts.ts';
import type { Price, PriceList } from './prices.ts';
import { scenarioIn, total } from './pricing.ts';

/** Those tables of docs/cost.md that give the basis of its figures, by the names of their markers. */
export const sourceTables = (counts: Counts, { prices }: PriceList): Readonly<Record<string, string>> => ({
  counts: countsTable(counts),
  assumptions: assumptionsTable(),
  prices: pricesTable(Object.values(prices)),
});

const counted: Readonly<Record<string, string>> = {
  'single.typical': 'one event, one delivery',
  'single.opaque': 'the same, opaque',
  'idempotent.typical': 'with an `Idempotency-Key`',
  'fanOut.typical': 'one event, ten deliveries',
  'fullBatch.typical': 'ten events, delivered in one batch',
  'quiet.typical': 'one event, after a quiet time',
  'coldStart.typical': 'one event, in functions that start for it',
  'retryAfter1s.typical': 'failed, retried after 1 s',
  'quietRetryAfter7s.typical': 'failed, retried after 7 s, after a quiet time',
  'parked.typical': 'failed, parked, released, delivered',
  'exhausted.typical': 'exhausted at the first attempt',
  'single.typical32KiB': 'one event of 32 KiB',
  'single.opaque32KiB': 'the same, opaque',
  'single.opaque100KiB': 'one event of 100 KiB, opaque',
  'idleRelease.typical': '`release`, with nothing to do',
};

function countsTable(counts: Counts): string {
  const called = functionNames.filter((name) => name !== 'api');
  const rows = Object.entries(counted).map(([name, title]) => {
    const scenario = scenarioIn(counts, name);
    return [
      title,
      ...called.map((one) => callsOf(scenario, one)),
      countText(total(scenario, 'writeUnits')),
      countText(total(scenario, 'readUnits')),
    ];
  });
  const header = ['', ...called.map((name) => `\`${name}\``), 'write units', 'read units'];
  const memory = functionNames.map((name) => `\`${name}\` ${counts.memoryMb[name]} MB`).join(', ');
  return `${table(header, rows, 'text')}\n\nCounted on ${counts.counted}, with these functions: ${memory}.`;
}

/** `PutItem × 2 (2 w)`, an operation a line. */
function callsOf({ functions }: ScenarioCount, name: FunctionName): string {
  return Object.entries(functions[name] ?? {})
    .map(([operation, count]) => `${nameOf(operation)}${timesText(count)}${unitsText(count)}`)
    .join('<br>');
}

const nameOf = (operation: string): string => operation.replace(/^(DynamoDB|SQS)\./, '').replace('.', ' ');

const timesText = ({ calls }: OperationCount): string => (calls === 1 ? '' : ` × ${calls}`);

function unitsText({ writeUnits, readUnits }: OperationCount): string {
  if (writeUnits !== undefined) return ` (${writeUnits} w)`;
  return readUnits === undefined ? '' : ` (${readUnits} r)`;
}

const assumptionsTable = (): string =>
  table(
    ['assumed', 'is', 'because'],
    Object.values(assumptions).map(({ what, value, reason }) => [what, value.toLocaleString('en'), reason]),
    'text',
  );

function pricesTable(prices: readonly Price[]): string {
  const rows = prices.map(({ what, usd, per, source, asOf, unconfirmed }) => [
    what,
    per === 1 ? `$${usd}` : `$${usd} a million`,
    sourceText(source),
    unconfirmed === undefined ? asOf : `${asOf}; not confirmed: ${unconfirmed}`,
  ]);
  return table(['item', 'price', 'source', 'as of'], rows, 'text');
}

const sourceText = (source: string): string =>
  URL.canParse(source) ? `[${new URL(source).hostname.replace(/^www\./, '')}](${source})` : source;
