import type { Attempt, Delivery } from '../domain/delivery.ts';
import { isReservedEventType, wantsEventType } from '../domain/event-type-pattern.ts';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import {
  exhaustedEvent,
  type OperationalEvent,
  type OperationalEventType,
  subscriptionEvent,
} from '../domain/operational-event.ts';
import { readChangeWrite } from '../domain/read-change-write.ts';
import { type Recipient, type Subscription, withHealth } from '../domain/subscription.ts';
import type { DeliveryChange } from '../ports/storage.ts';
import { recipientsMatching } from './matching-recipients.ts';
import type { Needs } from './needs.ts';
import { publishedEvent } from './new-intake.ts';

export type NotifyNeeds = Pick<
  Needs,
  'store' | 'subscriptions' | 'intake' | 'deliveries' | 'events' | 'retentionHours' | 'log'
>;

export type RecordNeeds = NotifyNeeds & Pick<Needs, 'outcomes'>;

/** Records a change of a delivery. If the delivery is exhausted, also notifies its tenant. */
export async function recordOutcome(
  needs: RecordNeeds,
  change: DeliveryChange,
): Promise<'recorded' | 'superseded'> {
  const recorded = await needs.outcomes.record(change);
  if (recorded === 'recorded' && change.after.status === 'exhausted') {
    await notifyExhausted(needs, change.after, change.attempt);
  }
  return recorded;
}

/**
 * Notifies a tenant that a delivery is exhausted. Call it after that is recorded, and again whenever its message is
 * received again: the earlier call may not have got here.
 *
 * @param attempt the last attempt, if the caller knows it
 */
export async function notifyExhausted(
  needs: NotifyNeeds,
  delivery: Delivery,
  attempt?: Attempt,
): Promise<void> {
  // Operational events never trigger further operational events: that would never end.
  if (isReservedEventType(delivery.eventType)) return;
  const listeners = await listenersTo(needs, delivery.tenantId, 'posthorn.delivery.exhausted');
  if (listeners.length === 0) return;
  const subscription = await needs.subscriptions.find(delivery.subscriptionId);
  const last = attempt ?? (await needs.deliveries.attemptsOf(delivery.id)).at(-1);
  // Keeps the hops of the event, so that a listener whose target leads back to a failing subscription causes no endless
  // loop.
  const about = await needs.events.find(delivery.tenantId, delivery.eventId);
  const event = exhaustedEvent(delivery, subscription?.receiverId ?? null, last);
  await notify(needs, listeners, event, about?.hops);
}

/**
 * Sends the pending notices of a subscription, then records that they are sent. Every process that finds pending
 * notices calls it, because the process that made them may have died.
 */
export async function notifyPending(needs: NotifyNeeds, id: SubscriptionId): Promise<void> {
  await readChangeWrite(async () => {
    const stored = await needs.store.find(id);
    if (stored === undefined) return;
    const notified = await sendNotices(needs, stored);
    if (notified !== stored && (await needs.store.replace(notified)) !== 'replaced') return 'conflict';
    // Also if there was nothing to send: then an old cached version had the notices.
    return needs.subscriptions.changed(notified);
  });
}

/** The subscription after its notices are sent. */
async function sendNotices(needs: NotifyNeeds, subscription: Subscription): Promise<Subscription> {
  const { tenantId, health } = subscription;
  if (health.pendingNotices.length === 0) return subscription;
  for (const notice of health.pendingNotices) {
    const listeners = await listenersTo(needs, tenantId, notice.type);
    if (listeners.length > 0) await notify(needs, listeners, subscriptionEvent(subscription, notice));
  }
  return withHealth(subscription, { ...health, pendingNotices: [] });
}

/** Subscriptions that name the event type: operational events go only to subscriptions that ask for them. */
async function listenersTo(
  { subscriptions }: NotifyNeeds,
  tenantId: TenantId,
  eventType: OperationalEventType,
): Promise<readonly Recipient[]> {
  const recipients = await subscriptions.recipientsFor(tenantId, null);
  return recipients.filter(({ eventTypes }) => wantsEventType(eventTypes, eventType));
}

/** Hands the event in like any other, under an id by which a repeat is recognized. */
async function notify(
  { intake, retentionHours, log }: NotifyNeeds,
  listeners: readonly Recipient[],
  { id, tenantId, eventType, payload }: OperationalEvent,
  hops = 0,
): Promise<void> {
  const wanting = await recipientsMatching(listeners, payload);
  if (wanting.length === 0) return;
  const about = { id, tenantId, eventType, receiverId: null, contentType: 'application/json', payload, hops };
  await intake.keepAll([publishedEvent(wanting, about, retentionHours)]);
  log.info('tenant.notified', { event_id: id, event_type: eventType, deliveries: wanting.length });
}
