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
import type { Recovery, RecoveryScope } from '../domain/recovery.ts';
import type { Route, Subscription, SubscriptionStatus } from '../domain/subscription.ts';
import type { Tenant } from '../domain/tenant.ts';

/**
 * A page of a list that is ordered by its items' ids, newest first. What is read for one page is bounded, so that it may be
 * shorter than was asked for, even empty, though more follows.
 */
export interface BoundedPage<Item, Id> {
  readonly items: readonly Item[];
  /** The next page begins before this one; undefined after the last one. */
  readonly nextBefore: Id | undefined;
}

export type PageByEvent<Item> = BoundedPage<Item, EventId>;

/** What can be wrong with the store: the cause in a word, for logs and for the answer of `/healthz`. */
export type StoreFault = 'full' | 'damaged' | 'missing' | 'read_only' | 'busy' | 'failing';

/** A sentence for callers and operators. It names no path: `/healthz` answers without an API key. */
export const storeFaultDetails: Readonly<Record<StoreFault, string>> = {
  full: 'The disk of the store is full.',
  damaged: 'The database of the store is damaged.',
  missing: 'The files of the store were deleted, moved or replaced.',
  read_only: 'The store is read-only.',
  busy: 'Another program has locked the database of the store.',
  failing: 'The store cannot be reached, or cannot be read or written.',
};

/** A fault of the store, not of the request or of a receiver. Nothing was written; the same call may succeed later. */
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

export interface StoreHealth {
  /** What is wrong with the store now; undefined if nothing is known to be wrong. Never rejects. */
  faultNow(): Promise<StoreFault | undefined>;
}

/** An event to keep, and its deliveries; `to fan out`: they are made later, as `keepToFanOut` has it. */
export interface NewIntake {
  readonly event: Event;
  readonly deliveries: readonly Delivery[] | 'to fan out';
}

/** Takes events in. */
export interface EventIntake {
  /**
   * Keeps the event and its deliveries and puts each delivery on the queue: when it returns, nothing of it can be lost.
   * Returns the event as it is kept: a repeat with the same id gets the first one's, and changes nothing since.
   */
  keep(event: Event, deliveries: readonly Delivery[]): Promise<Event>;
  /** The same for many, together: what costs by the call costs less. Events as they are kept, in the same order. */
  keepAll(intakes: readonly NewIntake[]): Promise<readonly Event[]>;
  /**
   * As `keep`, for an event with more deliveries than its producer should wait for: puts one message on the queue,
   * whose consumer makes them with `addDeliveries`. A repeat may send that message again.
   */
  keepToFanOut(event: Event): Promise<Event>;
  /** Keeps deliveries of a kept event and puts each on the queue. One that is known already is left as it is. */
  addDeliveries(event: Event, deliveries: readonly Delivery[]): Promise<void>;
}

