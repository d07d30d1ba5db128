import type { Countable, CountedFact, CounterGroup, Counting, CountingKind } from './counters.ts';
import type { TenantId } from './ids.ts';

/** The counters of one group, as they are written and sent: the key of the group, and its counts. */
export type GroupCounts = readonly [
  key: string,
  counts: readonly (readonly [fact: CountedFact, n: number])[],
];

type Counts = Map<CountedFact, number>;

interface Page {
  readonly key: string;
  readonly group: CounterGroup;
  /** Counts that are kept. */
  readonly kept: Counts;
  /** Counts since `keep` or `drop`. */
  readonly added: Counts;
}

/** Pages that are remembered for each kind, by their subscription. */
const REMEMBERED = 2_000;

/**
 * Counts in memory. Groups are found again by the fields of the delivery, without making their key: that costs a
 * microsecond, and a delivery has five counts.
 */
export class CounterBook implements Counting {
  readonly #pages = new Map<string, Page>();
  readonly #lastPages: Readonly<Record<CountingKind, Map<string, Page>>> = {
    event: new Map(),
    delivery: new Map(),
    outcome: new Map(),
    open: new Map(),
  };
  readonly #changed = new Set<Page>();

  /** The number of groups. */
  get size(): number {
    return this.#pages.size;
  }

  /** Whether there are counts since `keep` or `drop`. */
  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  add(
    kind: CountingKind,
    minute: number,
    about: Countable,
    answer: string,
    fact: CountedFact,
    n: number,
  ): void {
    // Open deliveries are counted without their event types.
    const eventType = kind === 'open' ? '' : (about.eventType ?? '');
    const last = this.#lastPages[kind].get(about.subscriptionId ?? '');
    const isFound = last !== undefined && isFor(last.group, minute, about, eventType, answer);
    const page = isFound ? last : this.#find(kind, { ...plain(about), minute, eventType, answer });
    page.added.set(fact, (page.added.get(fact) ?? 0) + n);
    this.#changed.add(page);
  }

  /** Adds counts that were written before. */
  addAll(groups: readonly GroupCounts[]): void {
    for (const [key, counts] of groups) {
      const group = groupOf(key);
      for (const [fact, n] of counts) this.add('event', group.minute, group, group.answer, fact, n);
    }
  }

  /** The counts since `keep` or `drop`. */
  added(): GroupCounts[] {
    return [...this.#changed].map(({ key, added }) => [key, [...added]]);
  }

  /** All counts: kept and added. */
  all(): GroupCounts[] {
    return [...this.#pages.values()].map(({ key, kept, added }) => [key, [...sumOf(kept, added)]]);
  }

  /** The kept counts of a tenant, from a minute to before another. */
  *keptOf(tenantId: TenantId, fromMinute: number, toMinute: number): Generator<[CounterGroup, Counts]> {
    for (const { group, kept } of this.#pages.values()) {
      const isWanted = group.tenantId === tenantId && group.minute >= fromMinute && group.minute < toMinute;
      if (isWanted && kept.size > 0) yield [group, kept];
    }
  }

  keep(): void {
    for (const { kept, added } of this.#changed) {
      for (const [fact, n] of added) kept.set(fact, (kept.get(fact) ?? 0) + n);
    }
    this.drop();
  }

  /** Forgets the counts since `keep`. */
  drop(): void {
    for (const { added } of this.#changed) added.clear();
    this.#changed.clear();
  }

  clear(): void {
    this.#pages.clear();
    this.#changed.clear();
    for (const pages of Object.values(this.#lastPages)) pages.clear();
  }

  #find(kind: CountingKind, group: CounterGroup): Page {
    const key = keyOf(group);
    const page = this.#pages.get(key) ?? { key, group, kept: new Map(), added: new Map() };
    this.#pages.set(key, page);
    const pages = this.#lastPages[kind];
    if (pages.size >= REMEMBERED) pages.clear();
    pages.set(group.subscriptionId, page);
    return page;
  }
}

const isFor = (
  group: CounterGroup,
  minute: number,
  { tenantId, receiverId }: Countable,
  eventType: string,
  answer: string,
): boolean =>
  group.minute === minute &&
  group.answer === answer &&
  group.eventType === eventType &&
  group.tenantId === tenantId &&
  group.receiverId === (receiverId ?? '');

/** Without the rest of the event: its payload would stay in memory. */
const plain = ({ tenantId, subscriptionId, receiverId }: Countable) => ({
  tenantId,
  subscriptionId: subscriptionId ?? ('' as const),
  receiverId: receiverId ?? '',
});

function sumOf(kept: Counts, added: Counts): Counts {
  if (kept.size === 0) return added;
  const sum = new Map(kept);
  for (const [fact, n] of added) sum.set(fact, (sum.get(fact) ?? 0) + n);
  return sum;
}

/** The receiver comes last, because only its id can have a tab. */
const keyOf = ({ minute, tenantId, subscriptionId, eventType, answer, receiverId }: CounterGroup): string =>
  `${minute}\t${tenantId}\t${subscriptionId}\t${eventType}\t${answer}\t${receiverId}`;

/** The group with this key. */
export function groupOf(key: string): CounterGroup {
  const [minute, tenantId, subscriptionId, eventType, answer, ...receiverId] = key.split('\t');
  return {
    minute: Number(minute),
    tenantId,
    subscriptionId,
    eventType,
    answer,
    receiverId: receiverId.join('\t'),
  } as CounterGroup;
}
