import { type Attempt, attempted, exhausted } from '../../domain/delivery.ts';
import { causeOf, type SubscriptionNotice } from '../../domain/health.ts';
import {
  exhaustedEvent,
  type OperationalEvent,
  type OperationalEventType,
  subscriptionEvent,
} from '../../domain/operational-event.ts';
import { exampleAttempt, exampleDelivery } from '../deliveries/examples.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

/** The same story as in the other examples, on a day on which no delivery arrives. */

const failedAtMs = Date.UTC(2026, 0, 31, 9, 33, 0, 500);
const failedAttempt: Attempt = {
  ...exampleAttempt,
  number: 4,
  startedAtMs: failedAtMs - 180,
  durationMs: 180,
  statusCode: 503,
  outcome: 'failed',
  failureKind: 'http_status',
  error: 'HTTP 503',
  responseExcerpt: null,
};
const cause = causeOf(exampleDelivery, failedAttempt);

const eventOf = (notice: SubscriptionNotice) => subscriptionEvent(exampleSubscription, notice);
const givenUp = exhausted(
  {
    ...attempted(exampleDelivery, exampleDelivery.targetUrl, failedAtMs),
    attemptCount: failedAttempt.number,
  },
  'attempts',
  failedAtMs,
);

export const exampleOperationalEvents: Readonly<Record<OperationalEventType, OperationalEvent>> = {
  'posthorn.subscription.disabled': eventOf({
    type: 'posthorn.subscription.disabled',
    reason: 'receiver_gone',
    atMs: failedAtMs,
    cause: { ...cause, attempt: { ...cause.attempt, statusCode: 410, error: 'HTTP 410' } },
  }),
  'posthorn.subscription.failing': eventOf({
    type: 'posthorn.subscription.failing',
    atMs: failedAtMs,
    cause,
  }),
  'posthorn.subscription.recovered': eventOf({
    type: 'posthorn.subscription.recovered',
    failingSinceMs: failedAtMs,
    atMs: failedAtMs + 3_600_000,
    cause: {
      ...cause,
      attempt: {
        ...cause.attempt,
        number: 5,
        startedAtMs: failedAtMs + 3_599_900,
        statusCode: 200,
        outcome: 'succeeded',
        failureKind: null,
        error: null,
      },
    },
  }),
  'posthorn.delivery.exhausted': exhaustedEvent(givenUp, exampleSubscription.receiverId, failedAttempt),
};
