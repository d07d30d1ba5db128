import type { ApiKey } from '../domain/api-key.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Attempt, Delivery, DeliveryStatus } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import type { EventType } from '../domain/event-type.ts';
import type {
  ApiKeyId,
  AuditEntryId,
  DeliveryId,
  EventId,
  RecoveryId,
  SubscriptionId,
  TenantId,
} from '../domain/ids.ts';
import type { LimitedReceiver, Receiver } from '../domain/receiver.ts';
import type { Recovery, RecoveryScope } from '../domain/recovery.ts';
import type { CounterSum, OpenDeliveries, StatsDimension, StatsRange } from '../domain/stats.ts';
import type { Recipient, Subscription, SubscriptionStatus } from '../domain/subscription.ts';
import type { Tenant } from '../domain/tenant.ts';

/**
 * All that Posthorn needs from a database. The adapters are `sqlite/` (embedded) and `dynamodb/` (on AWS, with SQS and
 * S3); `test/contract` runs the same tests against both.
 *
 * | family        | interfaces                                                                           |
 * |---------------|--------------------------------------------------------------------------------------|
 * | all           | `BoundedPage`, `StoreUnavailableError`, `StoreHealth`                                |
 * | events        | `EventIntake`, `EventReader`, `EventPayloads`                                        |
 * | deliveries    | `DeliveryOutcomes`, `DeliveryReader`, `ParkedDeliveries`                             |
 * | recoveries    | `ExhaustedDeliveries`, `MissedDeliveries`, `RecoveryStore`                           |
 * | subscriptions | `SubscriptionStore`, `SubscriptionStates`, `RecipientReader`                             |
 * | event types   | `EventTypeStore`                                                                     |
 * | receivers     | `ReceiverStore`                                                                      |
 * | access        | `IdempotencyKeys`, `ApiKeyStore`, `ApiKeyCache`, `TenantStore`, `PortalVersions`     |
 * | audit         | `AuditTrail`                                                                         |
 * | statistics    | `StatsReader`, `HeldCounters`                                                        |
 *
 * Each method is one step that happens as a whole. SQLite runs it in one transaction, messages included. On AWS it is
 * one write, one transaction, or several writes in an order in which a repeat or a release closes each gap that a crash
 * leaves. For example `EventIntake.keep` keeps an event, its deliveries and their messages: when the call returns, all
 * of them are durable; if it crashes, the producer repeats it. Most methods can be repeated, and their docstrings say
 * what a repeat gets. Expected results, such as `conflict`, are returned. Any method throws `StoreUnavailableError`
 * when the store has a fault.
 */

/**
 * A page of a list in descending order of the items' ids, so newest first. One page reads a bounded number of rows:
 * with a filter, a page can have fewer items than `limit`, even none, although more pages follow.
 */
export interface BoundedPage<Item, Id> {
  readonly items: readonly Item[];
  /** Start the next page before this id; undefined on the last page. */
  readonly nextBefore: Id | undefined;
}

export type PageByEvent<Item> = BoundedPage<Item, EventId>;

/** The cause of a store fault in one word, for logs and for the answer of `/healthz`. */
export type StoreFault = 'full' | 'damaged' | 'missing' | 'read_only' | 'busy' | 'failing';

/** One sentence for callers and operators. It names no path, because `/healthz` answers without an API key. */
export const storeFaultDetails: Readonly<Record<StoreFault, string>> = {
  full: 'The disk of the store is full.',
  damaged: 'The database of the store is damaged.',
  missing: 'The files of the store were deleted, moved or replaced.',
  read_only: 'The store is read-only.',
  busy: 'Another program has locked the database of the store.',
  failing: 'The store cannot be reached, read or written.',
};

/**
 * The store has a fault; the request and the receiver are fine. The operation is not complete. Repeat the same call
 * later.
 */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
  readonly fault: StoreFault;

  constructor(fault: StoreFault, { message = storeFaultDetails[fault], cause }: StoreErrorDetails = {}) {
    super(message, { cause });
    this.fault = fault;
  }
}

interface StoreErrorDetails {
  /** For the log only. */
  readonly message?: string;
  readonly cause?: unknown;
}

/** Tells whether the store can be used. */
export interface StoreHealth {
  /** The current fault of the store; undefined if none is known. Never rejects. */
  faultNow(): Promise<StoreFault | undefined>;
}

