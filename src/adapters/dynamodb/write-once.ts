import { randomBytes } from 'node:crypto';
import type { Key } from './keys.ts';
import type { Changes, Condition, Row, Table } from './table.ts';

const CALL_BYTES = 6;

export type WrittenOnce =
  | { readonly written: true }
  | { readonly written: false; readonly found: Row | undefined };

/**
 * An update whose condition no longer holds once it is written. The client may send it twice: the second one then finds
 * the write of the first, and recognizes it by its mark.
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
