import { wantsEventType } from '../../domain/event-type-pattern.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { requestLimits, subscriptionLimits } from '../../domain/limits.ts';
import type { Recipient, Subscription } from '../../domain/subscription.ts';
import type { Log } from '../../ports/platform.ts';
import type {
  BoundedPage,
  SubscriptionFilter,
  SubscriptionPage,
  SubscriptionStore,
} from '../../ports/storage.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { unlessDamaged } from '../crypto/sealed-subscription.ts';
import { type ExaminedRow, pageOfExamined } from './examined-rows.ts';
import { markerOfDisabled, markerToReleaseAll } from './hold-marker.ts';
import { listedSubscriptionKey, recipientKey, recipientsPartition, subscriptionKey } from './keys.ts';
import {
  isEnabledRecipient,
  isTombstone,
  isVersion,
  type ListedSubscription,
  listedFrom,
  listedRange,
  listedRow,
  recipientAttributes,
  recipientFrom,
  recipientRow,
  subscriptionFrom,
  subscriptionRow,
  tombstone,
} from './subscription-rows.ts';
import { isNew, type Range, type Row, type Table, type Write } from './table.ts';

/**
 * Each change is one transaction over all rows of a subscription, so a crash leaves either the old or the new state.
 */
export class DynamoSubscriptionStore implements SubscriptionStore {
  readonly #table: Table;
  readonly #cipher: FieldCipher;
  readonly #log: Log;
  readonly #rowsExamined: number;

  constructor(
    table: Table,
    cipher: FieldCipher,
    log: Log,
    rowsExamined: number = requestLimits.rowsExamined,
  ) {
    this.#table = table;
    this.#cipher = cipher;
    this.#log = log;
    this.#rowsExamined = rowsExamined;
  }

  async add(
    subscription: Subscription,
    most: number = subscriptionLimits.perReceiver,
  ): Promise<'added' | 'exists' | 'full'> {
    if (await this.#isFull(subscription, most)) {
      const stored = await this.#table.get(subscriptionKey(subscription.id));
      return stored === undefined ? 'full' : 'exists';
    }
    const { outcome } = await this.#table.transact([
      { put: subscriptionRow(subscription, this.#cipher), condition: isNew },
      { put: listedRow(subscription) },
      { put: recipientRow(subscription) },
      ...(subscription.status === 'disabled' ? [{ put: markerOfDisabled(subscription) }] : []),
    ]);
    return outcome === 'written' ? 'added' : 'exists';
  }

  async replace(
    subscription: Subscription,
    most: number = subscriptionLimits.perReceiver,
  ): Promise<'replaced' | 'conflict' | 'full'> {
    const { id, tenantId, receiverId, version } = subscription;
    const stored = await this.#table.get(subscriptionKey(id));
    if (stored === undefined || isTombstone(stored) || stored['version'] !== version - 1) return 'conflict';
    const before = subscriptionFrom(stored, this.#cipher);
    const isMoved = before.receiverId !== receiverId;
    if (isMoved && (await this.#isFull(subscription, most))) return 'full';
    const { outcome } = await this.#table.transact([
      { put: subscriptionRow(subscription, this.#cipher), condition: isVersion(before.version) },
      { put: listedRow(subscription) },
      { put: recipientRow(subscription) },
      ...(isMoved ? [{ remove: recipientKey(tenantId, before.receiverId, id) }] : []),
      ...markerOfChange(before, subscription),
    ]);
    return outcome === 'written' ? 'replaced' : 'conflict';
  }

  /**
   * Counted before the write and not with it: concurrent additions can exceed the number that an event can reach by a
   * few. A counter would be one row that all changes of a receiver wait for.
   */
  async #isFull({ tenantId, receiverId }: Subscription, most: number): Promise<boolean> {
    if (most === 0) return true;
    let free = most;
    const partition = recipientsPartition(tenantId, receiverId);
    for await (const _ of this.#rows({ partition, attributes: ['SK'], limit: free })) {
      free -= 1;
      if (free === 0) return true;
    }
    return false;
  }

  /** The stored version is this subscription, so its other rows are known. */
  async remove(subscription: Subscription, nowMs: number): Promise<'removed' | 'conflict'> {
    const { id, tenantId, receiverId, version } = subscription;
    const { outcome } = await this.#table.transact([
      { put: tombstone(subscription, nowMs), condition: isVersion(version) },
      { remove: listedSubscriptionKey(tenantId, id) },
      { remove: recipientKey(tenantId, receiverId, id) },
      { put: markerToReleaseAll(id, nowMs) },
    ]);
    return outcome === 'written' ? 'removed' : 'conflict';
  }

