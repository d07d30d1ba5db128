import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { subscriptionId } from '../core/fields.ts';
import { periodQuery } from '../core/list-queries.ts';
import { operation } from '../core/operation.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import { exampleDelivery } from '../deliveries/examples.ts';
import { ingestAccepted, ingestAcceptedShape } from '../intake/output.ts';
import { intakeHeaders } from '../intake/request-headers.ts';
import { rotation, testEvent } from './action-input.ts';
import { exampleSubscription, exampleWithKeys } from './examples.ts';
import {
  jsonWebKeySet,
  jsonWebKeySetShape,
  rotatedSecret,
  rotatedSecretShape,
  subscriptionSecret,
  subscriptionSecretShape,
} from './secrets-output.ts';
import { statsResource, statsShape } from './stats-output.ts';

/** Operations on a subscription besides changing it. */

const params = z.object({ id: subscriptionId.meta({ description: 'The id of the subscription.' }) });
const { createdAtMs } = exampleSubscription;

export const rotateSecret = operation({
  id: 'rotateSecret',
  method: 'POST',
  path: '/subscriptions/{id}/secret/rotate',
  tag: 'Subscriptions',
  summary: 'Rotate the signing secret of a subscription',
  description:
    'The old secret signs beside the new one until its grace period ends, so that a receiver can switch ' +
    'without missing a delivery. A private key for `v1a` is replaced as well.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.secret_rotated',
  takesIdempotencyKey: true,
  params,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    mayBeEmpty: true,
    schema: rotation,
    examples: {
      week: { summary: 'With a grace period of a week', value: { grace_period_seconds: 604_800 } },
      leaked: {
        summary: 'At once, because the old secret has leaked',
        value: { grace_period_seconds: 0 },
      },
    },
  },
  success: {
    status: 200,
    description: 'The new secret.',
    schema: rotatedSecretShape,
    example: rotatedSecret(exampleWithKeys, createdAtMs, createdAtMs + 30_000),
  },
  errors: ['conflict', 'limit-reached'],
});

export const getSecret = operation({
  id: 'getSecret',
  method: 'GET',
  path: '/subscriptions/{id}/secret',
  tag: 'Subscriptions',
  summary: 'Read the signing secret of a subscription',
  description: 'With old secrets that still sign. The audit log records the call.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.secret_read',
  params,
  success: {
    status: 200,
    description: 'The secret.',
    schema: subscriptionSecretShape,
    example: subscriptionSecret(exampleWithKeys, createdAtMs),
  },
});

export const getPublicKeys = operation({
  id: 'getPublicKeys',
  method: 'GET',
  path: '/subscriptions/{id}/jwks.json',
  tag: 'Subscriptions',
  summary: 'Read the public keys of a subscription',
  description:
    'The public keys that verify `v1a` signatures, as a JSON Web Key Set; empty if the subscription does not use `v1a`. No ' +
    'API key is needed: public keys are not secret.',
  scope: null,
  params,
  success: {
    status: 200,
    description: 'The keys.',
    schema: jsonWebKeySetShape,
    example: jsonWebKeySet(exampleWithKeys),
  },
});

export const testSubscription = operation({
  id: 'testSubscription',
  isSending: true,
  method: 'POST',
  path: '/subscriptions/{id}/test',
  tag: 'Subscriptions',
  summary: 'Send a test event to a subscription',
  description:
    'The event is delivered like any other, regardless of the event types and the filter of the subscription.',
  scope: 'manage',
  forPortal: true,
  audit: 'subscription.tested',
  takesIdempotencyKey: true,
  params,
  headers: intakeHeaders,
  body: {
    kind: 'json',
    mayBeEmpty: true,
    schema: testEvent,
    examples: {
      order: {
        summary: 'An order',
        value: { event_type: 'order.created', payload: { order: 1001, total: '49.90' } },
      },
    },
  },
  success: {
    status: 202,
    description: 'The event is stored and will be delivered.',
    schema: ingestAcceptedShape,
    example: ingestAccepted(exampleDelivery),
  },
  errors: ['subscription-disabled', 'loop-detected'],
});

export const getStats = operation({
  id: 'getStats',
  method: 'GET',
  path: '/subscriptions/{id}/stats',
  tag: 'Subscriptions',
  summary: 'Count the deliveries of a subscription by status',
  description: `Counts at most the newest ${requestLimits.rowsExamined} stored deliveries.`,
  scope: 'read',
  forPortal: true,
  params,
  query: periodQuery,
  success: {
    status: 200,
    description: 'The numbers.',
    schema: statsShape,
    example: statsResource({
      byStatus: { pending: 1, retrying: 2, delivered: 995, exhausted: 2, cancelled: 0 },
      attempts: 1_014,
      medianMs: 48,
      p95Ms: 212,
      oldestMs: createdAtMs,
      isComplete: false,
    }),
  },
});
