import type { DatabaseSync } from 'node:sqlite';
import type { GroupCommit } from './group-commit.ts';

export interface NewMessage {
  readonly groupId: string;
  readonly body: string;
  readonly visibleAtMs: number;
}

/** SQS calls `leased` and `asleep` in flight: received, not deleted, and not visible again yet. */
type MessageState = 'visible' | 'leased' | 'asleep';

export interface Message {
  readonly id: number;
  readonly groupId: string;
  readonly body: string;
  readonly sentAtMs: number;
  /** By its sender's wall clock before it is admitted, by the monotonic clock afterwards. */
  visibleAtMs: number;
  receiveCount: number;
  /** The number of the last receive, a part of the handle. A receive that is not counted has a number too. */
  receipt: number;
  state: MessageState;
  /** Handed out under the pace of its group, which waits for the decision. */
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

  /** A failure shows with the writes that callers wait for. The count in memory goes on. */
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

/** Leases and delays are void after a restart: the record of a delivery has its wait. */
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
