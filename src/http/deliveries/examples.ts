import type { SentRequest } from '../../application/read-attempt-request.ts';
import { headersOnTheWire, webhookRequest } from '../../application/webhook-request.ts';
import { type Attempt, attempted, type Delivery, delivered, newDelivery } from '../../domain/delivery.ts';
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

const sent = webhookRequest(
  { delivery: exampleDelivery, subscription: exampleSubscription, event: exampleEvent },
  exampleAttempt.number,
  { nowMs: exampleAttempt.startedAtMs, version: '0.1.0', authorization: undefined },
);

export const exampleRequest: SentRequest = {
  url: sent.url,
  headers: headersOnTheWire(sent),
  body: sent.body,
  isCurrent: true,
  showsSecrets: false,
};
