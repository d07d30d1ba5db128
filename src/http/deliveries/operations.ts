import * as z from 'zod';
import { cancelled, replayed, retriedNow } from '../../domain/delivery.ts';
import { retention } from '../../domain/limits.ts';
import { deliveryId } from '../core/fields.ts';
import { operation } from '../core/operation.ts';
import { pageAnswer, shortPages } from '../core/page.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import { attemptRequest, attemptRequestShape } from './attempt-request-output.ts';
import { exampleAttempt, exampleDelivered, exampleDelivery, exampleRequest } from './examples.ts';
import { allDeliveriesQuery, attemptNumber } from './input.ts';
import {
  cancelledDelivery,
  cancelledDeliveryShape,
  deliveryPageShape,
  deliveryResource,
  deliveryShape,
  deliveryWithAttempts,
  deliveryWithAttemptsShape,
} from './output.ts';

const params = z.object({ id: deliveryId.meta({ description: 'The id of the delivery.' }) });
const keptHours = retention.hoursDefault;
const aMinuteLaterMs = exampleDelivered.updatedAtMs + 60_000;

const theDelivery = {
  status: 200,
  description: 'The delivery.',
  schema: deliveryWithAttemptsShape,
  example: deliveryWithAttempts(exampleDelivered, [exampleAttempt], keptHours),
} as const;

export const listDeliveries = operation({
  id: 'listDeliveries',
  method: 'GET',
  path: '/deliveries',
  tag: 'Deliveries',
  summary: 'List deliveries',
  description:
    'Of all subscriptions, newest events first, without their attempts. A portal token lists the deliveries of its ' +
    `receiver. ${shortPages} On AWS, a delivery can be missing for a moment after its event was accepted, and an exhausted ` +
    'one with `status=exhausted` for a moment after its last attempt.',
  scope: 'read',
  forPortal: true,
  query: allDeliveriesQuery,
  success: pageAnswer('deliveries', deliveryPageShape, deliveryResource(exampleDelivered, keptHours)),
});

export const getDelivery = operation({
  id: 'getDelivery',
  method: 'GET',
  path: '/deliveries/{id}',
  tag: 'Deliveries',
  summary: 'Read a delivery',
  description: 'With all its attempts.',
  scope: 'read',
  forPortal: true,
  params,
  success: theDelivery,
});

export const getStatus = operation({
  id: 'getStatus',
  method: 'GET',
  path: '/status/{task_id}',
  tag: 'Deliveries',
  summary: 'Read a delivery by its task id',
  description: 'The same as `GET /deliveries/{id}`: a `task_id` is the id of a delivery.',
  scope: 'read',
  forPortal: true,
  params: z.object({ task_id: deliveryId.meta({ description: 'The `task_id` from the answer of ingest.' }) }),
  success: theDelivery,
});

export const getAttemptRequest = operation({
  id: 'getAttemptRequest',
  method: 'GET',
  path: '/deliveries/{id}/attempts/{number}/request',
  tag: 'Deliveries',
  summary: 'Read the request of an attempt',
  description:
    'Headers, body and signature as the receiver got them. Posthorn stores no requests, and computes this one from its ' +
    'records. An attempt that failed before its request was sent, for example with `dns`, would have sent this request. ' +
    'Header values of the subscription and the credentials in `Authorization` are `[redacted]`, except for API keys with ' +
    'the scope `manage`, whose calls are then recorded in the audit log. An OAuth 2.0 access token is always ' +
    '`[redacted]`. 410 if the payload, the event or the subscription was deleted.',
  scope: 'read',
  forPortal: true,
  audit: 'delivery.secrets_read',
  params: z.object({
    id: deliveryId.meta({ description: 'The id of the delivery.' }),
    number: attemptNumber,
  }),
  success: {
    status: 200,
    description: 'The request.',
    schema: attemptRequestShape,
    example: attemptRequest(exampleRequest),
  },
  errors: ['gone'],
});

export const replayDelivery = operation({
  id: 'replayDelivery',
  isSending: true,
  method: 'POST',
  path: '/deliveries/{id}/replay',
  tag: 'Deliveries',
  summary: 'Replay a delivery',
  description:
    'For a delivery that is delivered, exhausted or cancelled: attempts it now, then by its retry policy. The ' +
    'receiver gets the same `webhook-id`.',
  scope: 'manage',
  forPortal: true,
  audit: 'delivery.replayed',
  takesIdempotencyKey: true,
  params,
  headers: idempotencyHeaders,
  success: {
    status: 202,
    description: 'The delivery is pending again.',
    schema: deliveryShape,
    example: deliveryResource(replayed(exampleDelivered, aMinuteLaterMs), keptHours),
  },
  errors: ['conflict', 'loop-detected'],
});

export const retryDelivery = operation({
  id: 'retryDelivery',
  isSending: true,
  method: 'POST',
  path: '/deliveries/{id}/retry',
  tag: 'Deliveries',
  summary: 'Make the next attempt now',
  description:
    'For a delivery that waits for its next attempt or for `deliver_at`: makes that attempt now, then continues with the ' +
    'retry policy. A delivery whose attempt is due already stays unchanged.',
  scope: 'manage',
  forPortal: true,
  audit: 'delivery.retried',
  takesIdempotencyKey: true,
  params,
  headers: idempotencyHeaders,
  success: {
    status: 202,
    description: 'The next attempt is due now.',
    schema: deliveryShape,
    example: deliveryResource(retriedNow(exampleDelivery, aMinuteLaterMs), keptHours),
  },
  errors: ['conflict', 'loop-detected'],
});

export const cancelDelivery = operation({
  id: 'cancelDelivery',
  method: 'POST',
  path: '/deliveries/{id}/cancel',
  tag: 'Deliveries',
  summary: 'Cancel a delivery',
  description: 'For a pending or retrying delivery: no further attempt starts.',
  scope: 'manage',
  forPortal: true,
  audit: 'delivery.cancelled',
  params,
  success: {
    status: 200,
    description: 'The delivery is cancelled.',
    schema: cancelledDeliveryShape,
    example: cancelledDelivery(cancelled(exampleDelivery, 'by_request', aMinuteLaterMs), false, keptHours),
  },
  errors: ['conflict'],
});
