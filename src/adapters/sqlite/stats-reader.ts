import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CounterBook } from '../../domain/counter-book.ts';
import { seriesOf } from '../../domain/counter-sums.ts';
import { type CountedFact, type CounterGroup, MINUTE_MS, OPEN_MINUTE } from '../../domain/counters.ts';
import { statsLimits } from '../../domain/limits.ts';
import {
  type CounterSum,
  type OpenDeliveries,
  QUARTER_MS,
  type StatsDimension,
  type StatsRange,
} from '../../domain/stats.ts';
import type { StatsQuery, StatsReader, StatsScope } from '../../ports/storage.ts';

/** Minutes or quarters of an hour that one statement reads. Other work gets its turn between the statements. */
const SLOTS_PER_STATEMENT = 20;

/** Counters of the same facts by minute, and by quarter of an hour for ranges with long steps. */
interface Source {
  readonly table: string;
  readonly column: string;
  readonly slotMs: number;
}

const byMinute: Source = { table: 'counters', column: 'minute', slotMs: MINUTE_MS };
const byQuarter: Source = {
  table: 'counters_by_quarter',
  column: 'quarter',
  slotMs: QUARTER_MS,
};

const columnOf: Readonly<Record<StatsDimension, string>> = {
  status: "nullif(n.answer, '')",
  event_type: "nullif(n.event_type, '')",
  subscription: "nullif(n.subscription_id, '')",
};

/** `CROSS JOIN`: the names first, then a range of the counters of each. */
const countedIn = ({ table }: Source): string =>
  `FROM counter_names n CROSS JOIN ${table} c ON c.name_id = n.id WHERE n.tenant_id = :tenant`;

const inPart = ({ column }: Source): string => `c.${column} >= :from AND c.${column} < :to`;

/** A receiver reaches its events, and the deliveries of these to its own subscriptions. */
const SUBSCRIPTIONS_OF_RECEIVER =
  'SELECT id FROM subscriptions WHERE tenant_id = :tenant AND receiver_id = :receiver AND deleted_at_ms IS NULL';
const ofReceiver =
  " AND n.receiver_id = :receiver AND (n.subscription_id = '' OR n.subscription_id IN " +
  `(${SUBSCRIPTIONS_OF_RECEIVER}))`;

const isOf = (group: CounterGroup, receiverId: string | undefined, own: ReadonlySet<string>): boolean =>
  group.receiverId === receiverId && (group.subscriptionId === '' || own.has(group.subscriptionId));

type Writable<Sum> = { -readonly [Name in keyof Sum]: Sum[Name] };

/** Sums of the tables and the journal, which can both have counts of the same step, series and fact. */
class FoundSums {
  readonly #range: StatsRange;
  readonly #sums = new Map<string, Writable<CounterSum>>();

  constructor(range: StatsRange) {
    this.#range = range;
  }

  add(at: number, series: string | null, isOther: boolean, fact: CountedFact, count: number): void {
    const key = `${at} ${fact} ${isOther} ${series ?? ''}`;
    const { fromMs, stepMs } = this.#range;
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, { atMs: fromMs + at * stepMs, series, isOther, fact, count });
    else sum.count += count;
  }

  sums(): readonly CounterSum[] {
    return [...this.#sums.values()];
  }
}

/**
 * Reads the counters in the tables, and with them the journal of the last seconds, which is in memory. A commit can move the
 * journal into the tables between two statements, so each statement and the journal of its minutes are read in one turn.
 */
export class SqliteStatsReader implements StatsReader {
  readonly #database: DatabaseSync;
  readonly #journal: CounterBook;
  /** Settled when the last read ends. */
  #last: Promise<void> = Promise.resolve();

  constructor(database: DatabaseSync, journal: CounterBook) {
    this.#database = database;
    this.#journal = journal;
  }

  sums(query: StatsQuery): Promise<readonly CounterSum[]> {
    return this.#inTurn(() => this.#sums(query));
  }

  open(scope: StatsScope): Promise<OpenDeliveries> {
    return this.#inTurn(() => this.#open(scope));
  }

