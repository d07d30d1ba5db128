import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CountedFact, MINUTE_MS, OPEN_MINUTE } from '../../domain/counters.ts';
import { statsLimits } from '../../domain/limits.ts';
import { type CounterSum, type OpenDeliveries, QUARTER_MS, type StatsDimension } from '../../domain/stats.ts';
import {
  type StatsQuery,
  type StatsReader,
  type StatsScope,
  StoreUnavailableError,
} from '../../ports/storage.ts';
import type { SqliteCounters } from './counters.ts';

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
const ofReceiver =
  " AND n.receiver_id = :receiver AND (n.subscription_id = '' OR n.subscription_id IN " +
  '(SELECT id FROM subscriptions WHERE tenant_id = :tenant AND receiver_id = :receiver AND deleted_at_ms IS NULL))';

export class SqliteStatsReader implements StatsReader {
  readonly #database: DatabaseSync;
  readonly #counters: SqliteCounters;
  /** Settled when the last read ends. */
  #last: Promise<void> = Promise.resolve();

  constructor(database: DatabaseSync, counters: SqliteCounters) {
    this.#database = database;
    this.#counters = counters;
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
    await this.#settle();
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
    const found: CounterSum[] = [];
    for await (const part of partsOf(query, source)) {
      for (const row of sums.iterate({ ...values, ...part })) {
        found.push({
          atMs: range.fromMs + (row['at'] as number) * range.stepMs,
          series: row['series'] as string | null,
          isOther: row['other'] === 1,
          fact: row['fact'] as CountedFact,
          count: row['count'] as number,
        });
      }
    }
    return found;
  }

  async #open(scope: StatsScope): Promise<OpenDeliveries> {
    await this.#settle();
    const { text, values } = scopeOf(scope);
    const rows = this.#database
      .prepare(
        `SELECT c.fact AS fact, sum(c.count) AS count ${countedIn(byMinute)}${text} AND c.minute = ${OPEN_MINUTE} GROUP BY 1`,
      )
      .all(values);
    const of = (fact: CountedFact) => (rows.find((row) => row['fact'] === fact)?.['count'] ?? 0) as number;
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
    for await (const part of partsOf(query, byQuarter)) {
      for (const { series, count } of statement.iterate({ ...scope.values, ...part })) {
        volumes.set(series as string, (volumes.get(series as string) ?? 0) + (count as number));
      }
    }
    return [...volumes]
      .sort(([name, volume], [otherName, other]) => other - volume || (name < otherName ? -1 : 1))
      .slice(0, query.seriesMost)
      .map(([series]) => series);
  }

  /** While the store cannot be written, the counts of the last seconds are missing. */
  async #settle(): Promise<void> {
    try {
      await this.#counters.settle();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
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

async function* partsOf(
  { range }: StatsQuery,
  { slotMs }: Source,
): AsyncGenerator<{ readonly from: number; readonly to: number }> {
  const end = Math.ceil(range.toMs / slotMs);
  for (let from = Math.floor(range.fromMs / slotMs); from < end; from += SLOTS_PER_STATEMENT) {
    yield { from, to: Math.min(end, from + SLOTS_PER_STATEMENT) };
    await nextTurn();
  }
}
