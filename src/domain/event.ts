import { createdAtMsOf, type EventId, type SubscriptionId, type TenantId } from './ids.ts';
import { retention } from './limits.ts';

/** The fact that a producer handed in: stored once, never changed but that its payload, kept byte for byte, may be deleted. */
export interface Event {
  readonly id: EventId;
  readonly tenantId: TenantId;
  /** `null` when the producer named none. */
  readonly eventType: string | null;
  /** The tenant's customer that it is for, by the tenant's own name for them. */
  readonly receiverId: string | null;
  readonly contentType: string;
  /** What is said about it beside the payload, and sent along as headers of each attempt: names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** How many deliveries it has behind it that led back to Posthorn: 0 for an event of a producer. */
  readonly hops: number;
  /** Empty once it was deleted. */
  readonly payload: Uint8Array;
  /** When somebody had it deleted; `null`: it is there. */
  readonly payloadDeletedAtMs: number | null;
  /** The subscriptions that it was handed to: with the event's own id they name its deliveries. */
  readonly subscriptionIds: readonly SubscriptionId[];
  /** Published to all subscriptions that want it: a recovery of missed events may bring it to more of them. */
  readonly isPublished: boolean;
  /** Its deliveries are not attempted before then; `null`: at once. */
  readonly deliverAtMs: number | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

type Usual = 'headers' | 'deliverAtMs' | 'hops' | 'isPublished';

/** What an event is made of; most have nothing beside their payload, and are delivered at once. */
export type NewEvent = Omit<Event, 'createdAtMs' | 'expiresAtMs' | 'payloadDeletedAtMs' | Usual> &
  Partial<Pick<Event, Usual>>;

/** An event is as old as its id says: repeating the call that made it gives the same one again. */
export function newEvent(about: NewEvent, retentionHours: number): Event {
  const createdAtMs = createdAtMsOf(about.id);
  const { headers = {}, isPublished = false, deliverAtMs = null, hops = 0 } = about;
  const expiresAtMs = eventExpiresAtMs(Math.max(createdAtMs, deliverAtMs ?? 0), retentionHours);
  const usual = { headers, isPublished, deliverAtMs, hops };
  return { ...about, ...usual, payloadDeletedAtMs: null, createdAtMs, expiresAtMs };
}

/** Records are kept `retentionHours` after a delivery's last change; an event outlives that, so that replays find it. */
export const eventExpiresAtMs = (lastChangeMs: number, retentionHours: number): number =>
  lastChangeMs + (retentionHours + retention.eventExtraHours) * 3_600_000;

/**
 * Whether a stored event was published. Older rows do not say so: an event for one subscription may have been handed in
 * for that one alone, and stays with it.
 */
export const wasPublished = (noted: boolean | undefined, subscriptions: number): boolean =>
  noted ?? subscriptions !== 1;
