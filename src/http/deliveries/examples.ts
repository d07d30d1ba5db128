import { type Attempt, attempted, type Delivery, delivered, newDelivery } from '../../domain/delivery.ts';
import { HOPS_HEADER, hopsHeaderOf } from '../../domain/hops.ts';
import type { SentRequest } from '../../domain/sent-request.ts';
import { sign } from '../../domain/signature.ts';
import { secretsInForce } from '../../domain/subscription.ts';
import { REDACTED } from '../core/fields.ts';
import { exampleEvent } from '../events/examples.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

export const exampleDelivery: Delivery = newDelivery({
  tenantId: exampleSubscription.tenantId,
  eventId: exampleEvent.id,
  subscriptionId: exampleSubscription.id,
  eventType: exampleEvent.eventType,
  targetUrl: exampleSubscription.targetUrl,
});

const answeredAtMs = exampleDelivery.createdAtMs + 48;

export const exampleDelivered: Delivery = delivered(
  attempted(exampleDelivery, exampleSubscription.targetUrl, answeredAtMs),
);

export const exampleAttempt: Attempt = {
  number: 1,
  trigger: 'scheduled',
  startedAtMs: exampleDelivery.createdAtMs + 6,
  durationMs: 42,
  statusCode: 200,
  outcome: 'succeeded',
  failureKind: null,
  error: null,
  responseExcerpt: 'ok',
};

const sentAtSeconds = Math.floor(exampleAttempt.startedAtMs / 1_000);
const { payload } = exampleEvent;

export const exampleRequest: SentRequest = {
  url: exampleSubscription.targetUrl,
  headers: [
    ['Host', new URL(exampleSubscription.targetUrl).host],
    ['Connection', 'keep-alive'],
    ['content-type', exampleEvent.contentType],
    ['user-agent', 'Posthorn/0.1.0'],
    ['x-posthorn-attempt', String(exampleAttempt.number)],
    ['x-posthorn-subscription-id', exampleSubscription.id],
    [HOPS_HEADER, hopsHeaderOf(exampleEvent)],
    ['webhook-id', exampleEvent.id],
    ['webhook-timestamp', String(sentAtSeconds)],
    [
      'webhook-signature',
      sign(
        { id: exampleEvent.id, timestampSeconds: sentAtSeconds, body: payload },
        secretsInForce(exampleSubscription, exampleAttempt.startedAtMs),
      ),
    ],
    ['x-posthorn-event-type', exampleEvent.eventType ?? ''],
    ...Object.keys(exampleSubscription.headers).map((name) => [name, REDACTED] as const),
    ['Content-Length', String(payload.length)],
  ],
  body: payload,
  isCurrent: true,
  showsSecrets: false,
};
