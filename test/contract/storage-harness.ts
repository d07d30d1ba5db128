import { describe } from 'vitest';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { Event } from '../../src/domain/event.ts';
import type { DeliveryId, EventId, SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import type { DeliveryMessage, QueueMessage } from '../../src/domain/queue-message.ts';
import type { Recipient } from '../../src/domain/subscription.ts';
import type { DeliverySlots, EventLimiter } from '../../src/ports/rate-limits.ts';
import type {
  ApiKeyStore,
  AuditTrail,
  BoundedPage,
  DeliveryOutcomes,
  DeliveryReader,
  EventIntake,
  EventPayloads,
  EventReader,
  EventTypeStore,
  ExhaustedDeliveries,
  IdempotencyKeys,
  MissedDeliveries,
  ParkedDeliveries,
  PortalVersions,
  ReceiverStore,
  RecipientReader,
  RecoveryStore,
  StatsReader,
  SubscriptionStore,
  TenantStore,
} from '../../src/ports/storage.ts';
import { aDelivery, anEvent, aSubscriptionId } from '../support/records.ts';

/**
 * One family of adapters over one empty store, for the contract suites of this folder: its ports, the time, and
 * the messages of its queues. The suites keep time that a queue must wait for to a few seconds, so that a family whose queue
 * has a clock of its own can wait for real.
 */
export interface StorageHarness {
  readonly apiKeyStore: ApiKeyStore;
  readonly tenants: TenantStore;
  readonly eventTypes: EventTypeStore;
  readonly receivers: ReceiverStore;
  readonly auditTrail: AuditTrail;
  readonly portalVersions: PortalVersions;
  readonly slots: DeliverySlots;
  readonly eventLimiter: EventLimiter;
  readonly store: SubscriptionStore;
  /** The source of the cached directory. */
  readonly routes: {
    recipientsFor(tenantId: TenantId, receiverId: string | null): Promise<readonly Recipient[]>;
  };
  readonly intake: EventIntake;
  readonly events: EventReader;
  readonly payloads: EventPayloads;
  readonly deliveries: DeliveryReader;
  readonly outcomes: DeliveryOutcomes;
  readonly parked: ParkedDeliveries;
  readonly exhausted: ExhaustedDeliveries;
  readonly missed: MissedDeliveries;
  readonly recipientReader: RecipientReader;
  readonly recoveries: RecoveryStore;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly stats: StatsReader;
  /** Counters in memory; undefined in SQLite, which has none. */
  readonly counters?: { flush(): Promise<void> };
  /** The time as the adapters see it. */
  nowMs(): number;
  /** Lets time pass, for the adapters and for the queues. Nothing is swept meanwhile. */
  passSeconds(seconds: number): Promise<void>;
  /** Receives every message that is visible now on the delivery queue, and deletes it. */
  takeMessages(): Promise<readonly QueueMessage[]>;
  /** The bodies of all messages on the `exhausted` queue, parsed; none where there is no such queue. */
  announcements(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** Called before each test. */
export type MakeStorageHarness = () => Promise<StorageHarness>;

/** Each contract in a scope of its own, or its hooks would open a harness for the tests of all others too. */
export function describeContracts(
  family: string,
  makeHarness: MakeStorageHarness,
  contracts: readonly ((family: string, makeHarness: MakeStorageHarness) => void)[],
): void {
  for (const describeContract of contracts) describe(family, () => describeContract(family, makeHarness));
}

/** An event that came in just now, with a delivery to each of so many subscriptions, all kept. */
export async function keepEvent(
  harness: StorageHarness,
  about: Parameters<typeof anEvent>[0] & { readonly deliveries?: number } = {},
): Promise<{ readonly event: Event; readonly deliveries: readonly Delivery[] }> {
  const { deliveries: count = 1, ...rest } = about;
  const event = anEvent({
    createdAtMs: harness.nowMs(),
    subscriptionIds: Array.from({ length: count }, () => aSubscriptionId()),
    ...rest,
  });
  const deliveries = event.subscriptionIds.map((id) => aDelivery(event, id));
  await harness.intake.keep(event, deliveries);
  return { event, deliveries };
}

/** All pages of a list, until a page says that nothing follows. */
export async function allPages<Item, Id = EventId>(
  read: (before: Id | undefined) => Promise<BoundedPage<Item, Id>>,
): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  let before: Id | undefined;
  do {
    const page = await read(before);
    pages.push(page.items);
    before = page.nextBefore;
  } while (before !== undefined);
  return pages;
}

/** A delivery that came in just now; its message is still on the queue. */
export async function keepDelivery(harness: StorageHarness, subscriptionId?: SubscriptionId) {
  const { deliveries } = await keepEvent(harness, {
    subscriptionIds: [subscriptionId ?? aSubscriptionId()],
  });
  return deliveries[0]!;
}

/** Records a change without competition, and returns the delivery after it. */
export async function changeTo(
  harness: StorageHarness,
  before: Delivery,
  after: Delivery,
): Promise<Delivery> {
  const recorded = await harness.outcomes.record({ before, after });
  if (recorded !== 'recorded') throw new Error(`the change of ${before.id} was ${recorded}`);
  return after;
}

export async function storedDelivery(harness: StorageHarness, id: DeliveryId): Promise<Delivery | undefined> {
  const [delivery] = await harness.deliveries.findMany([id]);
  return delivery;
}

/** The message that is sent for a delivery as it is now. */
export const messageOf = ({ id: deliveryId, tenantId, ticket }: Delivery): DeliveryMessage => ({
  deliveryId,
  tenantId,
  ticket,
});

/** The event as `EventReader` finds it, its payload as a plain array of bytes for every adapter. */
export async function storedEvent(
  harness: StorageHarness,
  { tenantId, id }: Pick<Event, 'tenantId' | 'id'>,
): Promise<Event | undefined> {
  const event = await harness.events.find(tenantId, id);
  return event && plain(event);
}

export const plain = (event: Event): Event => ({ ...event, payload: Uint8Array.from(event.payload) });
