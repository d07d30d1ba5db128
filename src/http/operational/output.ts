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

/** What operational events look like: the domain makes them, and a test holds it against these shapes. */

const lastAttempt = z
  .object({
    number: z.int().min(1),
    started_at: time,
    duration_ms: z.number(),
    status_code: z.int().nullable(),
    failure_kind: failureKind.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'OperationalAttempt', description: 'The attempt that it came of, without what was answered.' });

const about = {
  subscription_id: subscriptionId,
  receiver_id: receiverId.nullable(),
  delivery_id: deliveryId.meta({ description: 'The delivery that showed it.' }),
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
        .meta({ id: `${id}Data`, description: 'What happened, and to which subscription.' }),
    })
    .meta({ id, description });

export const operationalEventShapes = {
  'posthorn.subscription.disabled': shapeOf(
    'posthorn.subscription.disabled',
    'SubscriptionDisabledEvent',
    'A subscription was disabled, since its receiver answered 410 Gone.',
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
    'A delivery to a subscription that was failing has arrived.',
    { failing_since: time, failing_seconds: z.int().min(0), last_attempt: lastAttempt },
  ),
  'posthorn.delivery.exhausted': shapeOf(
    'posthorn.delivery.exhausted',
    'DeliveryExhaustedEvent',
    'The retry policy gave a delivery up.',
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