/**
 * An event to keep with its deliveries. `to fan out`: it has too many for its producer to wait for. One message is put on
 * the queue instead, whose consumer makes them with `addDeliveries`; a repeat can send that message again.
 */
export interface NewIntake {
  readonly event: Event;
  readonly deliveries: readonly Delivery[] | 'to fan out';
}

/** Takes events in. */
export interface EventIntake {
  /**
   * Keeps the event and its deliveries, and puts a message for each delivery on the queue. A delivery with a later
   * `deliver_at` is parked and gets its message when it is due. When the call returns, a crash loses none of these.
   * Returns the event as kept. A call with an id that is already kept returns the first event and adds no deliveries;
   * on AWS it also completes the writes that a crash of the first call left open.
   */
  keep(event: Event, deliveries: NewIntake['deliveries']): Promise<Event>;
  /**
   * Does the same for many events, with fewer calls to the store and the queue. Returns the kept events in the same
   * order.
   */
  keepAll(intakes: readonly NewIntake[]): Promise<readonly Event[]>;
  /**
   * Keeps deliveries of an event that is already kept, and puts a message for each on the queue. A delivery that exists
   * already is not changed and gets no message.
   */
  addDeliveries(event: Event, deliveries: readonly Delivery[]): Promise<void>;
}

export interface EventFilter {
  readonly eventType: string | undefined;
  readonly receiverId: string | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** Reads events. Expired events are left out. */
export interface EventReader {
  /** Undefined if this tenant has no such event. */
  find(tenantId: TenantId, id: EventId): Promise<Event | undefined>;
  /** Up to `limit` events before `beforeId`, newest first. Their payloads are not read: each event has an empty one. */
  list(
    tenantId: TenantId,
    filter: EventFilter,
    page: { readonly beforeId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Event>>;
}

/** Deletes the payload of an event. The rest of the event stays. */
export interface EventPayloads {
  /**
   * Marks the payload as deleted at `atMs`, then deletes it, in this order, so that no attempt sends half a payload. A
   * repeat keeps the first time, and completes a deletion that a crash interrupted. Does nothing if the event does not
   * exist.
   */
  delete(tenantId: TenantId, id: EventId, atMs: number): Promise<void>;
  /**
   * Erases the response excerpts of these deliveries, because a receiver's response can repeat the payload. Attempts
   * recorded after this call get no excerpt either. Call it after `delete`.
   */
  eraseExcerpts(id: EventId, deliveryIds: readonly DeliveryId[]): Promise<void>;
}

/** A step of one delivery, made by the functions of `src/domain/delivery.ts`. */
export interface DeliveryChange {
  readonly before: Delivery;
  readonly after: Delivery;
  /** The attempt that led to the change, if there was one. */
  readonly attempt?: Attempt;
}

/** Records changes of deliveries. */
export interface DeliveryOutcomes {
  /**
   * Writes the change and its attempt as one. The stored delivery must be open and have the ticket of `before`, or must
   * not be stored yet. Three special cases:
   * - A success is written under any ticket, unless the delivery is cancelled, because the receiver has the event.
   * - A delivery to hold becomes due at once if its subscription is no longer disabled.
   * - On AWS, an exhausted delivery is announced on the `exhausted` queue after the write.
   * `superseded`: another process changed the delivery first, and nothing was written.
   */
  record(change: DeliveryChange): Promise<'recorded' | 'superseded'>;
  /**
   * Announces an exhausted delivery again when its message is received again: the process that recorded it may have
   * crashed before the announcement. Embedded there are no announcements, and the call does nothing.
   */
  announceAgain(exhausted: Delivery): Promise<void>;
  /**
   * Writes the change and sends a new message. The stored delivery must be as open or closed as `before`, and have the
   * same ticket and the same number of attempts. `superseded`: it does not, and nothing was written.
   */
  sendNow(change: DeliveryChange): Promise<'recorded' | 'superseded'>;
}

export interface DeliveryFilter {
  readonly status: DeliveryStatus | undefined;
  readonly eventType: string | undefined;
  /** Only deliveries whose event is for this receiver. */
  readonly receiverId?: string | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** Reads deliveries and their attempts. Expired deliveries are left out. */
export interface DeliveryReader {
  /**
   * A consistent read: it sees all writes that completed before the call. The result is in no particular order, and
   * unknown ids are left out.
   */
  findMany(ids: readonly DeliveryId[]): Promise<readonly Delivery[]>;
  /** In the order of their numbers; empty if the delivery does not exist. */
  attemptsOf(id: DeliveryId): Promise<readonly Attempt[]>;
  /** Up to `limit` deliveries of events before `beforeEventId`, newest first. */
  listOf(
    subscriptionId: SubscriptionId,
    filter: DeliveryFilter,
    page: { readonly beforeEventId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Delivery>>;
  /**
   * Up to `limit` deliveries of all subscriptions of a tenant, deleted ones included, newest first. With the status
   * `exhausted` (in SQLite also `retrying` and `cancelled`) only deliveries with this status are read. On AWS, a delivery
   * that was made or exhausted a moment ago can be missing.
   */
  listOfTenant(
    tenantId: TenantId,
    filter: DeliveryFilter,
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ): Promise<BoundedPage<Delivery, DeliveryId>>;
}

/** Deliveries that wait in the store, without a message. */
export interface ParkedDeliveries {
  /**
   * Gives up to `limit` deliveries, of all tenants, that are due by `untilMs` a new ticket and a new message. The
   * message is delayed until the delivery is due. The new ticket makes any older message of the delivery a leftover.
   * Returns the number of deliveries. A crash between ticket and message makes the delivery due again later.
   */
  release(nowMs: number, untilMs: number, limit: number): Promise<number>;
}

/** A page of exhausted deliveries. */
export interface ExhaustedPage {
  readonly deliveries: readonly Delivery[];
  /** Start the next page after this id; `null` on the last page. */
  readonly lastId: DeliveryId | null;
}

/** Exhausted deliveries, for recoveries, which replay them in bulk. */
export interface ExhaustedDeliveries {
  /**
   * The approximate number of exhausted deliveries; `null` if there are too many to count.
   * @param receiverId counts only deliveries whose event is for this receiver; the countable number is then smaller
   */
  count(scope: RecoveryScope, receiverId?: string | undefined): Promise<number | null>;
  /**
   * Up to `limit` exhausted deliveries after `afterId`, those of the oldest events first. A page can have fewer
   * although more follow. Deliveries that were exhausted a moment ago can be missing.
   */
  oldest(scope: RecoveryScope, afterId: DeliveryId | null, limit: number): Promise<ExhaustedPage>;
  /**
   * Writes each change and sends a new message, in the message group of recoveries, if the delivery is still exhausted
   * and has the ticket of `before`. Returns the number of replayed deliveries. A repeat skips these.
   */
  replay(changes: readonly { readonly before: Delivery; readonly after: Delivery }[]): Promise<number>;
}

/** The events that a subscription can have missed. */
export interface MissedScope {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  /** Only events from this time on … */
  readonly sinceMs: number;
  /** … and before this time. */
  readonly untilMs: number;
  /** Whether the subscription wants the event. The payload is not read: the event has an empty one. */
  readonly isWanted: (event: Event) => boolean;
}

export interface MissedPage {
  /** With empty payloads. */
  readonly events: readonly Event[];
  /** Start the next page after this id; `null` on the last page. */
  readonly lastId: EventId | null;
}

/** Makes deliveries of events that a subscription missed, for example because it was disabled when they came in. */
export interface MissedDeliveries {
  /**
   * Up to `limit` wanted events after `afterId` that have no delivery to the subscription, oldest first. The number of
   * rows read is bounded, so a page can have fewer events, even none, although more follow.
   */
  oldest(scope: MissedScope, afterId: EventId | null, limit: number): Promise<MissedPage>;
  /**
   * Keeps each delivery that does not exist yet, adds its subscription to the subscriptions of its event, and sends a
   * message. `in turn` sends it in the message group of recoveries, delayed until the delivery's time; `now` sends it
   * in the group of its subscription. A delivery with a later `deliver_at` is parked instead. Returns the number of new
   * deliveries. A repeat makes only the missing ones.
   */
  make(deliveries: readonly Delivery[], when: 'in turn' | 'now'): Promise<number>;
}

export interface RecoveryFilter {
  readonly subscriptionId: SubscriptionId | undefined;
  /** Only recoveries of this receiver's subscriptions. */
  readonly receiverId: string | undefined;
}

/** Running recoveries, and ended ones for 30 days. */
export interface RecoveryStore {
  /** `exists`: a recovery with this id exists (the call is a repeat), and is not changed. */
  add(recovery: Recovery): Promise<'added' | 'exists'>;
  /** A consistent read; undefined if this tenant has no such recovery. */
  find(tenantId: TenantId, id: RecoveryId): Promise<Recovery | undefined>;
  /** Up to `limit` recoveries with ids below `beforeId`, newest first. */
  list(
    tenantId: TenantId,
    filter: RecoveryFilter,
    page: { readonly beforeId: RecoveryId | undefined; readonly limit: number },
  ): Promise<readonly Recovery[]>;
  /** All running recoveries of all tenants, in their current state. Recoveries started a moment ago can be missing. */
  running(): Promise<readonly Recovery[]>;
  /**
   * Writes the change if the recovery is still running and has the version of `before`. `superseded`: it is not, or has
   * another version, and nothing was written.
   */
  change(before: Recovery, after: Recovery): Promise<'changed' | 'superseded'>;
}

/** The stored row of a subscription is not as Posthorn wrote it. Posthorn sends no event with it. */
export class DamagedSubscriptionError extends Error {
  override readonly name = 'DamagedSubscriptionError';
  constructor(id: SubscriptionId, reason: string) {
    super(`the row of ${id} is damaged: ${reason}`);
  }
}

export interface SubscriptionFilter {
  readonly status: SubscriptionStatus | undefined;
  /** Only subscriptions that want this event type; for example `order.*` matches `order.created`. */
  readonly eventType: string | undefined;
  readonly receiverId: string | undefined;
}

export interface SubscriptionPage {
  /** Only subscriptions with ids below this one, newest first. */
  readonly beforeId: SubscriptionId | undefined;
  readonly limit: number;
}

/** Keeps subscriptions. Functions on the hot path read them through `SubscriptionDirectory` instead. */
export interface SubscriptionStore {
  /**
   * Keeps a new subscription. `exists`: a subscription with this id exists (the call is a repeat), and is not changed.
   * `full`: the tenant has `most` subscriptions for this receiver. On AWS, concurrent calls can exceed this by a few.
   * @param most by default, as many as one event can reach
   */
  add(subscription: Subscription, most?: number): Promise<'added' | 'exists' | 'full'>;
  /**
   * Replaces a subscription whose stored version is one lower. When it becomes enabled, its held deliveries become due.
   * `conflict`: another caller changed or deleted the subscription first. `full`: it moves to a receiver that has `most`
   * subscriptions. In both cases nothing is written.
   * @param most by default, as many as one event can reach
   */
  replace(subscription: Subscription, most?: number): Promise<'replaced' | 'conflict' | 'full'>;
  /**
   * Deletes a subscription and leaves a tombstone. Its held deliveries become due, and the next function that receives
   * them cancels them. `conflict`: another caller changed or deleted the subscription first, and nothing is written.
   */
  remove(subscription: Subscription, nowMs: number): Promise<'removed' | 'conflict'>;
  /**
   * A consistent read, past all caches. Undefined if the subscription is deleted or never existed.
   * @throws DamagedSubscriptionError
   */
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  /**
   * A page of a tenant's subscriptions. The number of rows read is bounded, and only the subscriptions of the page are
   * decrypted. A damaged subscription is left out and logged.
   */
  list(
    tenantId: TenantId,
    filter: SubscriptionFilter,
    page: SubscriptionPage,
  ): Promise<BoundedPage<Subscription, SubscriptionId>>;
}

/** A deleted subscription has no receiver: `receiverId` is null. */
export interface SubscriptionState {
  readonly status: SubscriptionStatus | 'deleted';
  readonly receiverId: string | null;
}

/** Tells functions that need no other settings whether a subscription takes deliveries. */
export interface SubscriptionStates {
  /** A consistent read. An unknown subscription counts as deleted. */
  stateOf(id: SubscriptionId): Promise<SubscriptionState>;
}

/** Tells functions that may not read secrets which events a subscription wants. */
export interface RecipientReader {
  /** A consistent read; undefined if the subscription is deleted. */
  recipientOf(id: SubscriptionId): Promise<(Recipient & Pick<Subscription, 'receiverId'>) | undefined>;
}

/** Keeps the catalogues of event types. */
export interface EventTypeStore {
  /**
   * Keeps a new event type. `exists`: the tenant has an event type with this name. `full`: the tenant has as many event
   * types as it may have; concurrent calls can exceed this limit by a few.
   */
  add(eventType: EventType): Promise<'added' | 'exists' | 'full'>;
  /**
   * Replaces an event type whose stored version is one lower. `conflict`: another caller changed or deleted it first,
   * and nothing is written.
   */
  replace(eventType: EventType): Promise<'replaced' | 'conflict'>;
  /** Deletes an event type. Returns whether the tenant had it. */
  remove(tenantId: TenantId, name: string): Promise<boolean>;
  /** A consistent read. */
  find(tenantId: TenantId, name: string): Promise<EventType | undefined>;
  /** Up to `limit` event types with names after `afterName`, in the order of their names. */
  list(
    tenantId: TenantId,
    page: { readonly afterName: string | undefined; readonly limit: number },
  ): Promise<readonly EventType[]>;
}

/** Keeps the tenants' records of their receivers. */
export interface ReceiverStore {
  /** Keeps a new record. `exists`: the tenant has a record with this id. */
  add(receiver: Receiver): Promise<'added' | 'exists'>;
  /**
   * Replaces a record whose stored version is one lower. `conflict`: another caller changed or deleted it first, and
   * nothing is written.
   */
  replace(receiver: Receiver): Promise<'replaced' | 'conflict'>;
  /** Deletes a record. Returns whether the tenant had it. */
  remove(tenantId: TenantId, id: string): Promise<boolean>;
  /** A consistent read. */
  find(tenantId: TenantId, id: string): Promise<Receiver | undefined>;
  /** Up to `limit` records with ids after `afterId`, in the order of their ids (of the bytes in UTF-8). */
  list(
    tenantId: TenantId,
    page: { readonly afterId: string | undefined; readonly limit: number },
  ): Promise<readonly Receiver[]>;
  /** Receivers with a limit, in no particular order: all of a tenant's, or `most` of them if there are more. */
  limited(tenantId: TenantId, most: number): Promise<readonly LimitedReceiver[]>;
}

/** A call with an `Idempotency-Key`. */
export interface IdempotentCall {
  readonly tenantId: TenantId;
  /**
   * The operation and its subject. Two operations may use the same key, for example `create subscription` and
   * `create tenant`.
   */
  readonly operation: string;
  readonly key: string;
  /** SHA-256 of everything that the result of the call depends on. */
  readonly requestHash: string;
  /** The value that the first call works with, for example an event id. A repeat gets the value of the first call. */
  readonly value: string;
  readonly nowMs: number;
}

/** `conflict`: the key is in use for a call with another `requestHash`. */
export type Reservation =
  | { readonly outcome: 'first' | 'repeat'; readonly value: string }
  | { readonly outcome: 'conflict' };

/** Remembers `Idempotency-Key`s for 24 hours. */
export interface IdempotencyKeys {
  /**
   * Reserves a key before the work starts. A repeat does the same work again with the value of the first call, so a
   * crash after the reservation loses nothing.
   */
  reserve(call: IdempotentCall): Promise<Reservation>;
  /** The value that a key was reserved with; undefined if it was not, or has expired. */
  recall(tenantId: TenantId, operation: string, key: string): Promise<string | undefined>;
}

/** Finds API keys, for the authentication of each request. */
interface ApiKeyDirectory {
  /** The key with this `apiKeyHash`, expired or not. */
  findByHash(hash: string): Promise<ApiKey | undefined>;
  /** The tenant's key with this id, expired or not. */
  findById(tenantId: TenantId, id: ApiKeyId): Promise<ApiKey | undefined>;
}

/** A cache of API keys. Tell it about each key that this process removes. */
export interface ApiKeyCache extends ApiKeyDirectory {
  removed(id: ApiKeyId): void;
}

/** Keeps API keys under their hashes. */
export interface ApiKeyStore extends ApiKeyDirectory {
  /**
   * Keeps a new key. `exists`: a key with this id exists (the call is a repeat). `full`: the tenant has as many keys as
   * it may have; concurrent calls can exceed this limit by a few.
   */
  add(hash: string, key: ApiKey): Promise<'added' | 'exists' | 'full'>;
  /** Up to `limit` keys of a tenant with ids below `beforeId`, newest first. */
  list(
    tenantId: TenantId,
    page: { readonly beforeId: ApiKeyId | undefined; readonly limit: number },
  ): Promise<readonly ApiKey[]>;
  /**
   * Deletes a key; callers that use it are then rejected. `last-admin`: it is the tenant's only key that has the scope
   * admin and does not expire, so it stays. Of two such keys that are removed at the same moment, one stays. `unknown`:
   * the tenant has no such key.
   */
  remove(tenantId: TenantId, id: ApiKeyId): Promise<'removed' | 'unknown' | 'last-admin'>;
  /** Records that the key is used now, unless its last recorded use is recent. */
  noteUse(hash: string, nowMs: number): Promise<void>;
}

/** Keeps tenants that admins of other tenants have created. */
export interface TenantStore {
  /**
   * Keeps a new tenant together with its first key. `exists`: a tenant with this id exists (the call is a repeat).
   * `full`: the creator has created as many tenants as it may; concurrent calls can exceed this limit by a few.
   */
  add(
    tenant: Tenant,
    first: { readonly hash: string; readonly key: ApiKey },
  ): Promise<'added' | 'exists' | 'full'>;
  /**
   * The tenant that created this one. Undefined if no tenant did, or if it was created before Posthorn recorded
   * creators.
   */
  creatorOf(id: TenantId): Promise<TenantId | undefined>;
  /** A tenant that `createdBy` has created; undefined if there is none with this id. */
  find(createdBy: TenantId, id: TenantId): Promise<Tenant | undefined>;
  /** Up to `limit` tenants that `createdBy` has created, with ids below `beforeId`, newest first. */
  list(
    createdBy: TenantId,
    page: { readonly beforeId: TenantId | undefined; readonly limit: number },
  ): Promise<readonly Tenant[]>;
}

/** The current version of each receiver's portal tokens. A token is valid if its version is this one or a later one. */
export interface PortalVersions {
  /** 0 until the first revocation, and 0 again once all tokens from before the last revocation have expired. */
  versionOf(tenantId: TenantId, receiverId: string): Promise<number>;
  /** Raises the version, which revokes all portal tokens that the receiver has. Returns the new version. */
  raise(tenantId: TenantId, receiverId: string, nowMs: number): Promise<number>;
}

export interface AuditFilter {
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** Keeps the changes that callers made. */
export interface AuditTrail {
  /** Keeps a new entry. */
  record(entry: AuditEntry): Promise<void>;
  /** Up to `limit` entries of a tenant with ids below `beforeId`, newest first. Expired entries are left out. */
  list(
    tenantId: TenantId,
    filter: AuditFilter,
    page: { readonly beforeId: AuditEntryId | undefined; readonly limit: number },
  ): Promise<readonly AuditEntry[]>;
}

/** The part of the counters that a caller may see. */
export interface StatsScope {
  readonly tenantId: TenantId;
  /** Only events for this receiver, and of deliveries only those to its own subscriptions; undefined: all. */
  readonly receiverId: string | undefined;
}

export interface StatsQuery extends StatsScope {
  readonly range: StatsRange;
  /** Undefined: one series. */
  readonly by: StatsDimension | undefined;
  /** Series with the highest counts that are kept apart. The others are summed up as `isOther`. */
  readonly seriesMost: number;
}

/**
 * Reads the counters. Adapters count events, deliveries and outcomes where they record them, and keep the counters of a
 * minute for 72 hours. In SQLite, counters are written with the records, so they are exact. On AWS, each container
 * writes its counters once a minute, and they can be incomplete: see docs/stats.md.
 */
export interface StatsReader {
  /**
   * In no particular order; several sums can be of the same step, series and fact. Nothing was counted where one is
   * missing. `too-many`: the range has more
   * counters than one call may read.
   */
  sums(query: StatsQuery): Promise<readonly CounterSum[] | 'too-many'>;
  /** The open deliveries now; `null`: the store cannot tell. */
  open(scope: StatsScope): Promise<OpenDeliveries | null>;
}

/** Counters that a process holds in memory, on AWS. */
export interface HeldCounters {
  /** Call it at the end of each invocation. Writes the counters if the last write was a minute ago. Never rejects. */
  flushIfDue(): Promise<void>;
}
