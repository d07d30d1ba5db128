import * as z from 'zod';
import type { OperationalEventType } from '../../domain/operational-event.ts';
import {
  deliveryId,
  discriminatorOf,
  eventId,
  receiverId,
  shownEventType,
  subscriptionId,
  time,
} from '../core/fields.ts';
import { exhaustedReason, failureKind } from '../core/named-values.ts';

/** The shapes of operational events. The domain makes the events; a test compares them with these shapes. */

const lastAttempt = z
  .object({
    number: z.int().min(1),
    started_at: time,
    duration_ms: z.number(),
    status_code: z.int().nullable(),
    failure_kind: failureKind.nullable(),
    error: z.string().nullable(),
  })
  .meta({
    id: 'OperationalAttempt',
    description: 'The attempt that caused the event, without the body of the answer.',
  });

const about = {
  subscription_id: subscriptionId,
  receiver_id: receiverId.nullable(),
  delivery_id: deliveryId.meta({ description: 'The delivery that caused the event.' }),
  event_id: eventId,
  event_type: shownEventType.nullable(),
};

const shapeOf = <Type extends OperationalEventType, Data extends z.ZodRawShape>(
  type: Type,
  id: string,
  description: string,
  data: Data,
) =>
  z
    .object({
      type: z.literal(type),
      timestamp: time,
      data: z
        .object({ ...about, ...data })
        .meta({ id: `${id}Data`, description: 'The occurrence and its subscription.' }),
    })
    .meta({ id, description });

export const operationalEventShapes = {
  'posthorn.subscription.disabled': shapeOf(
    'posthorn.subscription.disabled',
    'SubscriptionDisabledEvent',
    'Posthorn disabled a subscription because its receiver answered 410 Gone.',
    { reason: z.literal('receiver_gone'), last_attempt: lastAttempt },
  ),
  'posthorn.subscription.failing': shapeOf(
    'posthorn.subscription.failing',
    'SubscriptionFailingEvent',
    'Deliveries to a subscription keep failing.',
    { failing_since: time, last_attempt: lastAttempt },
  ),
  'posthorn.subscription.recovered': shapeOf(
    'posthorn.subscription.recovered',
    'SubscriptionRecoveredEvent',
    'A delivery to a failing subscription has succeeded.',
    { failing_since: time, failing_seconds: z.int().min(0), last_attempt: lastAttempt },
  ),
  'posthorn.delivery.exhausted': shapeOf(
    'posthorn.delivery.exhausted',
    'DeliveryExhaustedEvent',
    'A delivery is exhausted: its retry policy allows no further attempt.',
    {
      reason: exhaustedReason,
      attempt_count: z.int().min(0),
      last_attempt: lastAttempt.nullable(),
    },
  ),
} as const satisfies Record<OperationalEventType, z.ZodType>;

const shapes = operationalEventShapes;

export const operationalEventShape = z
  .discriminatedUnion('type', [
    shapes['posthorn.subscription.disabled'],
    shapes['posthorn.subscription.failing'],
    shapes['posthorn.subscription.recovered'],
    shapes['posthorn.delivery.exhausted'],
  ])
  .meta({
    id: 'OperationalEvent',
    description: 'An event that Posthorn itself sends.',
    discriminator: discriminatorOf('type', {
      'posthorn.subscription.disabled': 'SubscriptionDisabledEvent',
      'posthorn.subscription.failing': 'SubscriptionFailingEvent',
      'posthorn.subscription.recovered': 'SubscriptionRecoveredEvent',
      'posthorn.delivery.exhausted': 'DeliveryExhaustedEvent',
    }),
  });
