import type { LiveItem } from './items.ts';

/** Deliveries that are remembered, so that a repeat is noticed. */
const REMEMBERED_MOST = 20_000;

interface Known {
  readonly attempts: Set<number>;
  count: number;
  updatedAt: string;
  status: string;
}

/** Leaves out changes that were shown before: they can come twice after a break, and when polling begins or ends. */
export class SeenItems {
  readonly #deliveries = new Map<string, Known>();

  /** Whether the item is new. It counts as shown from then on. */
  isNew(item: LiveItem): boolean {
    if (item.type === 'attempt') return this.#isNewAttempt(item.delivery_id, item.attempt.number);
    if (item.type !== 'delivery') return true;
    const { id, attempt_count: count, updated_at: updatedAt, status } = item.delivery;
    const known = this.#knownOf(id);
    const isOlder = count < known.count || (count === known.count && updatedAt < known.updatedAt);
    const isSame = count === known.count && updatedAt === known.updatedAt && status === known.status;
    if (isOlder || isSame) return false;
    Object.assign(known, { count, updatedAt, status });
    return true;
  }

  #isNewAttempt(id: string, number: number): boolean {
    const { attempts } = this.#knownOf(id);
    return attempts.size < attempts.add(number).size;
  }

  #knownOf(id: string): Known {
    const known = this.#deliveries.get(id) ?? { attempts: new Set(), count: -1, updatedAt: '', status: '' };
    // The latest ones are last.
    this.#deliveries.delete(id);
    this.#deliveries.set(id, known);
    for (const oldest of this.#deliveries.keys()) {
      if (this.#deliveries.size <= REMEMBERED_MOST) break;
      this.#deliveries.delete(oldest);
    }
    return known;
  }
}
