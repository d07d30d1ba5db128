import { type Delivery, newDelivery } from '../domain/delivery.ts';
import { type Event, newEvent } from '../domain/event.ts';
import { wantsEventType } from '../domain/event-type-pattern.ts';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import { type IngestVerification, verifyIngest } from '../domain/ingest-verification.ts';
import { requestLimits } from '../domain/limits.ts';
import type { Route, Subscription } from '../domain/subscription.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventIntake } from '../ports/event-intake.ts';
import type { IdempotencyKeys } from '../ports/idempotency-keys.ts';
import type { Randomness } from '../ports/randomness.ts';
import type { SubscriptionDirectory } from '../ports/subscription-directory.ts';
import { matchesFilter } from './filtered-routes.ts';
import { reserveOnce } from './idempotency.ts';

export interface IntakeNeeds {
  readonly subscriptions: SubscriptionDirectory;
  readonly intake: EventIntake;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly retentionHours: number;
}

export interface IngestRequest {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly eventType: string | null;
  /** The `X-Posthorn-Signature` header. */
  readonly signature: string | undefined;
  readonly idempotencyKey: string | undefined;
}

export type IngestResult =
  | { readonly outcome: 'accepted'; readonly delivery: Delivery }
  | { readonly outcome: 'subscription-not-found' }
  | { readonly outcome: 'subscription-disabled' }
  | Exclude<IngestVerification, { outcome: 'verified' }>
  | { readonly outcome: 'payload-too-large' }
  | { readonly outcome: 'event-type-mismatch'; readonly wanted: readonly string[] }
  | { readonly outcome: 'filter-mismatch' }
  | { readonly outcome: 'idempotency-conflict' };

/** Hands one event to one subscription. `accepted` means kept: it will be delivered, or end exhausted and visible. */
export async function ingestEvent(needs: IntakeNeeds, request: IngestRequest): Promise<IngestResult> {
  const subscription = await needs.subscriptions.find(request.subscriptionId);
  if (subscription?.tenantId !== request.tenantId) return { outcome: 'subscription-not-found' };
  if (subscription.status === 'disabled') return { outcome: 'subscription-disabled' };

  const content = verifiedContent(subscription, request);
  if (content.outcome !== 'verified') return content;
  if (content.payload.length > requestLimits.payloadBytes) return { outcome: 'payload-too-large' };
  if (!wantsEventType(subscription.eventTypes, request.eventType)) {
    return { outcome: 'event-type-mismatch', wanted: subscription.eventTypes };
  }
  if (!matchesFilter(subscription, content.payload)) return { outcome: 'filter-mismatch' };

  const reservation = await reserveOnce(needs, {
    tenantId: request.tenantId,
    operation: `ingest ${subscription.id}`,
    key: request.idempotencyKey,
    request: [request.body, request.contentType, request.eventType ?? ''],
    value: needs.randomness.ulid(needs.clock.nowMs()),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };

  const event = newEvent(
    {
      id: `evt_${reservation.value}`,
      tenantId: request.tenantId,
      eventType: request.eventType,
      receiverId: subscription.receiverId,
      contentType: content.contentType,
      payload: content.payload,
      subscriptionIds: [subscription.id],
    },
    needs.retentionHours,
  );
  const delivery = deliveryOf(event, subscription);
  await needs.intake.keep(event, [delivery]);
  return { outcome: 'accepted', delivery };
}

/** The delivery of an event to one of the subscriptions that it is for. */
export const deliveryOf = (event: Event, subscription: Pick<Route, 'id' | 'targetUrl'>): Delivery =>
  newDelivery({
    tenantId: event.tenantId,
    eventId: event.id,
    subscriptionId: subscription.id,
    eventType: event.eventType,
    targetUrl: subscription.targetUrl,
  });

type VerifiedContent =
  | { readonly outcome: 'verified'; readonly payload: Uint8Array; readonly contentType: string }
  | Exclude<IngestVerification, { outcome: 'verified' }>;

function verifiedContent(subscription: Subscription, request: IngestRequest): VerifiedContent {
  const asReceived = {
    outcome: 'verified',
    payload: request.body,
    contentType: request.contentType,
  } as const;
  if (subscription.ingestSecret === null) return asReceived;
  const verification = verifyIngest(subscription.ingestSecret, request.body, request.signature);
  if (verification.outcome !== 'verified') return verification;
  if (!verification.unwrapped) return asReceived;
  return {
    outcome: 'verified',
    payload: verification.payload,
    contentType: contentTypeOfText(verification.payload),
  };
}

/** The wrapper says nothing about the type of the text inside it: mostly it is JSON, and else it is plain text. */
function contentTypeOfText(text: Uint8Array): string {
  try {
    JSON.parse(Buffer.from(text).toString('utf8'));
    return 'application/json';
  } catch {
    return 'text/plain; charset=utf-8';
  }
}
