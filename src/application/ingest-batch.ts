import type { Delivery } from '../domain/delivery.ts';
import type { Event } from '../domain/event.ts';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import { verifyIngest } from '../domain/ingest-verification.ts';
import { requestLimits } from '../domain/limits.ts';
import type { Subscription } from '../domain/subscription.ts';
import { admitEach, type Quota, type RateLimited } from './admission.ts';
import { entranceOf, type NotWanted, reasonNotWanted, reserveEvent } from './ingest-event.ts';
import type { IntakeNeeds } from './needs.ts';
import { isOfTenant } from './reach.ts';
import { type SchemaMismatch, schemaMismatches } from './schema-mismatch.ts';
import type { VerifiedEvent } from './verify-sender.ts';

interface BatchItem {
  readonly payload: Uint8Array;
  readonly contentType: string;
  readonly eventType: string | null;
  readonly deliverAtMs: number | null;
  readonly idempotencyKey: string | undefined;
  /** Whether the event has a key of its own, which alone decides whether it is a repeat. */
  readonly isOwnKey?: boolean;
}

export interface IngestBatchRequest {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  readonly items: readonly BatchItem[];
  /** From the request, and so for each of its events. */
  readonly hops: number;
  /** The request body as received, and the `X-Posthorn-Signature` header over it. */
  readonly body: Uint8Array;
  readonly signature: string | undefined;
}

export type BatchItemRefused =
  | { readonly outcome: 'payload-too-large' }
  | NotWanted
  | SchemaMismatch
  | RateLimited
  | { readonly outcome: 'idempotency-conflict' };

interface Taken {
  readonly outcome: 'accepted';
  readonly event: Event;
  readonly delivery: Delivery;
  /** The key was used before: the result is that of the first call. */
  readonly isRepeat: boolean;
}

export type IngestBatchResult =
  | {
      readonly outcome: 'done';
      /** In the order of the items. */
      readonly results: readonly (Taken | BatchItemRefused)[];
      readonly quotas: readonly Quota[];
    }
  | { readonly outcome: 'subscription-not-found' }
  | { readonly outcome: 'subscription-disabled' }
  | { readonly outcome: 'missing-signature'; readonly detail: string }
  | { readonly outcome: 'wrong-signature' };

/**
 * Hands many events to one subscription. Each is accepted or rejected by itself, and the accepted ones are kept
 * together.
 */
export async function ingestBatch(
  needs: IntakeNeeds,
  request: IngestBatchRequest,
): Promise<IngestBatchResult> {
  const subscription = await needs.subscriptions.find(request.subscriptionId);
  if (subscription === undefined || !isOfTenant(request, subscription)) {
    return { outcome: 'subscription-not-found' };
  }
  if (subscription.status === 'disabled') return { outcome: 'subscription-disabled' };
  const unsigned = faultOfSignature(subscription, request);
  if (unsigned !== undefined) return unsigned;

  const { tenantId } = subscription;
  const faults = await faultsOf(needs, subscription, request.items);
  const { refusals, quotas } = await admitEach(needs, { tenantId, subscription }, faults);
  const taken = await Promise.all(
    request.items.map(async (item, n): Promise<Taken | BatchItemRefused> => {
      const refused = refusals[n];
      if (refused !== undefined) return refused;
      const reserved = await reserveEvent(needs, subscription, {
        ...asVerified(item),
        hops: request.hops,
      });
      if (reserved === 'conflict') return { outcome: 'idempotency-conflict' };
      return { outcome: 'accepted', ...reserved };
    }),
  );
  await needs.intake.keepAll(
    taken.flatMap((one) =>
      one.outcome === 'accepted' ? [{ event: one.event, deliveries: [one.delivery] }] : [],
    ),
  );
  return { outcome: 'done', results: taken, quotas };
}

/** A batch is signed as a whole. A source signs each of its events. */
function faultOfSignature(
  { source, ingestSecret }: Subscription,
  { body, signature }: IngestBatchRequest,
): Exclude<IngestBatchResult, { outcome: 'done' }> | undefined {
  if (source !== null) {
    const detail = 'Missing signature: this subscription takes events of its source only, one at a time.';
    return { outcome: 'missing-signature', detail };
  }
  if (ingestSecret === null) return undefined;
  if (signature === undefined) {
    const detail = 'Missing signature: send X-Posthorn-Signature, over the whole body.';
    return { outcome: 'missing-signature', detail };
  }
  return verifyIngest(ingestSecret, body, signature).outcome === 'verified'
    ? undefined
    : { outcome: 'wrong-signature' };
}

/** The reasons to reject, in the order of the items. */
async function faultsOf(
  needs: IntakeNeeds,
  subscription: Subscription,
  items: readonly BatchItem[],
): Promise<readonly (BatchItemRefused | undefined)[]> {
  const faults = items.map((item) => faultOf(subscription, item));
  const wanted = items.map((item, n) => (faults[n] === undefined ? item : undefined));
  const mismatches = await schemaMismatches(needs, entranceOf(subscription), wanted);
  return faults.map((fault, n) => fault ?? mismatches[n]);
}

function faultOf(subscription: Subscription, item: BatchItem): BatchItemRefused | undefined {
  if (item.payload.length > requestLimits.payloadBytes) return { outcome: 'payload-too-large' };
  return reasonNotWanted(subscription, item);
}

const asVerified = (item: BatchItem): VerifiedEvent & Pick<Event, 'deliverAtMs'> => ({
  ...item,
  headers: {},
  request: item.isOwnKey === true ? [] : [item.payload, item.contentType, item.eventType ?? ''],
});
