import type { Event } from '../domain/event.ts';
import { wantsEventType } from '../domain/event-type-pattern.ts';
import type { TenantId } from '../domain/ids.ts';
import { requestLimits } from '../domain/limits.ts';
import type { NewIntake } from '../ports/storage.ts';
import { admitPublished, type Quota, type RateLimited } from './admission.ts';
import { recipientsMatching } from './matching-recipients.ts';
import type { IntakeNeeds } from './needs.ts';
import { publishedEvent, reserveEventId } from './new-intake.ts';
import { type SchemaMismatch, schemaMismatches } from './schema-mismatch.ts';

export interface Publication {
  readonly eventType: string;
  readonly receiverId: string | null;
  readonly payload: Uint8Array;
  readonly contentType: string;
  /** Sent with each attempt; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The time of the first attempt. */
  readonly deliverAtMs: number | null;
  readonly hops: number;
  readonly idempotencyKey: string | undefined;
  /**
   * Whether the event has a key of its own, which alone decides whether it is a repeat. Otherwise the request must be
   * the same.
   */
  readonly isOwnKey?: boolean;
}

type PublishRefused =
  | { readonly outcome: 'payload-too-large' }
  | SchemaMismatch
  | RateLimited
  | { readonly outcome: 'idempotency-conflict' };

export type PublishItemResult = Published | PublishRefused;

interface Published {
  readonly outcome: 'accepted';
  readonly event: Event;
  /** The key was used before: the result is that of the first call. */
  readonly isRepeat: boolean;
}

type Reserved = NewIntake & Pick<Published, 'isRepeat'>;

export type PublishResult = PublishItemResult & { readonly quotas: readonly Quota[] };

/**
 * Fans one event out to all enabled subscriptions of its receiver that match its type and payload. An event without a
 * matching subscription is kept too: it was accepted and can be read.
 */
export async function publishEvent(
  needs: IntakeNeeds,
  tenantId: TenantId,
  publication: Publication,
): Promise<PublishResult> {
  const { results, quotas } = await publishBatch(needs, tenantId, [publication]);
  const [result] = results;
  if (result === undefined) throw new Error('one event has one result');
  return { ...result, quotas };
}

/** The same for many events. Each is accepted or rejected by itself, and the accepted ones are kept together. */
export async function publishBatch(
  needs: IntakeNeeds,
  tenantId: TenantId,
  publications: readonly Publication[],
): Promise<{ readonly results: readonly PublishItemResult[]; readonly quotas: readonly Quota[] }> {
  const faults = await faultsOf(needs, tenantId, publications);
  const { refusals, quotas } = await admitPublished(needs, { tenantId, items: publications }, faults);
  const reserved = await Promise.all(
    publications.map(
      async (publication, n): Promise<Reserved | PublishRefused> =>
        refusals[n] ?? reserve(needs, tenantId, publication),
    ),
  );
  const kept = await needs.intake.keepAll(reserved.filter((one) => 'event' in one));
  let next = 0;
  const results = reserved.map((one): PublishItemResult => {
    if (!('event' in one)) return one;
    const event = kept[next] ?? one.event;
    next += 1;
    return { outcome: 'accepted', event, isRepeat: one.isRepeat };
  });
  return { results, quotas };
}

const OPERATION = 'publish';

/** The reasons to reject, in order. */
async function faultsOf(
  needs: IntakeNeeds,
  tenantId: TenantId,
  publications: readonly Publication[],
): Promise<readonly (PublishRefused | undefined)[]> {
  const isTooLarge = ({ payload }: Publication) => payload.length > requestLimits.payloadBytes;
  const wanted = publications.map((one) => (isTooLarge(one) ? undefined : one));
  const mismatches = await schemaMismatches(needs, { tenantId, operation: OPERATION }, wanted);
  return wanted.map((one, n) => (one === undefined ? { outcome: 'payload-too-large' } : mismatches[n]));
}

async function reserve(
  needs: IntakeNeeds,
  tenantId: TenantId,
  publication: Publication,
): Promise<Reserved | PublishRefused> {
  const { eventType, receiverId, payload, contentType, headers, deliverAtMs, hops } = publication;
  const reserved = await reserveEventId(needs, {
    tenantId,
    operation: OPERATION,
    key: publication.idempotencyKey,
    request: publication.isOwnKey === true ? [] : [eventType, receiverId ?? '', contentType, payload],
  });
  if (reserved === 'conflict') return { outcome: 'idempotency-conflict' };

  const recipients = await needs.subscriptions.recipientsFor(tenantId, receiverId);
  const ofType = recipients.filter(({ eventTypes }) => wantsEventType(eventTypes, eventType));
  const wanting = await recipientsMatching(ofType, payload);
  const { id, isRepeat } = reserved;
  const about = { id, tenantId, eventType, receiverId, contentType, headers, payload, deliverAtMs, hops };
  return { ...publishedEvent(wanting, about, needs.retentionHours), isRepeat };
}