  /** One read at a time, so that callers that poll leave turns of the event loop to deliveries. */
  #inTurn<Result>(read: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(read);
    this.#last = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  async #sums(query: StatsQuery): Promise<readonly CounterSum[]> {
    const { by, range } = query;
    const column = by === undefined ? 'NULL' : columnOf[by];
    const kept = by === undefined ? [] : await this.#largest(query, column);
    const scope = scopeOf(query);
    const source = range.stepMs % byQuarter.slotMs === 0 ? byQuarter : byMinute;
    const sums = this.#database.prepare(
      `SELECT (c.${source.column} - CAST(:first AS INTEGER)) / CAST(:step AS INTEGER) AS at, iif(${isOther(column)}, NULL, ${column}) AS series, ` +
        `${isOther(column)} AS other, c.fact AS fact, sum(c.count) AS count ${countedIn(source)}${scope.text} ` +
        `AND ${inPart(source)} GROUP BY 1, 2, 3, 4`,
    );
    const step = range.stepMs / source.slotMs;
    const values = { ...scope.values, first: range.fromMs / source.slotMs, step, kept: JSON.stringify(kept) };
    const found = new FoundSums(range);
    for await (const part of partsOf(query, source)) {
      for (const { at, series, other, fact, count } of sums.iterate({ ...values, ...part })) {
        const isOther = other === 1;
        found.add(at as number, series as string | null, isOther, fact as CountedFact, count as number);
      }
      for (const { at, series, fact, count } of this.#journalOf(query, part, source)) {
        const isOther = series !== null && !kept.includes(series);
        found.add(at, isOther ? null : series, isOther, fact, count);
      }
    }
    return found.sums();
  }

  async #open(scope: StatsScope): Promise<OpenDeliveries> {
    const { text, values } = scopeOf(scope);
    const rows = this.#database
      .prepare(
        `SELECT c.fact AS fact, sum(c.count) AS count ${countedIn(byMinute)}${text} AND c.minute = ${OPEN_MINUTE} GROUP BY 1`,
      )
      .all(values);
    const journal = [...this.#unmoved(scope, OPEN_MINUTE, OPEN_MINUTE + 1)];
    const of = (fact: CountedFact) =>
      journal.reduce(
        (sum, [, counts]) => sum + (counts.get(fact) ?? 0),
        (rows.find((row) => row['fact'] === fact)?.['count'] ?? 0) as number,
      );
    const held = this.#held(scope);
    return {
      pending: of('pending'),
      retrying: of('retrying'),
      held: Math.min(held, statsLimits.heldCounted),
      isExact: held <= statsLimits.heldCounted,
    };
  }

  /** Only disabled subscriptions have held deliveries, apart from those that release has yet to see. */
  #held({ tenantId, receiverId }: StatsScope): number {
    const ofThisReceiver =
      receiverId === undefined ? '' : ' AND s.receiver_id = :receiver AND d.receiver_id = :receiver';
    const row = this.#database
      .prepare(
        'SELECT count(*) AS count FROM (SELECT 1 FROM subscriptions s CROSS JOIN deliveries d ' +
          "ON d.subscription_id = s.id AND d.waits = 'held' WHERE s.tenant_id = :tenant AND s.status = 'disabled' " +
          `AND s.deleted_at_ms IS NULL${ofThisReceiver} LIMIT ${statsLimits.heldCounted + 1})`,
      )
      .get(scopeOf({ tenantId, receiverId }).values);
    return row?.['count'] as number;
  }

  /** The series with the highest counts, in whole quarters of an hour. */
  async #largest(query: StatsQuery, column: string): Promise<readonly string[]> {
    const scope = scopeOf(query);
    const statement = this.#database.prepare(
      `SELECT ${column} AS series, sum(c.count) AS count ${countedIn(byQuarter)}${scope.text} ` +
        `AND ${inPart(byQuarter)} AND ${column} IS NOT NULL GROUP BY 1`,
    );
    const volumes = new Map<string, number>();
    const add = (series: string, count: number) => volumes.set(series, (volumes.get(series) ?? 0) + count);
    for await (const part of partsOf(query, byQuarter)) {
      for (const { series, count } of statement.iterate({ ...scope.values, ...part })) {
        add(series as string, count as number);
      }
      for (const { series, count } of this.#journalOf(query, part, byQuarter)) {
        if (series !== null) add(series, count);
      }
    }
    return [...volumes]
      .sort(([name, volume], [otherName, other]) => other - volume || (name < otherName ? -1 : 1))
      .slice(0, query.seriesMost)
      .map(([series]) => series);
  }

  /** The counts of the journal in slots of a source. */
  *#journalOf(query: StatsQuery, { from, to }: Part, { slotMs }: Source) {
    const minutes = slotMs / MINUTE_MS;
    const { by, range } = query;
    for (const [group, counts] of this.#unmoved(query, from * minutes, to * minutes)) {
      const at = Math.floor((group.minute * MINUTE_MS - range.fromMs) / range.stepMs);
      const series = by === undefined ? null : seriesOf(by, group);
      for (const [fact, count] of counts) yield { at, series, fact, count };
    }
  }

  *#unmoved({ tenantId, receiverId }: StatsScope, fromMinute: number, toMinute: number) {
    const own = receiverId === undefined ? undefined : this.#subscriptionsOf(tenantId, receiverId);
    for (const [group, counts] of this.#journal.keptOf(tenantId, fromMinute, toMinute)) {
      if (own === undefined || isOf(group, receiverId, own)) yield [group, counts] as const;
    }
  }

  #subscriptionsOf(tenantId: string, receiverId: string): ReadonlySet<string> {
    const rows = this.#database
      .prepare(SUBSCRIPTIONS_OF_RECEIVER)
      .all({ tenant: tenantId, receiver: receiverId });
    return new Set(rows.map(({ id }) => id as string));
  }
}

const isOther = (column: string): string =>
  `${column} IS NOT NULL AND ${column} NOT IN (SELECT value FROM json_each(:kept))`;

interface Scope {
  readonly text: string;
  readonly values: Readonly<Record<string, SQLInputValue>>;
}

const scopeOf = ({ tenantId, receiverId }: StatsScope): Scope =>
  receiverId === undefined
    ? { text: '', values: { tenant: tenantId } }
    : { text: ofReceiver, values: { tenant: tenantId, receiver: receiverId } };

/** Slots of a source; `to` is exclusive. */
interface Part {
  readonly from: number;
  readonly to: number;
}

async function* partsOf({ range }: StatsQuery, { slotMs }: Source): AsyncGenerator<Part> {
  const end = Math.ceil(range.toMs / slotMs);
  for (let from = Math.floor(range.fromMs / slotMs); from < end; from += SLOTS_PER_STATEMENT) {
    yield { from, to: Math.min(end, from + SLOTS_PER_STATEMENT) };
    await nextTurn();
  }
}
