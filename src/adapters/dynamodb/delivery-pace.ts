import { paceMs, paidUntilMostMs, type RateLimit, toleranceMs } from '../../domain/rate-limit.ts';
import { ttlAt } from './delivery-rows.ts';
import type { Key } from './keys.ts';
import { type Changes, type Condition, Increase, type Row, type Table } from './table.ts';

/**
 * The row of a subscription's rate limit of deliveries: `paid_until`, the time by which all that was sent would have
 * passed at an even pace; `pace`, the milliseconds of one under the limit that this was written under; `line_until`, when
 * the last of those that were put off may expect its turn. The line is an estimate; only `paid_until` lets pass.
 */

const DAY_MS = 86_400_000;

export interface Payment {
  readonly nowMs: number;
  readonly limit: RateLimit;
  /** So many attempts. */
  readonly count: number;
  /** Only if no delivery stands in line. */
  readonly behindLine: boolean;
}

/** `free`: only the line was in the way. */
export type Paid =
  | { readonly outcome: 'paid' }
  | { readonly outcome: 'not-yet'; readonly nextInMs: number }
  | { readonly outcome: 'free' }
  | { readonly outcome: 'again' };

/** Pays for attempts that are sent now. `again`: another process came in between, or the row had to be put right. */
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

/** All that was paid for has passed: the whole burst is there. */
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
 * Another limit takes over what was used under the one before, and the line at its own pace. What a clock that is ahead
 * has written says that all is used up, and no more.
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
 * Puts one more into the line.
 * @param nextInMs when the first in line may expect its turn, from now
 * @returns when this one may
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

/** A delivery is given up after some days: a longer line is of a clock that is ahead, or stands for cancelled ones. */
const LINE_MOST_MS = 7 * DAY_MS;

const stateIn = (row: Row | undefined) => ({
  paidUntilMs: row?.['paid_until'] as number | undefined,
  lineUntilMs: row?.['line_until'] as number | undefined,
  pace: row?.['pace'] as number | undefined,
});
