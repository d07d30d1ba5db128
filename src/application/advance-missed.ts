import type { Event } from '../domain/event.ts';
import { wantsEventType } from '../domain/event-type-pattern.ts';
import { deliveryIdOf, partsOfDeliveryId, type SubscriptionId } from '../domain/ids.ts';
import { madeInTurn, type Recovery, type RecoveryStep } from '../domain/recovery.ts';
import type { Recipient, Subscription } from '../domain/subscription.ts';
import { matchesFilter } from './matching-recipients.ts';
import type { Needs } from './needs.ts';
import { deliveryOf } from './new-intake.ts';

type MissedNeeds = Pick<Needs, 'missed' | 'recipientReader' | 'events'>;

/** Payloads read for a filter before the progress is recorded: up to 50 MiB, one at a time. */
const PAYLOADS_AT_A_TIME = 50;

type WantingRecipient = Recipient & Pick<Subscription, 'receiverId'>;

/**
 * Makes the deliveries of one page of missed events. The subscription's patterns and filter are read again for each
 * page. A delivery gets the id that it would have had, so after a crash the page finds only the deliveries that are
 * still missing.
 * @returns undefined: the subscription was deleted in the meantime
 */
export async function makeMissed(
  needs: MissedNeeds,
  recovery: Recovery & { readonly subscriptionId: SubscriptionId },
  { room, nowMs }: { readonly room: number; readonly nowMs: number },
): Promise<RecoveryStep | undefined> {
  const { tenantId, subscriptionId, sinceMs, untilMs, afterId } = recovery;
  const recipient = await needs.recipientReader.recipientOf(subscriptionId);
  if (recipient === undefined) return undefined;
  const isWanted = (event: Event) => mayHaveMissed(recipient, event, nowMs);
  const after = afterId === null ? null : partsOfDeliveryId(afterId).eventId;
  // A subscription with a filter needs the payload of each event.
  const limit = recipient.filter === null ? room : Math.min(room, PAYLOADS_AT_A_TIME);
  const scope = { tenantId, subscriptionId, sinceMs, untilMs, isWanted };
  const { events, lastId } = await needs.missed.oldest(scope, after, limit);

  const matching = await matchingEvents(needs, recipient, events);
  const deliveries = madeInTurn(
    recovery,
    matching.map((event) => deliveryOf(event, recipient)),
    nowMs,
  );
  const recovered = await needs.missed.make(deliveries, 'in turn');
  return {
    recovered,
    skipped: deliveries.length - recovered,
    lastId: lastId && deliveryIdOf(lastId, subscriptionId),
  };
}

/** Everything except the payload. An event that was sent to another subscription alone was not missed. */
const mayHaveMissed = (recipient: WantingRecipient, event: Event, nowMs: number): boolean =>
  event.isPublished &&
  event.receiverId === recipient.receiverId &&
  event.payloadDeletedAtMs === null &&
  event.expiresAtMs > nowMs &&
  wantsEventType(recipient.eventTypes, event.eventType);

async function matchingEvents(
  { events }: MissedNeeds,
  recipient: WantingRecipient,
  found: readonly Event[],
): Promise<readonly Event[]> {
  if (recipient.filter === null) return found;
  const matching: Event[] = [];
  for (const event of found) {
    const whole = await events.find(event.tenantId, event.id);
    if (whole?.payloadDeletedAtMs === null && matchesFilter(recipient, whole.payload)) matching.push(event);
    await new Promise(setImmediate);
  }
  return matching;
}
