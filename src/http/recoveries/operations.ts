import * as z from 'zod';
import { exhausted } from '../../domain/delivery.ts';
import { recoveryLimits, retention } from '../../domain/limits.ts';
import { afterStep, stopped } from '../../domain/recovery.ts';
import { subscriptionId } from '../core/fields.ts';
import { operation } from '../core/operation.ts';
import { pageAnswer, shortPages } from '../core/page.ts';
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
  'Runs in the background, oldest events first, no faster than `per_second`; new events do not wait for ' +
  'it. `GET /recoveries/{id}` shows the progress, `POST /recoveries/{id}/stop` stops it. Receivers get the same ' +
  `\`webhook-id\`s. At most ${recoveryLimits.runningPerTenant} recoveries of a tenant run at the same time.`;

export const recoverSubscription = operation({
  id: 'recoverSubscription',
  isSending: true,
  method: 'POST',
  path: '/subscriptions/{id}/recover',
  tag: 'Recoveries',
  summary: 'Recover the exhausted deliveries of a subscription',
  description:
    'Replays all exhausted deliveries of the subscription whose events are from a time range. With `missed`, sends stored ' +
    'events instead that were published to all subscriptions, that match the current event types, filter and receiver of ' +
    'this one, and that it has no delivery of: for example events from a time in which it was disabled, but none from before it was created. ' +
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
        summary: 'Since the receiver went down',
        value: { since: '2026-01-31T00:00:00Z' },
      },
      missed: {
        summary: 'Events missed while it was disabled',
        value: { since: '2026-01-31T00:00:00Z', missed: true },
      },
      gently: {
        summary: 'One day, ten per second',
        value: { since: '2026-01-31T00:00:00Z', until: '2026-02-01T00:00:00Z', per_second: 10 },
      },
    },
  },
  success: {
    status: 202,
    description: 'The recovery has started.',
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
    'Exhausted deliveries of all subscriptions, newest events first. The embedded service also lists deliveries that it ' +
    `failed to process 100 times (\`internal_fault\`). ${shortPages}`,
  scope: 'read',
  query: deadLettersQuery,
  success: pageAnswer(
    'deliveries',
    deliveryPageShape,
    deliveryResource(exampleExhausted, retention.hoursDefault),
  ),
});

export const redriveDeadLetters = operation({
  id: 'redriveDeadLetters',
  isSending: true,
  method: 'POST',
  path: '/dead-letters/redrive',
  tag: 'Deliveries',
  summary: 'Replay all dead letters',
  description:
    `Replays those of a time range, or all. ${inTheBackground} Dead letters of disabled or deleted subscriptions stay as ` +
    'they are.',
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
        summary: 'Of the last day, ten per second',
        value: { since: '2026-01-31T00:00:00Z', per_second: 10 },
      },
    },
  },
  success: {
    status: 202,
    description: 'The recovery has started.',
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
  description: `Newest first. Ended recoveries are listed for ${recoveryLimits.keptDays} days.`,
  scope: 'read',
  forPortal: true,
  query: recoveriesQuery,
  success: pageAnswer('recoveries', recoveryPageShape, recoveryResource(underWay)),
});

export const getRecovery = operation({
  id: 'getRecovery',
  method: 'GET',
  path: '/recoveries/{id}',
  tag: 'Recoveries',
  summary: 'Read a recovery',
  description: 'With its progress: the number of deliveries replayed so far.',
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
    `No further deliveries are replayed, except those of the next ${recoveryLimits.aheadSeconds} seconds. ` +
    'An ended recovery stays unchanged. Deliveries that are still exhausted can be recovered by a new recovery.',
  scope: 'manage',
  forPortal: true,
  audit: 'recovery.stopped',
  params,
  success: {
    status: 200,
    description: 'The stopped recovery.',
    schema: recoveryShape,
    example: recoveryResource(stopped(underWay, 'by_request', aMinuteLaterMs + 5_000)),
  },
});
