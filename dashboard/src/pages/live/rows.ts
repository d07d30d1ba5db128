import type { Delivery } from '../../../../client/src/posthorn.ts';
import type { LiveChange } from '../../api/live-change.ts';

export interface LiveRow extends LiveChange {
  readonly key: string;
}

/** The page keeps the latest changes only: it may stay open for days. */
export const ROWS_MOST = 500;

/**
 * The rows with the newest change first.
 * @param changes oldest first; a change can come twice, for example after a break
 */
export function withChanges(rows: readonly LiveRow[], changes: readonly LiveChange[]): readonly LiveRow[] {
  const known = new Set(rows.map(({ key }) => key));
  const added: LiveRow[] = [];
  for (const change of changes.slice(-2 * ROWS_MOST)) {
    const key = keyOf(change.delivery);
    if (known.has(key)) continue;
    known.add(key);
    added.push({ ...change, key });
  }
  return added.length === 0 ? rows : [...added.reverse(), ...rows].slice(0, ROWS_MOST);
}

const keyOf = ({ id, status, attempt_count, updated_at, next_attempt_at }: Delivery): string =>
  [id, status, attempt_count, updated_at, next_attempt_at].join(' ');