export interface EventFilter {
  readonly eventType: string | undefined;
  readonly receiverId: string | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** Reads events; expired ones are never seen. */
export interface EventReader {
  find(tenantId: TenantId, id: EventId): Promise<Event | undefined>;
  /** Up to `limit` of those before `beforeId`; without their payloads (each has an empty one). */
  list(
    tenantId: TenantId,
    filter: EventFilter,
    page: { readonly beforeId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Event>>;
}

/** Payloads of events, apart from what else is known of them. */
export interface EventPayloads {
  /**
   * Marks the payload of a kept event as deleted, and deletes it: in this order, so that no attempt meets half of it. One
   * that was deleted before keeps its time; a repeat finishes what a crash has left.
   */
  delete(tenantId: TenantId, id: EventId, atMs: number): Promise<void>;
  /**
   * Erases what receivers have answered to deliveries of an event whose payload is deleted: an answer may repeat the
   * payload. An attempt that is recorded later has no excerpt either.
   */
  eraseExcerpts(id: EventId, deliveryIds: readonly DeliveryId[]): Promise<void>;
}

export interface DeliveryChange {
  readonly before: Delivery;
  readonly after: Delivery;
  /** The attempt that led to it, if one was made. */
  readonly attempt?: Attempt;
}

/** Records what becomes of deliveries. */
export interface DeliveryOutcomes {
  /**
   * Writes the change if the delivery is still open and holds the ticket that `before` has, or is not recorded yet.
   * A success is written even over another ticket, as long as the delivery was not cancelled: it did arrive.
   * What is to be held while its subscription is no longer disabled is due at once instead.
   * On AWS, an exhausted one is announced on the `exhausted` queue. `superseded`: somebody was first, nothing was written.
   */
  record(change: DeliveryChange): Promise<'recorded' | 'superseded'>;
  /**
   * Announces an exhausted delivery whose message has come again: the process that recorded its end may have died
   * before it had announced it. Does nothing where the two cannot come apart.
   */
  announceAgain(exhausted: Delivery): Promise<void>;
  /**
   * Writes the change and sends a new queue message, if the delivery is as open or closed as `before`, holds its ticket,
   * and no attempt of it was recorded since. `superseded`: nothing was written.
   */
  sendNow(change: DeliveryChange): Promise<'recorded' | 'superseded'>;
}

export interface DeliveryFilter {
  readonly status: DeliveryStatus | undefined;
  readonly eventType: string | undefined;
  /** Only those whose event is of this receiver. */
  readonly receiverId?: string | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

export type ExhaustedFilter = Omit<DeliveryFilter, 'status'>;

/** Reads deliveries and their attempts; expired ones are never seen. */
export interface DeliveryReader {
  /** Consistent: what was recorded before the call is seen. In no particular order; unknown ones are left out. */
  findMany(ids: readonly DeliveryId[]): Promise<readonly Delivery[]>;
  /** By number. */
  attemptsOf(id: DeliveryId): Promise<readonly Attempt[]>;
  /** Up to `limit` of those whose events are before `beforeEventId`. */
  listOf(
    subscriptionId: SubscriptionId,
    filter: DeliveryFilter,
    page: { readonly beforeEventId: EventId | undefined; readonly limit: number },
  ): Promise<PageByEvent<Delivery>>;
  /** The same of a tenant's exhausted ones, whatever their subscriptions. */
  listExhausted(
    tenantId: TenantId,
    filter: ExhaustedFilter,
    page: { readonly beforeId: DeliveryId | undefined; readonly limit: number },
  ): Promise<BoundedPage<Delivery, DeliveryId>>;
}

/** Deliveries that wait outside the queue. */
export interface ParkedDeliveries {
  /**
   * Gives up to `limit` deliveries that are due by `untilMs` a new ticket and a queue message that is received when
   * they are due. Returns how many.
   */
  release(nowMs: number, untilMs: number, limit: number): Promise<number>;
}

/** A part of what is exhausted. */
export interface ExhaustedPage {
  readonly deliveries: readonly Delivery[];
  /** Where the next part begins; `null`: there is none. */
  readonly lastId: DeliveryId | null;
}

/** What the retry policies have given up, for those who bring it back in bulk. */
export interface ExhaustedDeliveries {
  /**
   * How many there are, about; `null`: too many to be counted.
   * @param receiverId only those whose events are of this receiver, of which fewer can be counted
   */
  count(scope: RecoveryScope, receiverId?: string | undefined): Promise<number | null>;
  /**
   * Up to `limit` of them, those of the oldest events first, after one of them. Fewer may be there although more follow;
   * what was exhausted a moment ago may be missing.
   */
  oldest(scope: RecoveryScope, afterId: DeliveryId | null, limit: number): Promise<ExhaustedPage>;
  /**
   * Writes each change and sends a new queue message, in a group of recoveries, where the delivery is still exhausted
   * under `before`'s ticket. Returns how many were.
   */
  replay(changes: readonly { readonly before: Delivery; readonly after: Delivery }[]): Promise<number>;
}

/** Where a subscription may have missed events. */
export interface MissedScope {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  /** Of events from this time on … */
  readonly sinceMs: number;
  /** … and before this one. */
  readonly untilMs: number;
  /** Whether the subscription may have an event at all. Its payload is not read yet: it is empty. */
  readonly isWanted: (event: Event) => boolean;
}

export interface MissedPage {
  /** Without their payloads. */
  readonly events: readonly Event[];
  /** Where the next part begins; `null`: there is none. */
  readonly lastId: EventId | null;
}

/** Deliveries that were never made: of kept events that a subscription has none of. */
export interface MissedDeliveries {
  /**
   * Up to `limit` wanted events without a delivery to the subscription, the oldest first, after one of them. The number of
   * rows that are read is bounded: fewer may be there, even none, although more follow.
   */
  oldest(scope: MissedScope, afterId: EventId | null, limit: number): Promise<MissedPage>;
  /**
   * Keeps each delivery that there is none of yet, lists its subscription among those of its event, and sends its message:
   * `in turn` in a group of recoveries, at its time; `now` in the group of its subscription. Returns how many were new.
   */
  make(deliveries: readonly Delivery[], when: 'in turn' | 'now'): Promise<number>;
}

export interface RecoveryFilter {
  readonly subscriptionId: SubscriptionId | undefined;
  /** Only those of this receiver's subscriptions. */
  readonly receiverId: string | undefined;
}

/** Recoveries: those that run, and for a while those that have ended. */
export interface RecoveryStore {
  /** `exists`: one of this id is there already (the call is a repeat). */
  add(recovery: Recovery): Promise<'added' | 'exists'>;
  /** Consistent. */
  find(tenantId: TenantId, id: RecoveryId): Promise<Recovery | undefined>;
  /** Those whose ids are below `beforeId`, newest first. */
  list(
    tenantId: TenantId,
    filter: RecoveryFilter,
    page: { readonly beforeId: RecoveryId | undefined; readonly limit: number },
  ): Promise<readonly Recovery[]>;
  /** All that run, of all tenants, as they are now; what began a moment ago may be missing. */
  running(): Promise<readonly Recovery[]>;
  /** Writes the change if it still runs, and nobody has changed it since `before`. */
  change(before: Recovery, after: Recovery): Promise<'changed' | 'superseded'>;
}

/** What is stored of a subscription is not what Posthorn has stored: nothing is sent by it. */
export class DamagedSubscriptionError extends Error {
  override readonly name = 'DamagedSubscriptionError';
  constructor(id: SubscriptionId, reason: string) {
    super(`the row of ${id} is damaged: ${reason}`);
  }
}

export interface SubscriptionFilter {
  readonly status: SubscriptionStatus | undefined;
  /** Only subscriptions that want this event type. */
  readonly eventType: string | undefined;
  readonly receiverId: string | undefined;
}

export interface SubscriptionPage {
  /** Only those with an id below this one, newest first. */
  readonly beforeId: SubscriptionId | undefined;
  readonly limit: number;
}

/** Where subscriptions are kept. What a function reads on its hot path comes from `SubscriptionDirectory` instead. */
export interface SubscriptionStore {
  /**
   * Keeps a new one. `exists`: one of this id is there already (the call is a repeat); `full`: the tenant has as many
   * for this receiver as an event can reach.
   */
  add(subscription: Subscription): Promise<'added' | 'exists' | 'full'>;
  /**
   * Replaces one whose stored version is the one before. `conflict`: somebody else changed or deleted it first;
   * `full`: it moves to a receiver that has as many as an event can reach. What an enabled one had on hold becomes due.
   */
  replace(subscription: Subscription): Promise<'replaced' | 'conflict' | 'full'>;
  /** Leaves a tombstone; what it had on hold becomes due, so that it is cancelled when next touched. */
  remove(subscription: Subscription, nowMs: number): Promise<'removed' | 'conflict'>;
  /**
   * A consistent read, past every cache. A deleted one is undefined.
   * @throws DamagedSubscriptionError
   */
  find(id: SubscriptionId): Promise<Subscription | undefined>;
  /**
   * A page of them, for which a bounded number of rows is read. Only the subscriptions of the page are decrypted; a
   * damaged one is left out, and logged.
   */
  list(
    tenantId: TenantId,
    filter: SubscriptionFilter,
    page: SubscriptionPage,
  ): Promise<BoundedPage<Subscription, SubscriptionId>>;
}

/** A deleted one belongs to no receiver any more. */
export interface SubscriptionState {
  readonly status: SubscriptionStatus | 'deleted';
  readonly receiverId: string | null;
}

/** Whether subscriptions take deliveries, for those who need not know more of them. */
export interface SubscriptionStates {
  /** Consistent. */
  stateOf(id: SubscriptionId): Promise<SubscriptionState>;
}

/** What a subscription wants, for those who may not read its secrets. */
export interface RouteReader {
  /** Consistent; undefined when it was deleted. */
  routeOf(id: SubscriptionId): Promise<(Route & Pick<Subscription, 'receiverId'>) | undefined>;
}

/** Where the catalogues of event types are kept. */
export interface EventTypeStore {
  /**
   * Keeps a new one. `exists`: the tenant has one of this name; `full`: it has as many as it may have. Concurrent calls
   * may lead to a few more than that.
   */
  add(eventType: EventType): Promise<'added' | 'exists' | 'full'>;
  /** Replaces one whose stored version is the one before. `conflict`: somebody else changed or deleted it first. */
  replace(eventType: EventType): Promise<'replaced' | 'conflict'>;
  /** Returns whether the tenant had it. */
  remove(tenantId: TenantId, name: string): Promise<boolean>;
  /** A consistent read. */
  find(tenantId: TenantId, name: string): Promise<EventType | undefined>;
  /** Those whose names come after `afterName`, in the order of their names. */
  list(
    tenantId: TenantId,
    page: { readonly afterName: string | undefined; readonly limit: number },
  ): Promise<readonly EventType[]>;
}

export interface IdempotentCall {
  readonly tenantId: TenantId;
  /** The operation and what it is about: the same key may be used for each. */
  readonly operation: string;
  readonly key: string;
  /** SHA-256 of all that the call depends on. */
  readonly requestHash: string;
  /** What a first call would work with: repeats are given the first one's. */
  readonly value: string;
  readonly nowMs: number;
}

export type Reservation =
  | { readonly outcome: 'first' | 'repeat'; readonly value: string }
  | { readonly outcome: 'conflict' };

/** Remembers `Idempotency-Key`s for 24 hours. */
export interface IdempotencyKeys {
  /** Reserves a key before the work: a repeat does the same work over with the first one's value. */
  reserve(call: IdempotentCall): Promise<Reservation>;
  /** The value that a key was reserved with, if it was. */
  recall(tenantId: TenantId, operation: string, key: string): Promise<string | undefined>;
}

/** What every request asks for. */
export interface ApiKeyDirectory {
  /** The key whose `apiKeyHash` this is, expired or not. */
  findByHash(hash: string): Promise<ApiKey | undefined>;
  /** A tenant's key of this id, expired or not. */
  findById(tenantId: TenantId, id: ApiKeyId): Promise<ApiKey | undefined>;
}

/** The same, out of a cache that has to be told what its own process has removed. */
export interface ApiKeyCache extends ApiKeyDirectory {
  removed(id: ApiKeyId): void;
}

/** Where API keys are kept, by their hashes. */
export interface ApiKeyStore extends ApiKeyDirectory {
  /**
   * Keeps a new one. `exists`: one of this id is there already (the call is a repeat); `full`: its tenant has as many as
   * it may have. Concurrent calls may lead to a few more than that.
   */
  add(hash: string, key: ApiKey): Promise<'added' | 'exists' | 'full'>;
  /** Those of a tenant whose ids are below `beforeId`, newest first. */
  list(
    tenantId: TenantId,
    page: { readonly beforeId: ApiKeyId | undefined; readonly limit: number },
  ): Promise<readonly ApiKey[]>;
  /**
   * From then on it is unknown. `last-admin`: it is the tenant's only key with the scope admin that does not expire, and
   * stays, also when two such keys are removed at the same moment.
   */
  remove(tenantId: TenantId, id: ApiKeyId): Promise<'removed' | 'unknown' | 'last-admin'>;
  /** Notes that it was used now, unless that is noted already. */
  noteUse(hash: string, nowMs: number): Promise<void>;
}

/** Tenants that were made by other tenants' admins. */
export interface TenantStore {
  /**
   * Keeps a new one together with its first key. `exists`: one of this id is there already (the call is a repeat);
   * `full`: the tenant that makes it has made as many as it may. Concurrent calls may lead to a few more than that.
   */
  add(
    tenant: Tenant,
    first: { readonly hash: string; readonly key: ApiKey },
  ): Promise<'added' | 'exists' | 'full'>;
  /** The tenant that made this one; undefined: none did, or that was before it was recorded. */
  creatorOf(id: TenantId): Promise<TenantId | undefined>;
  /** One that this tenant has made. */
  find(createdBy: TenantId, id: TenantId): Promise<Tenant | undefined>;
  /** Those that this tenant has made and whose ids are below `beforeId`, newest first. */
  list(
    createdBy: TenantId,
    page: { readonly beforeId: TenantId | undefined; readonly limit: number },
  ): Promise<readonly Tenant[]>;
}

/** Which portal tokens of a receiver are still good: those that were made under its present version or a later one. */
export interface PortalVersions {
  /** 0 until the first revocation, and again when the tokens of before the last one have expired. */
  versionOf(tenantId: TenantId, receiverId: string): Promise<number>;
  /** Raises the version, and so revokes all tokens of the receiver that were made until now. */
  raise(tenantId: TenantId, receiverId: string, nowMs: number): Promise<number>;
}

export interface AuditFilter {
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** What was changed, by whom. */
export interface AuditTrail {
  record(entry: AuditEntry): Promise<void>;
  /** A tenant's entries whose ids are below `beforeId`, newest first; expired ones are never seen. */
  list(
    tenantId: TenantId,
    filter: AuditFilter,
    page: { readonly beforeId: AuditEntryId | undefined; readonly limit: number },
  ): Promise<readonly AuditEntry[]>;
}
