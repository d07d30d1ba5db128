import type { Delivery } from '../domain/delivery.ts';
import { isReservedEventType, TEST_EVENT_TYPE } from '../domain/event-type-pattern.ts';
import type { SubscriptionOf } from './change-subscription.ts';
import { operationWithin } from './idempotency.ts';
import type { Needs } from './needs.ts';
import { eventFor, reserveEventId } from './new-intake.ts';
import { ownSubscription } from './reach.ts';

type TestEventNeeds = Pick<
  Needs,
  'store' | 'eventTypes' | 'intake' | 'idempotencyKeys' | 'clock' | 'randomness' | 'retentionHours'
>;

export interface TestEventRequest {
  readonly which: SubscriptionOf;
  readonly eventType: string | undefined;
  /** JSON; undefined: the example of its event type, or a payload that says that it is a test. */
  readonly payload: Uint8Array | undefined;
  readonly hops: number;
  readonly idempotencyKey: string | undefined;
}

export type TestEventResult =
  | { readonly outcome: 'accepted'; readonly delivery: Delivery }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'subscription-disabled' }
  | { readonly outcome: 'looks-operational' }
  | { readonly outcome: 'idempotency-conflict' };

/** Sends an event to a subscription to see whether it arrives, ignoring the subscription's event types and filter. */
export async function sendTestEvent(
  needs: TestEventNeeds,
  { which, eventType = TEST_EVENT_TYPE, payload, hops, idempotencyKey }: TestEventRequest,
): Promise<TestEventResult> {
  const subscription = await ownSubscription(needs, which.reach, which.id);
  if (subscription === undefined) return { outcome: 'not-found' };
  if (subscription.status === 'disabled') return { outcome: 'subscription-disabled' };
  const catalogued = payload === undefined && (await needs.eventTypes.find(subscription.tenantId, eventType));
  const example = (catalogued || undefined)?.example ?? { test: true, subscription_id: subscription.id };
  const content = payload ?? Buffer.from(JSON.stringify(example));
  if (looksOperational(content)) return { outcome: 'looks-operational' };
  const reserved = await reserveEventId(needs, {
    tenantId: subscription.tenantId,
    operation: operationWithin(which.reach, `test ${subscription.id}`),
    key: idempotencyKey,
    request: [eventType, content],
  });
  if (reserved === 'conflict') return { outcome: 'idempotency-conflict' };
  const about = { id: reserved.id, eventType, contentType: 'application/json', payload: content, hops };
  const { event, delivery } = eventFor(subscription, about, needs.retentionHours);
  await needs.intake.keep(event, [delivery]);
  return { outcome: 'accepted', delivery };
}

/** Receivers recognize operational events by the signed `type` in the payload, because headers are not signed. */
function looksOperational(json: Uint8Array): boolean {
  const value: unknown = JSON.parse(Buffer.from(json).toString('utf8'));
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  return typeof type === 'string' && isReservedEventType(type);
}
