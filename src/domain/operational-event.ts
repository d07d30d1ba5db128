import type { Attempt, Delivery } from './delivery.ts';
import { isReservedEventType, wantsEventType } from './event-type-pattern.ts';
import type { Cause, SubscriptionNotice } from './health.ts';
import { derivedUlid, type EventId, partsOfDeliveryId, type SubscriptionId, type TenantId } from './ids.ts';

/**
 * Events about a tenant's own webhooks. Their payloads have the shape that the Standard Webhooks specification
 * recommends: `type`, `timestamp`, `data`
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */
export const operationalEventTypes = [
  'posthorn.subscription.disabled',
  'posthorn.subscription.failing',
  'posthorn.subscription.recovered',
  'posthorn.delivery.exhausted',
] as const;
export type OperationalEventType = (typeof operationalEventTypes)[number];

/**
 * Whether a subscription may list a pattern. A reserved pattern must match an operational event type: `posthorn.*`
 * does, for example, `posthorn.other` does not.
 */
export const namesSomething = (pattern: string): boolean =>
  !isReservedEventType(pattern) || operationalEventTypes.some((type) => wantsEventType([pattern], type));

export interface OperationalEvent {
  /** The same for each notification of the same state change, so that the event is kept once. */
  readonly id: EventId;
  readonly tenantId: TenantId;
  readonly eventType: OperationalEventType;
  /** JSON, in UTF-8. */
  readonly payload: Uint8Array;
}

interface About {
  readonly id: SubscriptionId;
  readonly tenantId: TenantId;
  readonly receiverId: string | null;
}

export function subscriptionEvent(about: About, notice: SubscriptionNotice): OperationalEvent {
  const { deliveryId, eventType, attempt } = notice.cause;
  return operationalEvent({
    eventType: notice.type,
    tenantId: about.tenantId,
    atMs: notice.atMs,
    subject: about.id,
    data: {
      subscription_id: about.id,
      receiver_id: about.receiverId,
      ...particularsOf(notice),
      delivery_id: deliveryId,
      event_id: partsOfDeliveryId(deliveryId).eventId,
      event_type: eventType,
      last_attempt: wireAttempt(attempt),
    },
  });
}

function particularsOf(notice: SubscriptionNotice): object {
  switch (notice.type) {
    case 'posthorn.subscription.disabled':
      return { reason: notice.reason };
    case 'posthorn.subscription.failing':
      return { failing_since: timeOf(notice.atMs) };
    case 'posthorn.subscription.recovered':
      return {
        failing_since: timeOf(notice.failingSinceMs),
        failing_seconds: Math.round((notice.atMs - notice.failingSinceMs) / 1_000),
      };
  }
}

/** @param attempt the last attempt, if there was one */
export const exhaustedEvent = (
  delivery: Delivery,
  receiverId: string | null,
  attempt: Attempt | undefined,
): OperationalEvent =>
  operationalEvent({
    eventType: 'posthorn.delivery.exhausted',
    tenantId: delivery.tenantId,
    atMs: delivery.updatedAtMs,
    subject: delivery.id,
    data: {
      subscription_id: delivery.subscriptionId,
      receiver_id: receiverId,
      delivery_id: delivery.id,
      event_id: delivery.eventId,
      event_type: delivery.eventType,
      reason: delivery.statusReason,
      attempt_count: delivery.attemptCount,
      last_attempt: attempt === undefined ? null : wireAttempt(attempt),
    },
  });

interface Happening {
  readonly eventType: OperationalEventType;
  readonly tenantId: TenantId;
  /** As recorded with the subject. Type, subject and time identify the state change. */
  readonly atMs: number;
  readonly subject: string;
  readonly data: object;
}

function operationalEvent({ eventType, tenantId, atMs, subject, data }: Happening): OperationalEvent {
  const document = { type: eventType, timestamp: timeOf(atMs), data };
  return {
    id: `evt_${derivedUlid(atMs, `${eventType} ${subject}`)}`,
    tenantId,
    eventType,
    payload: Buffer.from(JSON.stringify(document)),
  };
}

const wireAttempt = (attempt: Cause['attempt']): object => ({
  number: attempt.number,
  started_at: timeOf(attempt.startedAtMs),
  duration_ms: attempt.durationMs,
  status_code: attempt.statusCode,
  failure_kind: attempt.failureKind,
  error: attempt.error,
});

const timeOf = (timeMs: number): string => new Date(timeMs).toISOString();
