import { goodHealth } from '../../domain/health.ts';
import { signingPrivateKeyFrom } from '../../domain/signature.ts';
import { defaultSettings, type Subscription } from '../../domain/subscription.ts';

/** One story for the examples of the documentation: an order is created, and the shop's customer gets an event. */

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

/** With a replaced secret that still signs, and with keys for `v1a`. */
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
