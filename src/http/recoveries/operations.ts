import * as z from 'zod';
import { exhausted } from '../../domain/delivery.ts';
import { recoveryLimits, retention } from '../../domain/limits.ts';
import { afterStep, stopped } from '../../domain/recovery.ts';
import { subscriptionId } from '../core/fields.ts';
import { operation } from '../core/operation.ts';
import { page, shortPages } from '../core/page.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import { exampleDelivery } from '../deliveries/examples.ts';
import { deadLettersQuery } from '../deliveries/input.ts';
import { deliveryPageShape, deliveryResource } from '../deliveries/output.ts';
import { exampleRecovery } from './examples.ts';
import { newRecovery, newRedrive, recoveriesQuery, recoveryId } from './input.ts';
import { recoveryPageShape, recoveryResource, recoveryShape } from './output.ts';

/** Replays in bulk. */

const params = z.object({ id: recoveryId.meta({ description: 'The id of the recovery.' }) });
const exampleExhausted = exhausted(exampleDelivery, 'attempts', exampleDelivery.createdAtMs + 3_600_000);
const aMinuteLaterMs = exampleRecovery.createdAtMs + 60_000;
const underWay = afterStep(
  exampleRecovery,
  { recovered: 6_000, skipped: 0, lastId: 'dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN' },
  aMinuteLaterMs,
);

const inTheBackground =
  'In the background, oldest events first, and no faster than `per_second`; what comes in meanwhile does not wait behind ' +
  'it. `GET /recoveries/{id}` tells how far it is, `POST /recoveries/{id}/stop` ends it. Receivers see the same ' +
  `\`webhook-id\`s. A tenant has ${recoveryLimits.runningPerTenant} of them under way at most.`;

export const recoverSubscription = operation({
  id: 'recoverSubscription',
  isSending: true,
  method: 'POST',
  path: '/subscriptions/{id}/recover',
  tag: 'Recoveries',
  summary: 'Replay everything that was exhausted',
  description:
    'All deliveries of the subscription that are exhausted, of events of a time. With `missed`, kept events instead that ' +
    'were published to all subscriptions, that this one wants by its event types, filter and receiver as they are now, and ' +
    'that it has no delivery of, such as those of a time in which it was disabled; not from before it was created. ' +
    inTheBackground,
  scope: 'manage',
  forPortal: true,
  audit: 'recovery.started',
  takesIdempotencyKey: true,
  params: z.object({ id: subscriptionId.meta({ description: 'The id of the subscription.' }) }),
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newRecovery,
    examples: {
      sinceOutage: {
        summary: 'Since the receiver was away',
        value: { since: '2026-01-31T00:00:00Z' },
      },
      missed: {
        summary: 'What it missed while it was disabled',
        value: { since: '2026-01-31T00:00:00Z', missed: true },
      },
      gently: {
        summary: 'A day, ten a second',
        value: { since: '2026-01-31T00:00:00Z', until: '2026-02-01T00:00:00Z', per_second: 10 },
      },
    },
  },
  success: {
    status: 202,
    description: 'It has begun.',
    schema: recoveryShape,
    example: recoveryResource(exampleRecovery),
  },
  errors: ['subscription-disabled', 'limit-reached', 'loop-detected'],
});

export const listDeadLetters = operation({
  id: 'listDeadLetters',
  method: 'GET',
  path: '/dead-letters',
  tag: 'Deliveries',
  summary: 'List dead letters',
  description:
    'Exhausted deliveries of all subscriptions, newest events first; the embedded service also lists those that it failed ' +
    `to work on 100 times itself (\`internal_fault\`). ${shortPages}`,
  scope: 'read',
  query: deadLettersQuery,
  success: {
    status: 200,
    description: 'A page of deliveries.',
    schema: deliveryPageShape,
    example: page([deliveryResource(exampleExhausted, retention.hoursDefault)], null),
  },
});

export const redriveDeadLetters = operation({
  id: 'redriveDeadLetters',
  isSending: true,
  method: 'POST',
  path: '/dead-letters/redrive',
  tag: 'Deliveries',
  summary: 'Replay all dead letters',
  description:
    `Those of a time, or all. ${inTheBackground} What belongs to a subscription that is disabled or deleted stays where ` +
    'it is.',
  scope: 'manage',
  audit: 'recovery.started',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newRedrive,
    mayBeEmpty: true,
    examples: {
      all: { summary: 'All', value: {} },
      gently: {
        summary: 'Since a day, ten a second',
        value: { since: '2026-01-31T00:00:00Z', per_second: 10 },
      },
    },
  },
  success: {
    status: 202,
    description: 'It has begun.',
    schema: recoveryShape,
    example: recoveryResource({ ...exampleRecovery, subscriptionId: null }),
  },
  errors: ['limit-reached', 'loop-detected'],
});

export const listRecoveries = operation({
  id: 'listRecoveries',
  method: 'GET',
  path: '/recoveries',
  tag: 'Recoveries',
  summary: 'List recoveries',
  description: `Newest first. One that has ended is shown for ${recoveryLimits.keptDays} days.`,
  scope: 'read',
  forPortal: true,
  query: recoveriesQuery,
  success: {
    status: 200,
    description: 'A page of recoveries.',
    schema: recoveryPageShape,
    example: page([recoveryResource(underWay)], null),
  },
});

export const getRecovery = operation({
  id: 'getRecovery',
  method: 'GET',
  path: '/recoveries/{id}',
  tag: 'Recoveries',
  summary: 'See how far a recovery is',
  description: 'With how many deliveries were put on their way so far.',
  scope: 'read',
  forPortal: true,
  params,
  success: {
    status: 200,
    description: 'The recovery.',
    schema: recoveryShape,
    example: recoveryResource(underWay),
  },
});

export const stopRecovery = operation({
  id: 'stopRecovery',
  method: 'POST',
  path: '/recoveries/{id}/stop',
  tag: 'Recoveries',
  summary: 'Stop a recovery',
  description:
    `No further deliveries are put on their way; those of the next ${recoveryLimits.aheadSeconds} seconds are already. ` +
    'One that has ended stays as it is. What is still exhausted can be recovered by another one.',
  scope: 'manage',
  forPortal: true,
  audit: 'recovery.stopped',
  params,
  success: {
    status: 200,
    description: 'The recovery, which has ended.',
    schema: recoveryShape,
    example: recoveryResource(stopped(underWay, 'by_request', aMinuteLaterMs + 5_000)),
  },
});
