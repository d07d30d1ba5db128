import { paceMs, paidUntilMostMs, type RateLimit, toleranceMs } from '../../domain/rate-limit.ts';
import { ttlAt } from './delivery-rows.ts';
import type { Key } from './keys.ts';
import { type Changes, type Condition, Increase, type Row, type Table } from './table.ts';

/**
 * The row of a subscription's rate limit of deliveries:
 * - `paid_until`: the time by which all attempts so far would have passed at an even pace
 * - `pace`: the milliseconds per attempt under the limit that the row was written with, for example 100 for 10 a second
 * - `line_until`: when the last waiting delivery can expect its turn. The line is an estimate; only `paid_until`
 *   decides.
 */

const DAY_MS = 86_400_000;

export interface Payment {
  readonly nowMs: number;
  readonly limit: RateLimit;
  /** The number of attempts. */
  readonly count: number;
  /** Only if no delivery waits in line. */
  readonly behindLine: boolean;
}

/** `free`: only the line was in the way. */
export type Paid =
  | { readonly outcome: 'paid' }
  | { readonly outcome: 'not-yet'; readonly nextInMs: number }
  | { readonly outcome: 'free' }
  | { readonly outcome: 'again' };

/** Pays for attempts that are sent now. `again`: another process came in between, or the row had to be corrected. */
export async function payNow(table: Table, key: Key, payment: Payment): Promise<Paid> {
  const { nowMs, limit, count, behindLine } = payment;
  const [pace, costMs] = [paceMs(limit), count * paceMs(limit)];
  const latestMs = nowMs + toleranceMs(limit) - (count - 1) * pace;
  const line = behindLine ? ` AND ${lineIsFree}` : '';
  const goesOn = await table.updateAndShow(
    key,
    { paid_until: new Increase(costMs) },
    {
      text: `#paid_until > :now AND #paid_until <= :latest AND #pace = :pace${line}`,
      values: { now: nowMs, latest: latestMs, pace },
    },
  );
  if (goesOn.outcome === 'written') return { outcome: 'paid' };
  const { paidUntilMs = 0, lineUntilMs = 0, pace: foundPace } = stateIn(goesOn.found);
  if (paidUntilMs <= nowMs) return begin(table, key, payment, goesOn.found);
  const isOurs = foundPace === pace && paidUntilMs <= paidUntilMostMs(limit, nowMs);
  if (!isOurs) return putRight(table, key, payment, goesOn.found);
  if (paidUntilMs > latestMs) return { outcome: 'not-yet', nextInMs: paidUntilMs - latestMs };
  return { outcome: behindLine && lineUntilMs > nowMs ? 'free' : 'again' };
}

const lineIsFree = '(attribute_not_exists(#line_until) OR #line_until <= :now)';

/** The paid time has passed, so the whole burst is free. */
async function begin(
  table: Table,
  key: Key,
  { nowMs, limit, count, behindLine }: Payment,
  row: Row | undefined,
): Promise<Paid> {
  if (behindLine && (stateIn(row).lineUntilMs ?? 0) > nowMs) return { outcome: 'free' };
  const pace = paceMs(limit);
  const paidUntilMs = nowMs + count * pace;
  const { outcome } = await table.update(
    key,
    { paid_until: paidUntilMs, pace, ttl: ttlAt(paidUntilMs + DAY_MS) },
    {
      text: `(attribute_not_exists(#paid_until) OR #paid_until <= :now)${behindLine ? ` AND ${lineIsFree}` : ''}`,
      values: { now: nowMs },
    },
  );
  return { outcome: outcome === 'written' ? 'paid' : 'again' };
}

/**
 * A new limit takes over the use under the old one, and the line at its own pace. A time written by a clock that is
 * ahead counts as a used-up burst, and no more.
 */
async function putRight(
  table: Table,
  key: Key,
  { nowMs, limit }: Payment,
  row: Row | undefined,
): Promise<Paid> {
  const { paidUntilMs = nowMs, lineUntilMs, pace: foundPace } = stateIn(row);
  const pace = paceMs(limit);
  const atThisPace = (untilMs: number) => nowMs + (untilMs - nowMs) * (pace / (foundPace ?? pace));
  const changes: Changes = {
    paid_until: Math.min(atThisPace(paidUntilMs), paidUntilMostMs(limit, nowMs)),
    pace,
    ...(lineUntilMs !== undefined && lineUntilMs > nowMs && { line_until: atThisPace(lineUntilMs) }),
  };
  const stillThere: Condition = { text: '#paid_until = :found', values: { found: paidUntilMs } };
  await table.update(key, changes, stillThere);
  return { outcome: 'again' };
}

/**
 * Adds a delivery to the line.
 * @param nextInMs when the first in line can expect its turn, from now
 * @returns when this delivery can
 */
export async function joinLine(
  table: Table,
  key: Key,
  {
    nowMs,
    limit,
    nextInMs,
  }: { readonly nowMs: number; readonly limit: RateLimit; readonly nextInMs: number },
): Promise<number> {
  const pace = paceMs(limit);
  const behind = await table.updateAndShow(
    key,
    { line_until: new Increase(pace) },
    {
      text: '#line_until > :now AND #line_until <= :most',
      values: { now: nowMs, most: nowMs + LINE_MOST_MS },
    },
  );
  if (behind.outcome === 'written') return (stateIn(behind.row).lineUntilMs ?? nowMs) - pace;
  const firstMs = nowMs + nextInMs;
  await table.update(key, { line_until: firstMs + pace, ttl: ttlAt(firstMs + pace + DAY_MS) });
  return firstMs;
}

/**
 * A delivery is given up after some days: a longer line is from a clock that is ahead, or from cancelled deliveries.
 */
const LINE_MOST_MS = 7 * DAY_MS;

const stateIn = (row: Row | undefined) => ({
  paidUntilMs: row?.['paid_until'] as number | undefined,
  lineUntilMs: row?.['line_until'] as number | undefined,
  pace: row?.['pace'] as number | undefined,
});
