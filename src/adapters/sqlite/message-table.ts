import type { DatabaseSync } from 'node:sqlite';
import type { GroupCommit } from './group-commit.ts';

export interface NewMessage {
  readonly groupId: string;
  readonly body: string;
  readonly visibleAtMs: number;
}

/** `leased` and `asleep` are what SQS calls in flight: received, not deleted, and not visible again yet. */
type MessageState = 'visible' | 'leased' | 'asleep';

export interface Message {
  readonly id: number;
  readonly groupId: string;
  readonly body: string;
  readonly sentAtMs: number;
  /** Before it is admitted by the wall clock, as its sender says it; afterwards by the monotonic one. */
  visibleAtMs: number;
  receiveCount: number;
  /** Of the last receive, and part of its handle: a receive that is not counted has a number as well. */
  receipt: number;
  state: MessageState;
  /** Handed out under the pace of its group, which waits to hear what became of it. */
  isUndecided?: boolean;
}

/** The messages of one queue on disk. */
export class MessageTable {
  readonly #queue: string;
  readonly #commits: GroupCommit;
  readonly #statements;

  constructor(database: DatabaseSync, commits: GroupCommit, queue: string) {
    this.#queue = queue;
    this.#commits = commits;
    this.#statements = {
      load: database.prepare(
        'SELECT id, group_id, body, receive_count, sent_at_ms FROM messages WHERE queue = ? ORDER BY id',
      ),
      insert: database.prepare(
        'INSERT INTO messages (queue, group_id, body, receive_count, sent_at_ms) VALUES (?, ?, ?, 0, ?)',
      ),
      delete: database.prepare('DELETE FROM messages WHERE id = ?'),
      countReceives: database.prepare('UPDATE messages SET receive_count = ? WHERE id = ?'),
      move: database.prepare('UPDATE messages SET queue = ? WHERE id = ?'),
    };
  }

  /** All messages, the oldest first. */
  load(): readonly Message[] {
    return this.#statements.load.all(this.#queue).map(messageFrom);
  }

  /** Runs inside the transaction of the record that the message is about. */
  insert({ groupId, body, visibleAtMs }: NewMessage, sentAtMs: number): Message {
    const { lastInsertRowid } = this.#statements.insert.run(this.#queue, groupId, body, sentAtMs);
    return newMessage({ id: Number(lastInsertRowid), groupId, body, sentAtMs, visibleAtMs });
  }

  delete(ids: readonly number[]): Promise<void> {
    return this.#commits.writeLater(() => {
      for (const id of ids) this.#statements.delete.run(id);
    });
  }

  /** If the write fails, the next write for which a caller waits shows it; the count in memory goes on. */
  noteReceives({ id, receiveCount }: Message): void {
    this.#commits.writeLater(() => this.#statements.countReceives.run(receiveCount, id)).catch(() => {});
  }

  async move({ id }: Message, otherQueue: string): Promise<void> {
    await this.#commits.writeLater(() => this.#statements.move.run(otherQueue, id));
  }
}

/** A message that was never received. */
export const newMessage = (
  about: Pick<Message, 'id' | 'groupId' | 'body' | 'sentAtMs' | 'visibleAtMs'>,
): Message => ({ ...about, receiveCount: 0, receipt: 0, state: 'visible' });

/** Leases and delays are void after a restart: what a delivery waits for stands in its own record. */
const messageFrom = (row: Record<string, unknown>): Message => ({
  id: row['id'] as number,
  groupId: row['group_id'] as string,
  body: row['body'] as string,
  sentAtMs: row['sent_at_ms'] as number,
  receiveCount: row['receive_count'] as number,
  receipt: row['receive_count'] as number,
  visibleAtMs: 0,
  state: 'visible',
});
