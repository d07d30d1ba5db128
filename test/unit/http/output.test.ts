import { describe, expect, it } from 'vitest';
import { type Attempt, attempted, cancelled, delivered, newDelivery } from '../../../src/domain/delivery.ts';
import { newEvent } from '../../../src/domain/event.ts';
import { goodHealth } from '../../../src/domain/health.ts';
import type { SubscriptionId } from '../../../src/domain/ids.ts';
import { defaultSettings, type Subscription } from '../../../src/domain/subscription.ts';
import { page } from '../../../src/http/core/page.ts';
import {
  cancelledDelivery,
  deliveryResource,
  deliveryWithAttempts,
} from '../../../src/http/deliveries/output.ts';
import { eventResource, eventWithPayload } from '../../../src/http/events/output.ts';
import { ingestAccepted, publishAccepted } from '../../../src/http/intake/output.ts';
import { createdSubscription, subscriptionResource } from '../../../src/http/subscriptions/output.ts';

const subscription: Subscription = {
  id: 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  tenantId: 'ten_1',
  targetUrl: 'https://shop.example/hooks',
  eventTypes: ['order.*'],
  description: 'orders',
  metadata: { team: 'logistics' },
  headers: { 'X-Key': 'header-secret', Authorization: 'Bearer header-secret' },
  retryPolicy: { baseSeconds: 5, factor: 2, maxDelaySeconds: 600, maxAttempts: 4 },
  timeoutSeconds: 20,
  receiverId: 'customer-42',
  ingestSecret: 'ingest-secret',
  ...defaultSettings,
  version: 3,
  health: goodHealth,
  status: 'disabled',
  disabledReason: 'receiver_gone',
  signingSecrets: [
    { secret: 'whsec_old', expiresAtMs: 5 },
    { secret: 'whsec_current', expiresAtMs: null },
  ],
  createdAtMs: Date.UTC(2026, 0, 12, 8, 15),
  updatedAtMs: Date.UTC(2026, 0, 12, 8, 15, 0, 7),
};

const resource = {
  id: 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  tenant_id: 'ten_1',
  target_url: 'https://shop.example/hooks',
  event_types: ['order.*'],
  filter: null,
  description: 'orders',
  metadata: { team: 'logistics' },
  headers: { 'X-Key': '[redacted]', Authorization: '[redacted]' },
  retry_policy: { base_seconds: 5, factor: 2, max_delay_seconds: 600, max_attempts: 4 },
  timeout_seconds: 20,
  rate_limit: null,
  auth: null,
  signature_versions: ['v1'],
  signature_headers: ['webhook'],
  public_key: null,
  receiver_id: 'customer-42',
  source: null,
  ingest_rate_limit: null,
  status: 'disabled',
  disabled_reason: 'receiver_gone',
  failing_since: null,
  created_at: '2026-01-12T08:15:00.000Z',
  updated_at: '2026-01-12T08:15:00.007Z',
};

describe('a subscription on the wire', () => {
  it('shows all but its secrets', () => {
    expect(subscriptionResource(subscription)).toEqual(resource);
    expect(JSON.stringify(subscriptionResource(subscription))).not.toContain('secret');
  });

  it('shows its current signing secret when it was just created', () => {
    expect(createdSubscription(subscription)).toEqual({ ...resource, signing_secret: 'whsec_current' });
  });

  it('shows a schedule, and null for the default', () => {
    const scheduled = { ...subscription, retryPolicy: { scheduleSeconds: [1, 2] } };
    expect(subscriptionResource(scheduled).retry_policy).toEqual({ schedule: [1, 2] });
    expect(subscriptionResource({ ...subscription, retryPolicy: null }).retry_policy).toBeNull();
  });
});

const event = newEvent(
  {
    id: 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
    tenantId: 'ten_1',
    eventType: 'order.created',
    receiverId: null,
    contentType: 'application/json',
    payload: Buffer.from('\ufeff{"é": 1e400}'),
    subscriptionIds: [subscription.id],
  },
  72,
);
const delivery = newDelivery({
  tenantId: 'ten_1',
  eventId: event.id,
  subscriptionId: subscription.id,
  eventType: 'order.created',
  targetUrl: 'https://shop.example/hooks',
});
const dlv = 'dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN';
const done = delivered(attempted(delivery, 'https://b.example', delivery.createdAtMs + 100));

