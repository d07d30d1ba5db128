import { type Attempt, attempted, type Delivery, delivered, newDelivery } from '../domain/delivery.ts';
import { type Event, newEvent } from '../domain/event.ts';
import { goodHealth } from '../domain/health.ts';
import { retention } from '../domain/limits.ts';
import { signingPrivateKeyFrom } from '../domain/signature.ts';
import { defaultSettings, type Subscription } from '../domain/subscription.ts';

/** One story for the examples of the documentation: an order is created, and the shop's customer hears of it. */

const createdAtMs = Date.UTC(2026, 0, 12, 8, 15, 0, 120);

export const exampleSubscription: Subscription = {
  id: 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  tenantId: 'ten_01KC2XHQ5B9V7N3M8R4T6Y0W1Z',
  targetUrl: 'https://shop.example/hooks/orders',
  eventTypes: ['order.*'],
  description: 'Orders, for the warehouse',
  metadata: { team: 'logistics' },
  headers: { 'X-Shop-Key': 'k-51f0' },
  retryPolicy: { scheduleSeconds: [5, 60, 600] },
  timeoutSeconds: 10,
  receiverId: 'customer-42',
  ingestSecret: null,
  ...defaultSettings,
  version: 1,
  status: 'enabled',
  disabledReason: null,
  health: goodHealth,
  signingSecrets: [{ secret: 'whsec_UG9zdGhvcm4gZXhhbXBsZSwgbm90IGEgc2VjcmV0IQ==', expiresAtMs: null }],
  createdAtMs,
  updatedAtMs: createdAtMs,
};

/** With a secret that was replaced, and keys for `v1a`. */
export const exampleWithKeys: Subscription = {
  ...exampleSubscription,
  signatureVersions: ['v1', 'v1a'],
  signingSecrets: [
    { secret: 'whsec_QSBuZXcgZXhhbXBsZSwgbm90IGEgc2VjcmV0IQ==', expiresAtMs: null },
    { secret: signingPrivateKeyFrom(Buffer.from('an example, of thirty-two bytes.')), expiresAtMs: null },
    { secret: 'whsec_UG9zdGhvcm4gZXhhbXBsZSwgbm90IGEgc2VjcmV0IQ==', expiresAtMs: createdAtMs + 86_400_000 },
  ],
};

export const exampleDisabledSubscription: Subscription = {
  ...exampleSubscription,
  status: 'disabled',
  disabledReason: 'by_request',
};

export const exampleEvent: Event = newEvent(
  {
    id: 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
    tenantId: exampleSubscription.tenantId,
    eventType: 'order.created',
    receiverId: 'customer-42',
    contentType: 'application/json',
    payload: Buffer.from('{"order": 1001, "total": "49.90"}'),
    subscriptionIds: [exampleSubscription.id],
  },
  retention.hoursDefault,
);

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
