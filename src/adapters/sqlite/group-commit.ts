import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError } from '../../ports/storage.ts';

/** A piece of work inside a transaction. It can run a second time, so it touches nothing but the database. */
type Work<Result> = () => Result;

interface Pending {
  readonly run: () => void;
  readonly settle: () => void;
  readonly reject: (error: unknown) => void;
}

/** Rejects commits that could be lost. Each call can throw `StoreUnavailableError`. */
export interface CommitGuard {
  /** Called before a transaction begins. */
  assertWell(): void;
  /** Called right before COMMIT: a commit into a deleted file would succeed and be lost. */
  assertInPlace(): void;
  noteCommit(): void;
}

const noGuard: CommitGuard = { assertWell: () => {}, assertInPlace: () => {}, noteCommit: () => {} };

/** Adds to each commit. */
export interface CommitRider {
  /** Called inside the transaction, after all work of the commit. */
  beforeCommit(): void;
  /** The commit, with all that the rider added, is on disk. */
  committed(): void;
  /** Nothing of the commit is stored. Its work can run again. */
  rolledBack(): void;
}

/** How long a write that no caller waits for can wait for other writes. */
const PATIENCE_MS = 50;

/**
 * One commit for all writes of a turn of the event loop. A commit costs one flush to disk for any number of writes, so
 * a busy service shares it among hundreds of requests, and an idle one answers after a single flush.
 *
 * All writes of the process go through here. Reads use the same connection and see committed data.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #guard: CommitGuard;
  readonly #begin;
  readonly #commit;
  readonly #rollback;
  #rider: CommitRider | undefined;
  #pending: Pending[] = [];
  #turn: NodeJS.Immediate | undefined;
  #patience: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync, guard = noGuard) {
    this.#database = database;
    this.#guard = guard;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
  }

  /**
   * Runs the work in the next commit. Resolves with its result once that is on disk; rejects if the work throws.
   * @throws StoreUnavailableError without running the work, while the store is in trouble
   */
  write<Result>(work: Work<Result>): Promise<Result> {
    const written = this.#add(work);
    this.#turn ??= setImmediate(() => this.flush());
    return written;
  }

  /** The same for writes that no caller waits for: they join the next commit, or commit alone soon. */
  writeLater(work: Work<void>): Promise<void> {
    const written = this.#add(work);
    this.#patience ??= setTimeout(() => this.flush(), PATIENCE_MS);
    return written;
  }

  /** There is one rider at most. */
  carry(rider: CommitRider): void {
    this.#rider = rider;
  }

  #add<Result>(work: Work<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    let result: Result;
    const run = () => {
      result = work();
    };
    this.#pending.push({ run, settle: () => resolve(result), reject });
    return promise;
  }

  /** Commits the pending writes now. */
  flush(): void {
    clearImmediate(this.#turn);
    clearTimeout(this.#patience);
    this.#turn = undefined;
    this.#patience = undefined;
    const batch = this.#pending;
    this.#pending = [];
    if (batch.length === 0) return;
    try {
      this.#commitAll(batch);
      for (const { settle } of batch) settle();
    } catch (error) {
      if (error instanceof StoreUnavailableError) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // The work of one write threw. Each write gets its own commit, so that only the faulty one fails.
      for (const pending of batch) this.#commitAlone(pending);
    }
  }

  #commitAlone(pending: Pending): void {
    try {
      this.#commitAll([pending]);
      pending.settle();
    } catch (error) {
      pending.reject(error);
    }
  }

  #commitAll(batch: readonly Pending[]): void {
    this.#guard.assertWell();
    this.#begin.run();
    try {
      for (const { run } of batch) run();
      this.#rider?.beforeCommit();
      this.#guard.assertInPlace();
      this.#commit.run();
      this.#rider?.committed();
      this.#guard.noteCommit();
    } catch (error) {
      this.#rider?.rolledBack();
      // A full disk rolls back by itself.
      if (this.#database.isTransaction) this.#rollback.run();
      throw error;
    }
  }
}
