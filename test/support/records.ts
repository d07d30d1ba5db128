import { ulid } from 'ulid';
import type { ApiKey } from '../../src/domain/api-key.ts';
import { type Attempt, type Delivery, newDelivery } from '../../src/domain/delivery.ts';
import { type Event, type NewEvent, newEvent } from '../../src/domain/event.ts';
import { goodHealth } from '../../src/domain/health.ts';
import type { EventId, SubscriptionId, TenantId } from '../../src/domain/ids.ts';
import { newRecovery, type Recovery } from '../../src/domain/recovery.ts';
import { defaultSettings, type Subscription } from '../../src/domain/subscription.ts';

/**
 * Records for tests, each with ids of its own, so that tests can share a store. A test sets the fields that matter to it;
 * the rest is plausible and never matters.
 */

export const RETENTION_HOURS = 72;

const FIRST_MS = Date.parse('2026-01-31T09:30:00Z');

export const aTenantId = (): TenantId => `ten_${ulid()}`;
export const aSubscriptionId = (createdAtMs?: number): SubscriptionId => `sub_${ulid(createdAtMs)}`;
export const anEventId = (createdAtMs?: number): EventId => `evt_${ulid(createdAtMs)}`;

export const aSubscription = (about: Partial<Subscription> = {}): Subscription => ({
  id: aSubscriptionId(),
  tenantId: aTenantId(),
  version: 1,
  status: 'enabled',
  disabledReason: null,
  signingSecrets: [{ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', expiresAtMs: null }],
  health: goodHealth,
  targetUrl: 'https://receiver.example/hook',
  eventTypes: [],
  description: null,
  metadata: {},
  headers: {},
  retryPolicy: null,
  timeoutSeconds: 10,
  receiverId: null,
  ingestSecret: null,
  ...defaultSettings,
  createdAtMs: FIRST_MS,
  updatedAtMs: FIRST_MS,
  ...about,
});

/** Plain bytes: test runners tell a Buffer from a Uint8Array with the same content. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `createdAtMs` becomes the time in its id. */
export const anEvent = ({
  createdAtMs,
  ...about
}: Partial<NewEvent> & { readonly createdAtMs?: number } = {}): Event =>
  newEvent(
    {
      id: anEventId(createdAtMs),
      tenantId: aTenantId(),
      eventType: 'order.created',
      receiverId: null,
      contentType: 'application/json',
      payload: bytesOf('{"order":17}'),
      subscriptionIds: [],
      ...about,
    },
    RETENTION_HOURS,
  );

export const aRecovery = (about: Partial<Recovery> = {}): Recovery => ({
  ...newRecovery(
    {
      id: `rec_${ulid()}`,
      tenantId: aTenantId(),
      subscriptionId: aSubscriptionId(),
      receiverId: null,
      isMissed: false,
      sinceMs: FIRST_MS,
      untilMs: FIRST_MS + 3_600_000,
      perSecond: 100,
      foundCount: 17,
    },
    FIRST_MS + 7_200_000,
  ),
  ...about,
});

/** The delivery of an event to a subscription, as it is when the event comes in. */
export const aDelivery = (
  event: Event,
  subscriptionId: SubscriptionId = event.subscriptionIds[0] ?? aSubscriptionId(),
): Delivery =>
  newDelivery({
    tenantId: event.tenantId,
    eventId: event.id,
    subscriptionId,
    eventType: event.eventType,
    receiverId: event.receiverId,
    targetUrl: 'https://receiver.example/hook',
  });

export const anAttempt = (about: Partial<Attempt> = {}): Attempt => ({
  number: 1,
  trigger: 'scheduled',
  startedAtMs: FIRST_MS,
  durationMs: 35,
  statusCode: 500,
  outcome: 'failed',
  failureKind: 'http_status',
  error: 'HTTP 500',
  responseExcerpt: 'try again later',
  ...about,
});

export const aSuccess = (about: Partial<Attempt> = {}): Attempt =>
  anAttempt({ statusCode: 200, outcome: 'succeeded', failureKind: null, error: null, ...about });

export const anApiKey = (about: Partial<ApiKey> = {}): ApiKey => ({
  id: `key_${ulid()}`,
  tenantId: aTenantId(),
  scopes: ['ingest', 'read'],
  name: 'the shop',
  createdAtMs: FIRST_MS,
  expiresAtMs: null,
  lastUsedAtMs: null,
  ...about,
});
