import type { DeliveryId } from '../../domain/ids.ts';
import { readChangeWrite } from '../../domain/read-change-write.ts';
import { attemptFields, EXCERPTS_ERASED, lastAttemptIn, withoutExcerpt } from './delivery-rows.ts';
import { attemptKey, attemptPartition, deliveryKey, type Key } from './keys.ts';
import { dynamoLimits } from './limits.ts';
import type { Row, Table } from './table.ts';

/**
 * Erases all excerpts of one delivery, in an order without a gap: the delivery's row is marked first, so that an
 * attempt recorded later finds the mark. The last attempt in that row gets a mark in its own row too, even if that row
 * does not exist yet: the process that recorded the attempt may still write it.
 */
export async function eraseExcerptsOf(table: Table, id: DeliveryId): Promise<void> {
  const row = await markedRow(table, id);
  if (row === undefined) return;
  const numbers = await attemptsApart(table, id);
  const last = lastAttemptIn(row)?.number;
  for (const number of numbers)
    await table.update(attemptKey(id, number), { excerpt: null, [EXCERPTS_ERASED]: true });
  if (last === undefined || numbers.includes(last)) return;
  await table.update(attemptKey(id, last), { excerpt: null, [EXCERPTS_ERASED]: true, ttl: row['ttl'] });
}

/** The delivery's row, marked and without the excerpt of its last attempt; undefined if it does not exist. */
async function markedRow(table: Table, id: DeliveryId): Promise<Row | undefined> {
  let found = await table.get(deliveryKey(id));
  const change = async () => {
    if (found === undefined) return undefined;
    const last = lastAttemptIn(found);
    const changes = {
      [EXCERPTS_ERASED]: true,
      ...(last && { last: attemptFields(withoutExcerpt(last)) }),
    };
    const result = await table.update(deliveryKey(id), changes, {
      text: '#status = :status AND #attempts = :attempts AND #ticket = :ticket',
      values: { status: found['status'], attempts: found['attempts'], ticket: found['ticket'] },
    });
    if (result.outcome === 'written') return found;
    found = result.found;
    return 'conflict';
  };
  const marked = await readChangeWrite(change, { tries: dynamoLimits.conflictTries });
  if (marked === 'conflict') throw new Error(`${id} is changed all the time`);
  return marked;
}

async function attemptsApart(table: Table, id: DeliveryId): Promise<readonly number[]> {
  const numbers: number[] = [];
  let startAfter: Key | undefined;
  do {
    const page = await table.query({ partition: attemptPartition(id), startAfter });
    numbers.push(...page.rows.map((row) => Number(row.SK)));
    startAfter = page.startAfter;
  } while (startAfter !== undefined);
  return numbers;
}