const deliveryOnWire = {
  id: dlv,
  task_id: dlv,
  event_id: 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
  event_type: 'order.created',
  subscription_id: 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  target_url: 'https://shop.example/hooks',
  status: 'pending',
  status_reason: null,
  attempt_count: 0,
  next_attempt_at: '2026-01-31T09:30:00.250Z',
  created_at: '2026-01-31T09:30:00.250Z',
  updated_at: '2026-01-31T09:30:00.250Z',
  expires_at: null,
};
const doneOnWire = {
  ...deliveryOnWire,
  target_url: 'https://b.example',
  status: 'delivered',
  attempt_count: 1,
  next_attempt_at: null,
  updated_at: '2026-01-31T09:30:00.350Z',
  expires_at: '2026-02-03T09:30:00.350Z',
};

describe('a delivery on the wire', () => {
  it('has no expiry while it is open, and one when it is closed', () => {
    expect(deliveryResource(delivery, 72)).toEqual(deliveryOnWire);
    expect(deliveryResource(done, 72)).toEqual(doneOnWire);
  });

  it('has its attempts when it is read alone', () => {
    const attempt: Attempt = {
      number: 1,
      trigger: 'manual',
      startedAtMs: delivery.createdAtMs,
      durationMs: 42.5,
      statusCode: null,
      outcome: 'failed',
      failureKind: 'timeout',
      error: 'no answer in 10 s',
      responseExcerpt: null,
    };
    expect(deliveryWithAttempts(done, [attempt], 72)).toEqual({
      ...doneOnWire,
      attempts: [
        {
          number: 1,
          trigger: 'manual',
          started_at: '2026-01-31T09:30:00.250Z',
          duration_ms: 42.5,
          status_code: null,
          outcome: 'failed',
          failure_kind: 'timeout',
          error: 'no answer in 10 s',
          response_excerpt: null,
        },
      ],
    });
  });

  it('says after a cancellation whether an attempt may still arrive', () => {
    const after = cancelled(delivery, 'by_request', delivery.createdAtMs + 5);
    expect(cancelledDelivery(after, true, 72)).toMatchObject({
      status: 'cancelled',
      status_reason: 'by_request',
      attempt_in_flight: true,
    });
  });
});

describe('an event on the wire', () => {
  const eventOnWire = {
    id: 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
    event_type: 'order.created',
    receiver_id: null,
    content_type: 'application/json',
    created_at: '2026-01-31T09:30:00.250Z',
    expires_at: '2026-02-04T09:30:00.250Z',
    payload_deleted_at: null,
  };

  it('has its payload as text, unchanged, and its deliveries when it is read alone', () => {
    expect(eventResource(event)).toEqual(eventOnWire);
    expect(eventWithPayload(event, [done], 72)).toEqual({
      ...eventOnWire,
      payload: '\ufeff{"é": 1e400}',
      payload_base64: null,
      payload_bytes: 16,
      deliveries: [doneOnWire],
      deliveries_count: event.subscriptionIds.length,
    });
  });

  it('has a payload that is no text in base64', () => {
    const bytes = Uint8Array.of(0, 0xff, 0xfe, 7).subarray(1, 3);
    expect(eventWithPayload({ ...event, payload: bytes }, [], 72)).toMatchObject({
      payload: null,
      payload_base64: '//4=',
      payload_bytes: 2,
    });
  });
});

describe('an accepted event', () => {
  it('by one subscription names its task', () => {
    expect(ingestAccepted(delivery)).toEqual({
      message: 'Webhook queued for delivery',
      task_id: dlv,
      event_id: event.id,
      status: 'pending',
    });
  });

  it('by many names their tasks, up to a hundred of them', () => {
    const ids = (count: number) =>
      Array.from({ length: count }, (_, index): SubscriptionId => `sub_${String(index).padStart(26, '0')}`);
    const accepted = publishAccepted({ ...event, subscriptionIds: ids(100) });
    expect(accepted).toMatchObject({
      event_id: event.id,
      event_type: 'order.created',
      deliveries_count: 100,
    });
    expect(accepted.deliveries?.[99]).toEqual({
      task_id: 'dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE00000000000000000000000099',
      subscription_id: 'sub_00000000000000000000000099',
    });
    expect(publishAccepted({ ...event, subscriptionIds: ids(101) })).toMatchObject({
      deliveries: null,
      deliveries_count: 101,
    });
    expect(publishAccepted({ ...event, subscriptionIds: [] })).toMatchObject({
      deliveries: [],
      deliveries_count: 0,
    });
  });
});

describe('a page', () => {
  it('has its items and the cursor of the next one', () => {
    expect(page([1, 2], 'c')).toEqual({ data: [1, 2], next_cursor: 'c' });
  });
});
