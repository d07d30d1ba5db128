import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CounterBook, type GroupCounts, groupOf } from '../../domain/counter-book.ts';
import { type CounterGroup, minuteOf, OPEN_MINUTE } from '../../domain/counters.ts';
import type { TenantId } from '../../domain/ids.ts';
import { statsLimits } from '../../domain/limits.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { CommitRider, GroupCommit } from './group-commit.ts';

/** After this time, the next commit moves the journal into the counters. */
const JOURNAL_MS = 10_000;
/** … or when so many groups of counters are in it: some 20 ms of work. */
const JOURNAL_GROUPS = 1_000;
/** Names whose old counters one commit deletes: a few milliseconds of work. */
const NAMES_PER_SWEEP = 500;

const quarterOf = (minute: number): number => Math.floor(minute / statsLimits.quarterMinutes);

const MINUTES_KEPT = statsLimits.keptHours * 60;

/**
 * Counts inside the transactions of the records, so that the counters are as exact as the records. A commit with counts
 * writes one more row, whatever their number: the journal. Every 10 s the sums of the journal are added to the counters,
 * in the transaction that empties it. A start takes up the journal of the process before.
 */
export class SqliteCounters implements CommitRider {
  /** Count in it only in the work of a transaction. */
  readonly book = new CounterBook();
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #statements;
  #isMoved = false;
  #movedAtMs: number;
  #sweptUpTo = 0;

  constructor(database: DatabaseSync, commits: GroupCommit, clock: Clock) {
    this.#commits = commits;
    this.#clock = clock;
    this.#movedAtMs = monotonicMs(clock);
    this.#statements = preparedIn(database);
    for (const { counts } of database.prepare('SELECT counts FROM counter_journal').iterate()) {
      this.book.addAll(JSON.parse(counts as string) as GroupCounts[]);
    }
    this.book.keep();
    commits.carry(this);
  }

  beforeCommit(): void {
    const { book } = this;
    this.#isMoved = book.size >= JOURNAL_GROUPS || (book.size > 0 && this.#isOld());
    if (this.#isMoved) this.#move();
    else if (book.isChanged) this.#statements.journal.run(JSON.stringify(book.added()));
  }

  committed(): void {
    if (this.#isMoved) this.book.clear();
    else this.book.keep();
  }

  rolledBack(): void {
    this.book.drop();
  }

  /** Moves the journal into the counters now, so that a query reads all. */
  async settle(): Promise<void> {
    if (this.book.size === 0) return;
    await this.#commits.write(() => {
      this.#movedAtMs = Number.NEGATIVE_INFINITY;
    });
  }

  /** Deletes the old counters of some names, and names without counters. Each call goes on after the last one. */
  sweep(nowMs: number): void {
    const ids = this.#statements.names.all(this.#sweptUpTo, NAMES_PER_SWEEP).map(({ id }) => id as number);
    const oldest = minuteOf(nowMs) - MINUTES_KEPT;
    for (const id of ids) {
      this.#statements.deleteOld.run(id, oldest);
      this.#statements.deleteNoneOpen.run(id);
      this.#statements.deleteOldQuarters.run(id, quarterOf(oldest));
      this.#statements.deleteUnused.run(id);
    }
    this.#sweptUpTo = ids.length < NAMES_PER_SWEEP ? 0 : (ids.at(-1) ?? 0);
  }

  #isOld(): boolean {
    return monotonicMs(this.#clock) - this.#movedAtMs >= JOURNAL_MS;
  }

  /** In the transaction. */
  #move(): void {
    this.#movedAtMs = monotonicMs(this.#clock);
    const names = new NameRoom((tenantId) => this.#statements.countNames.get(tenantId)?.['count'] as number);
    for (const [key, counts] of this.book.all()) this.#add(groupOf(key), counts, names);
    this.#statements.emptyJournal.run();
  }

  #add(group: CounterGroup, counts: GroupCounts[1], names: NameRoom): void {
    const { minute } = group;
    const wanted = counts.filter(([, n]) => n !== 0);
    if (wanted.length === 0) return;
    const id = this.#idOf(group, names);
    for (const [fact, n] of wanted) {
      this.#statements.add.run(id, minute, fact, n);
      if (minute !== OPEN_MINUTE) this.#statements.addToQuarter.run(id, quarterOf(minute), fact, n);
    }
  }

  /** A tenant with many names gets coarser new ones, so that event types with ids in them cannot fill the tables. */
  #idOf(group: CounterGroup, names: NameRoom): number {
    const known = this.#known(group);
    if (known !== undefined) return known;
    const name = names.fitting(group);
    const id = name === group ? undefined : this.#known(name);
    if (id !== undefined) return id;
    names.take(name);
    return this.#statements.insertName.get(...nameOf(name))?.['id'] as number;
  }

  #known(group: CounterGroup): number | undefined {
    return this.#statements.find.get(...nameOf(group))?.['id'] as number | undefined;
  }
}

