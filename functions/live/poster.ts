import { afterSending, type Bucket, fullBucket, refilled } from '../../src/domain/rate-limit.ts';
import type { LeftOut } from '../../src/http/live/output.ts';
import type { LivePosts } from '../../src/ports/live-pump.ts';
import { pumpLimits } from './limits.ts';
import type { Message } from './outbox.ts';
import type { Watcher } from './watcher.ts';

export interface PosterNeeds {
  readonly posts: LivePosts;
  readonly nowMs: () => number;
  readonly skippedOf: (leftOut: LeftOut) => string;
  readonly onGone: (watcher: Watcher) => void;
}

/**
 * Sends the messages of outboxes: one at a time for each connection, few at a time in total, and never more a second
 * than the limits say. What has to wait stays in its outbox, which has a bounded size.
 */
export class Poster {
  readonly #needs: PosterNeeds;
  readonly #running = new Set<Promise<void>>();
  #bucket: Bucket;
  #turn = 0;

  constructor(needs: PosterNeeds) {
    this.#needs = needs;
    this.#bucket = fullBucket(pumpLimits.allMessages, needs.nowMs());
  }

  /** Starts posts where there are messages and room. Each call begins with another watcher. */
  flush(watchers: readonly Watcher[]): void {
    if (watchers.length === 0) return;
    this.#turn = (this.#turn + 1) % watchers.length;
    const nowMs = this.#needs.nowMs();
    for (const watcher of [...watchers.slice(this.#turn), ...watchers.slice(0, this.#turn)]) {
      if (this.#running.size >= pumpLimits.postsInFlight) return;
      if (watcher.isBusy || watcher.outbox.isEmpty || watcher.restsUntilMs > nowMs) continue;
      const running = this.#send(watcher).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  /** Resolves when no post is on its way. */
  async settle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #send(watcher: Watcher): Promise<void> {
    watcher.isBusy = true;
    try {
      for (let posts = 0; posts < pumpLimits.postsInTurn && this.#mayPost(watcher); posts += 1) {
        const message = watcher.outbox.take(this.#needs.skippedOf);
        if (message === undefined || !(await this.#post(watcher, message))) return;
      }
    } finally {
      watcher.isBusy = false;
    }
  }

  /** Counts the post against both limits. */
  #mayPost(watcher: Watcher): boolean {
    const nowMs = this.#needs.nowMs();
    const all = afterSending(refilled(pumpLimits.allMessages, this.#bucket, nowMs));
    const own = afterSending(refilled(pumpLimits.connectionMessages, watcher.bucket, nowMs));
    if (all === undefined || own === undefined) return false;
    this.#bucket = all;
    watcher.bucket = own;
    return true;
  }

  /** Resolves to whether the connection takes more. */
  async #post(watcher: Watcher, message: Message): Promise<boolean> {
    const { posts, nowMs, onGone } = this.#needs;
    const posted = await posts.post(watcher.id, message.text);
    if (posted === 'gone') {
      onGone(watcher);
      return false;
    }
    if (posted === 'slow') {
      watcher.outbox.putBack(message);
      watcher.restMs = Math.min(pumpLimits.restMsMost, Math.max(pumpLimits.restMsFirst, watcher.restMs * 2));
      watcher.restsUntilMs = nowMs() + watcher.restMs;
      return false;
    }
    watcher.restMs = 0;
    watcher.lastSentAtMs = nowMs();
    return true;
  }
}
