import type { SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import {
  isInReach,
  isWanted,
  type LiveChange,
  type LiveFilter,
  mayWatch,
} from '../../src/domain/live/filter.ts';
import type { LiveTicket } from '../../src/domain/live/ticket.ts';
import type { RenderedChange } from './rendered-change.ts';

/** The receiving end of a live connection. */
export interface Watcher {
  /** Shows a change, or counts it as skipped. Must return quickly. */
  take(change: RenderedChange): void;
}

/** The receiver of a subscription now; undefined if it is deleted. */
export type ReceiverOf = (id: SubscriptionId) => string | null | undefined;

/** Watchers with the same rights and filters: a change is matched once for all of them. */
export class Audience {
  readonly key: string;
  readonly watchers = new Set<Watcher>();
  readonly #ticket: LiveTicket;
  readonly #filter: LiveFilter;
  readonly #receiverOf: ReceiverOf;

  constructor(ticket: LiveTicket, filter: LiveFilter, receiverOf: ReceiverOf) {
    this.key = audienceKey(ticket, filter);
    this.#ticket = ticket;
    this.#filter = filter;
    this.#receiverOf = receiverOf;
  }

  get tenantId(): TenantId {
    return this.#ticket.rights.tenantId;
  }

  /** Undefined: deliveries of any subscription. */
  get subscriptionId(): SubscriptionId | undefined {
    return this.#filter.subscriptionId ?? this.#ticket.filter.subscriptionId;
  }

  wants(delivery: LiveChange['delivery']): boolean {
    const { rights, filter } = this.#ticket;
    // Most deliveries are of other receivers: they must not cost a test of each filter.
    if (!isInReach(rights, delivery)) return false;
    if (!isWanted(filter, delivery) || !isWanted(this.#filter, delivery)) return false;
    // The subscription is read only for portal tokens, and only if everything else fits.
    if (rights.receiverId === undefined) return true;
    return mayWatch(rights, delivery, this.#receiverOf(delivery.subscriptionId));
  }
}

function audienceKey({ rights, filter: bound }: LiveTicket, filter: LiveFilter): string {
  const parts = [rights.tenantId, rights.receiverId ?? null];
  const conditions = [bound, filter].flatMap(({ subscriptionId, receiverId, eventTypes, statuses }) => [
    subscriptionId ?? null,
    receiverId ?? null,
    eventTypes ?? null,
    statuses ?? null,
  ]);
  return JSON.stringify([...parts, ...conditions]);
}

/** Audiences by tenant, and those that watch one subscription by that subscription. */
export class Audiences {
  readonly #byKey = new Map<string, Audience>();
  readonly #byPlace = new Map<string, Set<Audience>>();

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  join(watcher: Watcher, audience: Audience): Audience {
    const joined = this.#byKey.get(audience.key) ?? this.#add(audience);
    joined.watchers.add(watcher);
    return joined;
  }

  leave(watcher: Watcher, audience: Audience): void {
    audience.watchers.delete(watcher);
    if (audience.watchers.size > 0 || this.#byKey.get(audience.key) !== audience) return;
    this.#byKey.delete(audience.key);
    const place = placeOf(audience);
    const there = this.#byPlace.get(place);
    there?.delete(audience);
    if (there?.size === 0) this.#byPlace.delete(place);
  }

  /** Every audience that can want a delivery of this tenant and subscription. */
  *near({ tenantId, subscriptionId }: LiveChange['delivery']): Generator<Audience> {
    yield* this.#byPlace.get(tenantId) ?? [];
    yield* this.#byPlace.get(`${tenantId} ${subscriptionId}`) ?? [];
  }

  #add(audience: Audience): Audience {
    this.#byKey.set(audience.key, audience);
    const place = placeOf(audience);
    const there = this.#byPlace.get(place) ?? new Set();
    this.#byPlace.set(place, there.add(audience));
    return audience;
  }
}

const placeOf = ({ tenantId, subscriptionId }: Audience): string =>
  subscriptionId === undefined ? tenantId : `${tenantId} ${subscriptionId}`;
