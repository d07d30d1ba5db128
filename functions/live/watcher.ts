import { isInReach, isWanted, type LiveChange, mayWatch } from '../../src/domain/live/filter.ts';
import { type Bucket, fullBucket } from '../../src/domain/rate-limit.ts';
import type { LiveConnection, SubscriptionReceivers } from '../../src/ports/live-pump.ts';
import { pumpLimits } from './limits.ts';
import { type Item, Outbox } from './outbox.ts';

/** A change with its messages: `attempt` first, as the protocol says. */
export interface RenderedChange {
  readonly change: LiveChange;
  readonly items: readonly Item[];
}

/** A connection that the pump serves. */
export class Watcher {
  connection: LiveConnection;
  readonly outbox = new Outbox();
  bucket: Bucket;
  isBusy = false;
  /** After a post that failed, the next one waits until then. */
  restsUntilMs = 0;
  restMs = 0;
  lastSentAtMs: number;
  rightsCheckedAtMs = Number.NEGATIVE_INFINITY;
  /** Changes that come in while earlier ones are read again; undefined: none are. */
  #held: RenderedChange[] | undefined;

  constructor(connection: LiveConnection, nowMs: number) {
    this.connection = connection;
    this.bucket = fullBucket(pumpLimits.connectionMessages, nowMs);
    this.lastSentAtMs = nowMs;
  }

  get id(): string {
    return this.connection.id;
  }

  /** Whether the connection may see a change, and wants to. A promise only where a subscription has to be read. */
  takes({ delivery }: LiveChange, receivers: SubscriptionReceivers): boolean | Promise<boolean> {
    const { rights, filter, watch } = this.connection;
    // Most deliveries are of other tenants and receivers: they need no test of a filter, and no read.
    if (!isInReach(rights, delivery)) return false;
    if (!isWanted(filter, delivery) || !isWanted(watch.filter, delivery)) return false;
    if (rights.receiverId === undefined) return true;
    return receivers
      .receiverOf(delivery.tenantId, delivery.subscriptionId)
      .then((receiverId) => mayWatch(rights, delivery, receiverId));
  }

  offer(rendered: RenderedChange): void {
    if (this.#held === undefined) for (const item of rendered.items) this.outbox.offer(item);
    else if (this.#held.length < pumpLimits.heldChanges) this.#held.push(rendered);
    else for (const item of rendered.items) this.outbox.leaveOut(item, 'busy');
  }

  get isResuming(): boolean {
    return this.#held !== undefined;
  }

  resume(): void {
    this.#held ??= [];
  }

  /** Offers the changes that were held back. @param isNew leaves out those that were read again already */
  resumed(isNew: (change: LiveChange) => boolean): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const rendered of held) if (isNew(rendered.change)) this.offer(rendered);
  }
}

/** A change of a delivery is known by these. */
export const identityOf = ({ delivery: { id, attemptCount, updatedAtMs, status } }: LiveChange): string =>
  `${id} ${attemptCount} ${updatedAtMs} ${status}`;
