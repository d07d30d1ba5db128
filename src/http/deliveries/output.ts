import * as z from 'zod';
import { type Attempt, type Delivery, deliveryExpiresAtMs } from '../../domain/delivery.ts';
import type {} from '../../domain/response-classification.ts';
import { deliveryId, eventId, eventType, subscriptionId, time, timeOf, timeOrNull } from '../core/fields.ts';
import {
  attemptOutcome,
  attemptTrigger,
  deliveryStatus,
  deliveryStatusReason,
  failureKind,
} from '../core/named-values.ts';
import { pageOf } from '../core/page.ts';

export const attemptShape = z
  .object({
    number: z.int().min(1),
    trigger: attemptTrigger.meta({ description: 'The cause of the attempt: the retry policy, or a call.' }),
    started_at: time,
    duration_ms: z.number(),
    status_code: z
      .int()
      .nullable()
      .meta({ description: "The HTTP status of the receiver's answer; `null`: no answer." }),
    outcome: attemptOutcome,
    failure_kind: failureKind.nullable(),
    error: z.string().nullable(),
    response_excerpt: z.string().nullable().meta({ description: "The beginning of the answer's body." }),
  })
  .meta({ id: 'Attempt', description: 'One HTTP request of a delivery.' });

const fields = {
  id: deliveryId,
  task_id: deliveryId.meta({ description: 'The same as `id`.' }),
  event_id: eventId,
  event_type: eventType.nullable(),
  subscription_id: subscriptionId,
  target_url: z
    .string()
    .meta({ format: 'iri', description: 'The URL of the latest attempt, or of the first one to come.' }),
  status: deliveryStatus,
  status_reason: deliveryStatusReason.nullable().meta({
    description:
      'Why the delivery is exhausted or cancelled. `internal_fault`: Posthorn itself failed to process it 100 times; the ' +
      'receiver is not the cause. `receiver_changed`: the subscription was moved to another receiver.',
  }),
  attempt_count: z.int().min(0),
  next_attempt_at: time.nullable(),
  created_at: time,
  updated_at: time,
  expires_at: time
    .nullable()
    .meta({ description: 'The time at which the delivery is deleted; `null` while it is open.' }),
};

export const deliveryShape = z
  .object(fields)
  .meta({ id: 'Delivery', description: 'The delivery of one event to one subscription.' });

export const deliveryWithAttemptsShape = z
  .object({ ...fields, attempts: z.array(attemptShape).meta({ description: 'By number.' }) })
  .meta({ id: 'DeliveryWithAttempts', description: 'A delivery with all its attempts.' });

export const cancelledDeliveryShape = z
  .object({
    ...fields,
    attempt_in_flight: z.boolean().meta({
      description: '`true` if an attempt may have begun before the cancellation, and can still arrive.',
    }),
  })
  .meta({ id: 'CancelledDelivery', description: 'A cancelled delivery.' });

export const deliveryPageShape = pageOf(deliveryShape, 'DeliveryPage');

/** @param retentionHours how long a closed delivery is kept */
export function deliveryResource(delivery: Delivery, retentionHours: number): z.infer<typeof deliveryShape> {
  return {
    id: delivery.id,
    task_id: delivery.id,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    subscription_id: delivery.subscriptionId,
    target_url: delivery.targetUrl,
    status: delivery.status,
    status_reason: delivery.statusReason,
    attempt_count: delivery.attemptCount,
    next_attempt_at: timeOrNull(delivery.nextAttemptAtMs),
    created_at: timeOf(delivery.createdAtMs),
    updated_at: timeOf(delivery.updatedAtMs),
    expires_at: timeOrNull(deliveryExpiresAtMs(delivery, retentionHours)),
  };
}

export const deliveryWithAttempts = (
  delivery: Delivery,
  attempts: readonly Attempt[],
  retentionHours: number,
): z.infer<typeof deliveryWithAttemptsShape> => ({
  ...deliveryResource(delivery, retentionHours),
  attempts: attempts.map(attemptResource),
});

export const cancelledDelivery = (
  delivery: Delivery,
  attemptInFlight: boolean,
  retentionHours: number,
): z.infer<typeof cancelledDeliveryShape> => ({
  ...deliveryResource(delivery, retentionHours),
  attempt_in_flight: attemptInFlight,
});

export const attemptResource = (attempt: Attempt): z.infer<typeof attemptShape> => ({
  number: attempt.number,
  trigger: attempt.trigger,
  started_at: timeOf(attempt.startedAtMs),
  duration_ms: attempt.durationMs,
  status_code: attempt.statusCode,
  outcome: attempt.outcome,
  failure_kind: attempt.failureKind,
  error: attempt.error,
  response_excerpt: attempt.responseExcerpt,
});
