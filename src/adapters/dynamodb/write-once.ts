import { randomBytes } from 'node:crypto';
import type { Key } from './keys.ts';
import type { Changes, Condition, Row, Table } from './table.ts';

const CALL_BYTES = 6;

export type WrittenOnce =
  | { readonly written: true }
  | { readonly written: false; readonly found: Row | undefined };

/**
 * An update whose condition does not hold any more once it is written. The client may have to send it twice: then the
 * second one meets what the first one wrote, and knows it again.
 */
export async function writeOnce(
  table: Table,
  key: Key,
  changes: Changes,
  condition: Condition,
): Promise<WrittenOnce> {
  const call = randomBytes(CALL_BYTES).toString('base64url');
  const result = await table.update(key, { ...changes, call }, condition);
  const isWritten = result.outcome === 'written' || result.found?.['call'] === call;
  return isWritten ? { written: true } : { written: false, found: result.found };
}
