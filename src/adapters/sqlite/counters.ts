import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Count, counterOf, minuteOf, OPEN_MINUTE } from '../../domain/counters.ts';
import { statsLimits } from '../../domain/limits.ts';
import { type Clock, monotonicMs } from '../../ports/platform.ts';
import type { CommitRider, GroupCommit } from './group-commit.ts';

/** After this time, the next commit moves the journal into the counters. */
const JOURNAL_MS = 10_000;
/** … or when so many counters are in it: some 20 ms of work. */
const JOURNAL_COUNTERS = 2_000;
/** Names whose old counters one commit deletes: a few milliseconds of work. */
const NAMES_PER_SWEEP = 500;
const MINUTES_KEPT = statsLimits.keptHours * 60;

/**
 * Counts inside the transactions of the records, so that the counters are as exact as the records. A commit with counts
 * writes one more row, whatever their number: the journal. Every 10 s the sums of the journal are added to the counters,
 * in the transaction that empties it. A start takes up the journal of the process before.
 */
export class SqliteCounters implements CommitRider {
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #statements;
  /** Counts of the current transaction. */
  #counted = new Map<string, number>();
  /** The sums of the journal. */
  #journal = new Map<string, number>();
  #isMoved = false;
  #movedAtMs: number;
  #sweptUpTo = 0;

  constructor(database: DatabaseSync, commits: GroupCommit, clock: Clock) {
    this.#commits = commits;
    this.#clock = clock;
    this.#movedAtMs = monotonicMs(clock);
    this.#statements = preparedIn(database);
    for (const { counts } of database.prepare('SELECT counts FROM counter_journal').iterate()) {
      addTo(this.#journal, JSON.parse(counts as string) as [string, number][]);
    }
    commits.carry(this);
  }

  /** Call it only in the work of a transaction. */
  readonly count: Count = (key, n) => {
    this.#counted.set(key, (this.#counted.get(key) ?? 0) + n);
  };

  beforeCommit(): void {
    this.#isMoved = this.#journal.size >= JOURNAL_COUNTERS || this.#isOld();
    if (this.#isMoved) this.#move();
    else if (this.#counted.size > 0) this.#statements.journal.run(JSON.stringify([...this.#counted]));
  }

  committed(): void {
    if (this.#isMoved) this.#journal = new Map();
    else if (this.#counted.size > 0) addTo(this.#journal, this.#counted);
    if (this.#counted.size > 0) this.#counted = new Map();
  }

  rolledBack(): void {
    this.#counted = new Map();
  }

  /** Moves the journal into the counters now, so that a query reads all. */
  async settle(): Promise<void> {
    if (this.#journal.size === 0) return;
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
      this.#statements.deleteUnused.run(id);
    }
    this.#sweptUpTo = ids.length < NAMES_PER_SWEEP ? 0 : (ids.at(-1) ?? 0);
  }

  #isOld(): boolean {
    const isEmpty = this.#journal.size === 0 && this.#counted.size === 0;
    return !isEmpty && monotonicMs(this.#clock) - this.#movedAtMs >= JOURNAL_MS;
  }

  /** In the transaction. */
  #move(): void {
    this.#movedAtMs = monotonicMs(this.#clock);
    const sums = new Map(this.#journal);
    addTo(sums, this.#counted);
    for (const [key, n] of sums) if (n !== 0) this.#add(key, n);
    this.#statements.emptyJournal.run();
  }

  #add(key: string, n: number): void {
    const { minute, tenantId, subscriptionId, eventType, answer, fact, receiverId } = counterOf(key);
    const name = [tenantId, subscriptionId, eventType, answer, receiverId];
    const id = this.#statements.find.get(...name) ?? this.#statements.insertName.get(...name);
    this.#statements.add.run(id?.['id'] as number, minute, fact, n);
  }
}

function addTo(sums: Map<string, number>, counts: Iterable<readonly [string, number]>): void {
  for (const [key, n] of counts) sums.set(key, (sums.get(key) ?? 0) + n);
}

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
  add: database.prepare(
    'INSERT INTO counters (name_id, minute, fact, count) VALUES (?, ?, ?, ?) ' +
      'ON CONFLICT DO UPDATE SET count = count + excluded.count',
  ),
  names: database.prepare('SELECT id FROM counter_names WHERE id > ? ORDER BY id LIMIT ?'),
  deleteOld: database.prepare(
    `DELETE FROM counters WHERE name_id = ? AND (minute < ? AND minute <> ${OPEN_MINUTE} OR count = 0)`,
  ),
  deleteUnused: database.prepare(
    'DELETE FROM counter_names WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM counters WHERE name_id = ?1)',
  ),
});

type StatementName =
  | 'journal'
  | 'emptyJournal'
  | 'find'
  | 'insertName'
  | 'add'
  | 'names'
  | 'deleteOld'
  | 'deleteUnused';