  async find(id: SubscriptionId): Promise<Subscription | undefined> {
    const row = await this.#table.get(subscriptionKey(id));
    return row && !isTombstone(row) ? subscriptionFrom(row, this.#cipher) : undefined;
  }

  async list(
    tenantId: TenantId,
    filter: SubscriptionFilter,
    { beforeId, limit }: SubscriptionPage,
  ): Promise<BoundedPage<Subscription, SubscriptionId>> {
    const examined = this.#examined(filter, {
      ...listedRange(tenantId),
      newestFirst: true,
      startAfter: beforeId && listedSubscriptionKey(tenantId, beforeId),
      // With a filter, all rows of one query (1 MB) cost less than a query for each page.
      limit: isFilter(filter) ? this.#rowsExamined : limit + 1,
    });
    const { items: ids, nextBefore } = await pageOfExamined(examined, limit, this.#rowsExamined);
    return { items: await this.#findMany(ids, filter), nextBefore };
  }

  async *#examined(
    filter: SubscriptionFilter,
    range: Range,
  ): AsyncGenerator<ExaminedRow<SubscriptionId, SubscriptionId>, void, undefined> {
    for await (const row of this.#rows(range)) {
      const listed = listedFrom(row);
      yield { id: listed.id, item: isNamedBy(filter, listed) ? listed.id : undefined };
    }
  }

  /** In the order of the ids, without subscriptions that were deleted or changed since they were listed. */
  async #findMany(
    ids: readonly SubscriptionId[],
    filter: SubscriptionFilter,
  ): Promise<readonly Subscription[]> {
    const rows = await this.#table.getMany(ids.map(subscriptionKey));
    const stored = rows
      .filter((row) => !isTombstone(row))
      .flatMap((row) => unlessDamaged(() => subscriptionFrom(row, this.#cipher), this.#log) ?? []);
    const byId = new Map(stored.map((subscription) => [subscription.id, subscription]));
    return ids
      .map((id) => byId.get(id))
      .filter((one) => one !== undefined)
      .filter((one) => isNamedBy(filter, one));
  }

  /** All enabled ones of a tenant for one receiver (`null`: those that name none). */
  async recipientsFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Recipient[]> {
    const recipients: Recipient[] = [];
    const partition = recipientsPartition(tenantId, receiverId);
    for await (const row of this.#rows({ partition, attributes: recipientAttributes })) {
      if (isEnabledRecipient(row)) recipients.push(recipientFrom(row));
    }
    return recipients;
  }

  /** Page after page, as long as the caller takes rows. */
  async *#rows(range: Range): AsyncGenerator<Row, void, undefined> {
    let { startAfter } = range;
    do {
      const page = await this.#table.query({ ...range, startAfter });
      yield* page.rows;
      startAfter = page.startAfter;
    } while (startAfter !== undefined);
  }
}

/** A subscription whose status stays the same needs no new marker. */
function markerOfChange(before: Subscription, after: Subscription): readonly Write[] {
  if (after.status === before.status) return [];
  const isDisabled = after.status === 'disabled';
  return [{ put: isDisabled ? markerOfDisabled(after) : markerToReleaseAll(after.id, after.updatedAtMs) }];
}

const isFilter = ({ status, receiverId, eventType }: SubscriptionFilter): boolean =>
  status !== undefined || receiverId !== undefined || eventType !== undefined;

const isNamedBy = (filter: SubscriptionFilter, one: ListedSubscription): boolean =>
  (filter.status === undefined || one.status === filter.status) &&
  (filter.receiverId === undefined || one.receiverId === filter.receiverId) &&
  (filter.eventType === undefined || wantsEventType(one.eventTypes, filter.eventType));
