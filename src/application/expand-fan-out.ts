import { mayReceive } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import type { SubscriptionId } from '../domain/ids.ts';
import type { FanOutMessage } from '../domain/queue-message.ts';
import type { Recipient } from '../domain/subscription.ts';
import type { SubscriptionDirectory } from '../ports/caches.ts';
import type { Needs } from './needs.ts';
import { deliveryOf } from './new-intake.ts';
import { type MessageOutcome, sleepFor } from './waiting.ts';

/** A page only begins if it can end in the function's remaining time. */
const MARGIN_MS = 5_000;
const DELIVERIES_AT_A_TIME = 100;

/**
 * Makes the deliveries of an event that has too many for its producer to wait for. The event lists their subscriptions,
 * so every repeat makes the same deliveries, and existing ones are skipped. The next receive of the message makes those
 * that do not fit in the remaining time.
 */
export async function expandFanOut(
  needs: Pick<Needs, 'intake' | 'events' | 'subscriptions' | 'log'>,
  { fanOutOf, tenantId }: FanOutMessage,
  remainingMs: () => number,
): Promise<MessageOutcome> {
  const event = await needs.events.find(tenantId, fanOutOf);
  if (event === undefined) {
    needs.log.warn('fan_out.unknown', { event_id: fanOutOf });
    return { outcome: 'done' };
  }
  const targets = await targetsOf(needs, event);
  for (let start = 0; start < targets.length; start += DELIVERIES_AT_A_TIME) {
    if (remainingMs() < MARGIN_MS) return sleepFor(0);
    const page = targets.slice(start, start + DELIVERIES_AT_A_TIME);
    await needs.intake.addDeliveries(
      event,
      page.map((target) => deliveryOf(event, target)),
    );
  }
  needs.log.info('fan_out.expanded', { event_id: event.id, deliveries: targets.length });
  return { outcome: 'done' };
}

type Target = Pick<Recipient, 'id' | 'targetUrl'>;

/**
 * The current target of each subscription. A subscription that was deleted, or moved to another receiver, gets no
 * delivery.
 */
async function targetsOf(
  { subscriptions }: Pick<Needs, 'subscriptions'>,
  event: Event,
): Promise<readonly Target[]> {
  const recipients = await subscriptions.recipientsFor(event.tenantId, event.receiverId);
  const byId = new Map<SubscriptionId, Target>(recipients.map((recipient) => [recipient.id, recipient]));
  const targets: Target[] = [];
  for (const id of event.subscriptionIds) {
    const target = byId.get(id) ?? (await subscriptionFor(subscriptions, id, event));
    if (target !== undefined) targets.push(target);
  }
  return targets;
}

async function subscriptionFor(
  subscriptions: SubscriptionDirectory,
  id: SubscriptionId,
  { receiverId }: Event,
): Promise<Target | undefined> {
  const subscription = await subscriptions.find(id);
  return subscription !== undefined && mayReceive(subscription, receiverId) ? subscription : undefined;
}
