import { ttlAt } from './delivery-rows.ts';
import type { Key } from './keys.ts';
import { Increase, type Row, type Table } from './table.ts';

/**
 * The row of a rate limit: the time by which all admitted calls would have passed at an even pace. Two updates exclude
 * each other: one continues from that time if it is in the future, the other starts from now. Neither reads before it
 * writes, so processes do not disturb each other.
 */

const DAY_MS = 86_400_000;

interface Payment {
  readonly nowMs: number;
  readonly costMs: number;
  /** Refused if the row has a later time already. */
  readonly latestMs: number;
  /** The latest time that a correct clock can have written, slots paid in advance included. */
  readonly mostMs: number;
}

type Paid = { readonly paid: boolean; readonly paidUntilMs: number | undefined };

/**
 * @returns the time in the row afterwards; not paid: the time is too late for this payment, or another process came in
 * between
 */
export async function payAhead(
  table: Table,
  key: Key,
  { nowMs, costMs, latestMs, mostMs }: Payment,
): Promise<Paid> {
  const goesOn = await table.updateAndShow(
    key,
    { paid_until: new Increase(costMs) },
    { text: '#paid_until > :now AND #paid_until <= :latest', values: { now: nowMs, latest: latestMs } },
  );
  if (goesOn.outcome === 'written') return { paid: true, paidUntilMs: paidUntilIn(goesOn.row) };
  const found = paidUntilIn(goesOn.found);
  if (found !== undefined && found > mostMs) {
    // Written by a clock that is or was ahead of this one. It counts as a used-up burst, and no more.
    await table.update(key, { paid_until: mostMs }, { text: '#paid_until = :found', values: { found } });
    return { paid: false, paidUntilMs: mostMs };
  }
  if ((found ?? 0) > nowMs || latestMs < nowMs) return { paid: false, paidUntilMs: found };
  const paidUntilMs = nowMs + costMs;
  const begins = await table.update(
    key,
    { paid_until: paidUntilMs, ttl: ttlAt(paidUntilMs + DAY_MS) },
    { text: 'attribute_not_exists(#paid_until) OR #paid_until <= :now', values: { now: nowMs } },
  );
  return begins.outcome === 'written'
    ? { paid: true, paidUntilMs }
    : { paid: false, paidUntilMs: paidUntilIn(begins.found) };
}

const paidUntilIn = (row: Row | undefined): number | undefined => row?.['paid_until'] as number | undefined;
