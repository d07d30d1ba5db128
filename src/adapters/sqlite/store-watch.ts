import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '../../ports/platform.ts';
import {
  type StoreFault,
  type StoreHealth,
  StoreUnavailableError,
  storeFaultDetails,
} from '../../ports/storage.ts';
import { DATABASE_FILE, LOCK_FILE, WAL_FILE } from './data-folder.ts';
import type { CommitGuard } from './group-commit.ts';
import { OpenFile } from './open-file.ts';
import { storeFaultOf } from './sqlite-faults.ts';

/** How often the files are checked, and at most how often a store in trouble is probed. A check takes about 10 µs. */
const TICK_MS = 1_000;
/** A store in trouble is probed after 1 s, 2 s, 4 s, and then this often. */
const PROBE_PAUSE_MOST_MS = 5_000;
/** Trouble that returns sooner than this counts as the same trouble. The pauses then grow further, up to … */
const CALM_MS = 60_000;
/** … this, because each return to work can repeat attempts whose records cannot be written. */
const RETURN_PAUSE_MOST_MS = 30_000;
/**
 * Room for the records of a few hundred attempts, so that a disk with room for the probe alone does not count as well.
 */
const PROBE_BYTES = 64 * 1_024;
/** A commit in this period is enough for `/healthz`; otherwise one page is written. */
const COMMIT_AGE_MS = 2_000;
const PAGE_BYTES = 4_096;

/** A database is larger than this from its first table on. Only a truncated file is smaller. */
const DATABASE_BYTES_MIN = 512;

/**
 * Knows whether the store works. It sees every error of SQLite, and checks before each commit and every second that the
 * open files are still in place. In trouble only a probe is written, until it succeeds. A damaged database stays in
 * trouble until the next start, which checks all of it.
 */
export class StoreWatch implements StoreHealth, CommitGuard {
  readonly #folder: string;
  readonly #log: Log;
  #fault: StoreFault | undefined;
  #database: DatabaseSync | undefined;
  #writeProbe: (bytes: number) => void = () => {};
  /** Without these files new commits are lost: the database and its write-ahead log. */
  #committed: readonly OpenFile[] = [];
  /** Without this file a second process could open the folder. */
  #lock: readonly OpenFile[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lastCommitMs = Number.NEGATIVE_INFINITY;
  #troubleSinceMs = 0;
  #wellSinceMs = Number.NEGATIVE_INFINITY;
  #pauseMs = TICK_MS;
  #nextProbeMs = 0;
  readonly #onWell: (() => void)[] = [];

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Starts to watch an open database. A store that cannot be written now is in trouble from the start. */
  start(database: DatabaseSync): void {
    this.#database = database;
    const begin = database.prepare('BEGIN IMMEDIATE');
    const write = database.prepare('INSERT OR REPLACE INTO store_probe (id, filler) VALUES (1, zeroblob(?))');
    const commit = database.prepare('COMMIT');
    this.#writeProbe = (bytes) => {
      begin.run();
      write.run(bytes);
      commit.run();
    };
    const file = (name: string, bytesMin = 0) => new OpenFile(join(this.#folder, name), bytesMin);
    this.#committed = [file(DATABASE_FILE, DATABASE_BYTES_MIN), file(WAL_FILE)];
    this.#lock = [file(LOCK_FILE)];
    this.#probe(PAGE_BYTES);
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  get isWell(): boolean {
    return this.#fault === undefined;
  }

  /** Called whenever the store works again. */
  onWell(listener: () => void): void {
    this.#onWell.push(listener);
  }

  /**
   * The error to throw instead of SQLite's: `StoreUnavailableError` for a fault of the store, otherwise the same error.
   */
  note(error: unknown): unknown {
    const fault = storeFaultOf(error);
    if (fault === undefined) return error;
    this.#begin(fault, error);
    return new StoreUnavailableError(fault, { cause: error });
  }

  /** For the finding of a database check. */
  noteDamage(finding: string): void {
    this.#begin('damaged', new Error(finding));
  }

  assertWell(): void {
    if (this.#fault !== undefined) throw new StoreUnavailableError(this.#fault);
  }

  assertInPlace(): void {
    this.#assertInPlace(this.#committed);
  }

  noteCommit(): void {
    this.#lastCommitMs = performance.now();
  }

  async faultNow(): Promise<StoreFault | undefined> {
    const isKnown = this.#fault !== undefined || performance.now() - this.#lastCommitMs < COMMIT_AGE_MS;
    if (!isKnown) this.#probe(PAGE_BYTES);
    return this.#fault;
  }

  #tick(): void {
    if (this.#fault === undefined) this.#isInPlace();
    else if (this.#fault !== 'damaged' && performance.now() >= this.#nextProbeMs) this.#probe(PROBE_BYTES);
  }

  #probe(bytes: number): void {
    if (this.#isInPlace() && this.#canWrite(bytes)) this.#end();
    else {
      this.#pauseMs = Math.max(this.#pauseMs, Math.min(this.#pauseMs * 2, PROBE_PAUSE_MOST_MS));
      this.#nextProbeMs = performance.now() + this.#pauseMs;
    }
  }

  /** The guarded statements report the error to `note`. */
  #canWrite(bytes: number): boolean {
    try {
      this.#writeProbe(bytes);
      this.noteCommit();
      return true;
    } catch {
      if (this.#database?.isTransaction) this.#database.exec('ROLLBACK');
      return false;
    }
  }

  #isInPlace(): boolean {
    try {
      this.#assertInPlace([...this.#committed, ...this.#lock]);
      return true;
    } catch {
      return false;
    }
  }

  #assertInPlace(files: readonly OpenFile[]): void {
    for (const file of files) {
      const fault = file.fault();
      if (fault === undefined) continue;
      const what = fault === 'missing' ? 'is not the file that is open' : 'was emptied';
      this.#begin(fault, new Error(`${file.path} ${what}`));
      throw new StoreUnavailableError(fault);
    }
  }

  #begin(fault: StoreFault, cause: unknown): void {
    const isWorse = fault === 'damaged' && this.#fault !== 'damaged';
    if (this.#fault !== undefined && !isWorse) return;
    const nowMs = performance.now();
    if (this.#fault === undefined) {
      const isBack = nowMs - this.#wellSinceMs < CALM_MS;
      this.#pauseMs = isBack ? Math.min(this.#pauseMs * 2, RETURN_PAUSE_MOST_MS) : TICK_MS;
      this.#nextProbeMs = nowMs + this.#pauseMs;
      this.#troubleSinceMs = nowMs;
    }
    this.#fault = fault;
    this.#log.error('store.in_trouble', { fault, detail: storeFaultDetails[fault], err: cause });
  }

  #end(): void {
    if (this.#fault === undefined) return;
    const nowMs = performance.now();
    const seconds = Math.round((nowMs - this.#troubleSinceMs) / 1_000);
    this.#log.warn('store.well_again', { fault: this.#fault, seconds });
    this.#fault = undefined;
    this.#wellSinceMs = nowMs;
    for (const listener of this.#onWell) listener();
  }
}
