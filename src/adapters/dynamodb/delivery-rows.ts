import type { Attempt, Delivery } from '../../domain/delivery.ts';
import { deliveryExpiresAtMs } from '../../domain/delivery.ts';
import { createdAtMsOf, deliveryIdOf, ulidOf } from '../../domain/ids.ts';
import {
  deliveryKey,
  dueIndexKey,
  exhaustedIndexKeys,
  heldIndexKey,
  type IndexKey,
  idsOfDeliveryRow,
} from './keys.ts';
import type { Changes, Row } from './table.ts';

/**
 * The row of a delivery. Writes are paid for by the kilobyte, so usual values are left out and the key is not repeated:
 * with the last attempt inside, most rows stay below one kilobyte.
 */

/** All attributes of a delivery, for its row; null removes one. */
export function deliveryChanges(delivery: Delivery, retentionHours: number): Changes {
  const expiresAtMs = deliveryExpiresAtMs(delivery, retentionHours);
  return {
    tenant: delivery.tenantId,
    event_type: delivery.eventType,
    // Empty if the event has no receiver: without the attribute, the receiver is unknown.
    receiver: delivery.receiverId === null ? '' : delivery.receiverId,
    target: delivery.targetUrl,
    status: delivery.status,
    reason: delivery.statusReason,
    attempts: delivery.attemptCount,
    ticket: delivery.ticket,
    trigger: delivery.trigger === 'scheduled' ? null : delivery.trigger,
    next_at: delivery.nextAttemptAtMs,
    waits: delivery.waits === 'queue' ? null : delivery.waits,
    due_at: delivery.dueAtMs,
    updated_at: delivery.updatedAtMs,
    ttl: expiresAtMs === null ? null : ttlAt(expiresAtMs),
    ...notIndexed,
    ...indexKeysOf(delivery),
  };
}

const notIndexed = { g1pk: null, g1sk: null, g2pk: null, g2sk: null } as const;

/** The delivery's index keys, if any: a delivery that succeeds at once never touches an index. */
function indexKeysOf(delivery: Delivery): IndexKey | undefined {
  const { subscriptionId, eventId, dueAtMs, waits, status } = delivery;
  if (status === 'exhausted') return exhaustedIndexKeys(delivery);
  if (waits === 'held') return heldIndexKey(subscriptionId, eventId);
  if (waits === 'due' && dueAtMs !== null) return dueIndexKey(dueAtMs, ulidOf(eventId));
  return undefined;
}

/** DynamoDB deletes by whole seconds, and never early. */
export const ttlAt = (timeMs: number): number => Math.ceil(timeMs / 1_000);

export const newDeliveryRow = (delivery: Delivery, retentionHours: number): Row => ({
  ...deliveryKey(delivery.id),
  ...deliveryChanges(delivery, retentionHours),
});

export function deliveryFrom(row: Row): Delivery {
  const { eventId, subscriptionId } = idsOfDeliveryRow(row);
  return {
    id: deliveryIdOf(eventId, subscriptionId),
    tenantId: row['tenant'],
    eventId,
    subscriptionId,
    eventType: row['event_type'] ?? null,
    receiverId: row['receiver'] === '' ? null : row['receiver'],
    targetUrl: row['target'],
    status: row['status'],
    statusReason: row['reason'] ?? null,
    attemptCount: row['attempts'],
    ticket: row['ticket'],
    trigger: row['trigger'] ?? 'scheduled',
    nextAttemptAtMs: row['next_at'] ?? null,
    waits: row['waits'] ?? 'queue',
    dueAtMs: row['due_at'] ?? null,
    createdAtMs: createdAtMsOf(eventId),
    updatedAtMs: row['updated_at'],
  } as Delivery;
}

/** DynamoDB deletes expired rows within some days. Until then they must be left out. */
export const isExpired = (delivery: Delivery, retentionHours: number, nowMs: number): boolean =>
  (deliveryExpiresAtMs(delivery, retentionHours) ?? Number.POSITIVE_INFINITY) <= nowMs;

/** An attempt, in its own row or inside its delivery's row. */
export const attemptFields = (attempt: Attempt): Readonly<Record<string, unknown>> =>
  withoutNulls({
    number: attempt.number,
    trigger: attempt.trigger === 'scheduled' ? null : attempt.trigger,
    at: attempt.startedAtMs,
    ms: attempt.durationMs,
    code: attempt.statusCode,
    outcome: attempt.outcome,
    kind: attempt.failureKind,
    error: attempt.error,
    excerpt: attempt.responseExcerpt,
  });

const withoutNulls = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

export const attemptFrom = (fields: Readonly<Record<string, unknown>>): Attempt =>
  ({
    number: fields['number'],
    trigger: fields['trigger'] ?? 'scheduled',
    startedAtMs: fields['at'],
    durationMs: fields['ms'],
    statusCode: fields['code'] ?? null,
    outcome: fields['outcome'],
    failureKind: fields['kind'] ?? null,
    error: fields['error'] ?? null,
    responseExcerpt: fields['excerpt'] ?? null,
  }) as Attempt;

/** Marks the rows of a delivery and its attempts once the payload is deleted: they keep no excerpts from then on. */
export const EXCERPTS_ERASED = 'no_excerpts';
export const areExcerptsErased = (row: Row | undefined): boolean => row?.[EXCERPTS_ERASED] === true;

export const withoutExcerpt = (attempt: Attempt): Attempt => ({ ...attempt, responseExcerpt: null });

/** The last attempt, from its delivery's row. */
export function lastAttemptIn(row: Row): Attempt | undefined {
  const fields = row['last'] as Readonly<Record<string, unknown>> | undefined;
  return fields && attemptFrom(fields);
}
