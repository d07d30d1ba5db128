import {
  createdAtMsOf,
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  type SubscriptionId,
  type TenantId,
} from './ids.ts';
import { retention } from './limits.ts';

/**
 * A fact from a producer: stored once, never changed, and its payload kept byte for byte. Only the payload can be
 * deleted.
 */
export interface Event {
  readonly id: EventId;
  readonly tenantId: TenantId;
  /** `null` if the producer set none. */
  readonly eventType: string | null;
  /** The tenant's customer that the event is for, by the tenant's own id of it. */
  readonly receiverId: string | null;
  readonly contentType: string;
  /** Headers of the event that each attempt sends. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** How many deliveries led back to Posthorn before this event: 0 for an event of a producer. */
  readonly hops: number;
  /** Empty once it is deleted. */
  readonly payload: Uint8Array;
  /** When the payload was deleted; `null`: it is not. */
  readonly payloadDeletedAtMs: number | null;
  /** The subscriptions that get the event. With the event's id they give the ids of its deliveries. */
  readonly subscriptionIds: readonly SubscriptionId[];
  /**
   * The event was published to all matching subscriptions, so a recovery of missed events may deliver it to more of
   * them.
   */
  readonly isPublished: boolean;
  /** The time of the first attempts; `null`: at once. */
  readonly deliverAtMs: number | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

type Usual = 'headers' | 'deliverAtMs' | 'hops' | 'isPublished';

/** The fields of a new event. Most events have only a payload, and are delivered at once. */
export type NewEvent = Omit<Event, 'createdAtMs' | 'expiresAtMs' | 'payloadDeletedAtMs' | Usual> &
  Partial<Pick<Event, Usual>>;

/** The age of an event follows from its id, so a repeat of the call makes the same event. */
export function newEvent(about: NewEvent, retentionHours: number): Event {
  const createdAtMs = createdAtMsOf(about.id);
  const { headers = {}, isPublished = false, deliverAtMs = null, hops = 0 } = about;
  const expiresAtMs = eventExpiresAtMs(Math.max(createdAtMs, deliverAtMs ?? 0), retentionHours);
  const usual = { headers, isPublished, deliverAtMs, hops };
  return { ...about, ...usual, payloadDeletedAtMs: null, createdAtMs, expiresAtMs };
}

/**
 * Records are kept `retentionHours` after a delivery's last change. An event is kept longer, so that a replay finds it.
 */
export const eventExpiresAtMs = (lastChangeMs: number, retentionHours: number): number =>
  lastChangeMs + (retentionHours + retention.eventExtraHours) * 3_600_000;

/** The ids of the deliveries of an event, newest subscription first. @param before only ids below this one */
export const deliveryIdsOf = (
  { id, subscriptionIds }: Pick<Event, 'id' | 'subscriptionIds'>,
  before: DeliveryId | undefined,
): readonly DeliveryId[] =>
  subscriptionIds
    .map((subscriptionId) => deliveryIdOf(id, subscriptionId))
    .filter((one) => before === undefined || one < before)
    .sort()
    .reverse();

/**
 * Whether a stored event was published. Older rows do not record it. An event with one subscription can have been sent
 * to that subscription only, so it counts as not published.
 */
export const wasPublished = (noted: boolean | undefined, subscriptions: number): boolean =>
  noted ?? subscriptions !== 1;