const nameOf = ({ tenantId, subscriptionId, eventType, answer, receiverId }: CounterGroup) => [
  tenantId,
  subscriptionId,
  eventType,
  answer,
  receiverId,
];

/** The numbers of names of the tenants, counted once for each transaction. */
class NameRoom {
  readonly #count: (tenantId: TenantId) => number;
  readonly #counts = new Map<TenantId, number>();

  constructor(count: (tenantId: TenantId) => number) {
    this.#count = count;
  }

  fitting(group: CounterGroup): CounterGroup {
    const count = this.#countOf(group.tenantId);
    // The name that a delivery was opened under has to be the one that it is closed under. Such names last only as long
    // as there are open deliveries.
    if (group.minute === OPEN_MINUTE || count < statsLimits.counterNames) return group;
    if (count < 2 * statsLimits.counterNames) return { ...group, eventType: '' };
    return { ...group, eventType: '', subscriptionId: '', receiverId: '' };
  }

  take({ tenantId }: CounterGroup): void {
    this.#counts.set(tenantId, this.#countOf(tenantId) + 1);
  }

  #countOf(tenantId: TenantId): number {
    const count = this.#counts.get(tenantId) ?? this.#count(tenantId);
    this.#counts.set(tenantId, count);
    return count;
  }
}

/** Two statements: with OR in one, SQLite would read every counter of the name. */
export const DELETE_OLD = `DELETE FROM counters WHERE name_id = ? AND minute > ${OPEN_MINUTE} AND minute < ?`;
export const DELETE_NONE_OPEN = `DELETE FROM counters WHERE name_id = ? AND minute = ${OPEN_MINUTE} AND count = 0`;

const preparedIn = (database: DatabaseSync): Readonly<Record<StatementName, StatementSync>> => ({
  journal: database.prepare('INSERT INTO counter_journal (counts) VALUES (?)'),
  emptyJournal: database.prepare('DELETE FROM counter_journal'),
  find: database.prepare(
    'SELECT id FROM counter_names WHERE tenant_id = ? AND subscription_id = ? AND event_type = ? AND answer = ? ' +
      'AND receiver_id = ?',
  ),
  insertName: database.prepare(
    'INSERT INTO counter_names (tenant_id, subscription_id, event_type, answer, receiver_id) VALUES (?, ?, ?, ?, ?) ' +
      'RETURNING id',
  ),
  countNames: database.prepare('SELECT count(*) AS count FROM counter_names WHERE tenant_id = ?'),
  add: database.prepare(
    'INSERT INTO counters (name_id, minute, fact, count) VALUES (?, ?, ?, ?) ' +
      'ON CONFLICT DO UPDATE SET count = count + excluded.count',
  ),
  addToQuarter: database.prepare(
    'INSERT INTO counters_by_quarter (name_id, quarter, fact, count) VALUES (?, ?, ?, ?) ' +
      'ON CONFLICT DO UPDATE SET count = count + excluded.count',
  ),
  deleteOldQuarters: database.prepare('DELETE FROM counters_by_quarter WHERE name_id = ? AND quarter < ?'),
  names: database.prepare('SELECT id FROM counter_names WHERE id > ? ORDER BY id LIMIT ?'),
  deleteOld: database.prepare(DELETE_OLD),
  deleteNoneOpen: database.prepare(DELETE_NONE_OPEN),
  deleteUnused: database.prepare(
    'DELETE FROM counter_names WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM counters WHERE name_id = ?1) ' +
      'AND NOT EXISTS (SELECT 1 FROM counters_by_quarter WHERE name_id = ?1)',
  ),
});

type StatementName =
  | 'journal'
  | 'emptyJournal'
  | 'find'
  | 'insertName'
  | 'countNames'
  | 'add'
  | 'addToQuarter'
  | 'deleteOldQuarters'
  | 'names'
  | 'deleteOld'
  | 'deleteNoneOpen'
  | 'deleteUnused';
