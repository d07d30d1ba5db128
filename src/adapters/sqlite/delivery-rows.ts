import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Attempt, Delivery, DeliveryStatus } from '../../domain/delivery.ts';
import { deliveryExpiresAtMs } from '../../domain/delivery.ts';
import {
  type DeliveryId,
  deliveryIdOf,
  type EventId,
  partsOfDeliveryId,
  type SubscriptionId,
} from '../../domain/ids.ts';

/** The rows of deliveries and attempts. Only Posthorn writes them, so their shapes are trusted. */

export type Row = Record<string, SQLOutputValue>;

export const deliveryColumns =
  'subscription_id, event_id, tenant_id, event_type, target_url, status, status_reason, attempt_count, ticket, ' +
  'next_trigger, next_attempt_at_ms, waits, due_at_ms, created_at_ms, updated_at_ms, expires_at_ms, receiver_id';

export const deliveryPlaceholders = deliveryColumns.replaceAll(/\w+/g, '?');

/**
 * Only a few deliveries have these states. They have two indexes of their own, which deliveries that succeed at once
 * never touch. SQLite uses them for a query that repeats their condition word for word
 * (https://www.sqlite.org/partialindex.html, section 3).
 */
export const isInTrouble = "status IN ('retrying', 'exhausted', 'cancelled')";
export const inTrouble: ReadonlySet<DeliveryStatus> = new Set(['retrying', 'exhausted', 'cancelled']);

const changingColumns =
  'target_url, status, status_reason, next_trigger, next_attempt_at_ms, waits, due_at_ms, updated_at_ms, ' +
  'expires_at_ms';

/** A late success can have an old ticket and follow more attempts: neither number ever falls. */
const risingColumns = 'ticket, attempt_count';

/** Writes a delivery over its row, if it has one. */
export const deliveryUpsert =
  `INSERT INTO deliveries (${deliveryColumns}) VALUES (${deliveryPlaceholders}) ON CONFLICT DO UPDATE SET ` +
  `${risingColumns.replaceAll(/\w+/g, '$& = max($&, excluded.$&)')}, ` +
  changingColumns.replaceAll(/\w+/g, '$& = excluded.$&');

/** Makes all held deliveries of one subscription due at the same time. */
export const makeHeldDue = "UPDATE deliveries SET due_at_ms = ? WHERE subscription_id = ? AND waits = 'held'";

export const deliveryValues = (delivery: Delivery, retentionHours: number) => [
  delivery.subscriptionId,
  delivery.eventId,
  delivery.tenantId,
  delivery.eventType,
  delivery.targetUrl,
  delivery.status,
  delivery.statusReason,
  delivery.attemptCount,
  delivery.ticket,
  delivery.trigger,
  delivery.nextAttemptAtMs,
  delivery.waits,
  delivery.dueAtMs,
  delivery.createdAtMs,
  delivery.updatedAtMs,
  deliveryExpiresAtMs(delivery, retentionHours),
  delivery.receiverId ?? null,
];

export function deliveryFrom(row: Row): Delivery {
  const eventId = row['event_id'] as EventId;
  const subscriptionId = row['subscription_id'] as SubscriptionId;
  return {
    id: deliveryIdOf(eventId, subscriptionId),
    tenantId: row['tenant_id'],
    eventId,
    subscriptionId,
    eventType: row['event_type'],
    receiverId: row['receiver_id'],
    targetUrl: row['target_url'],
    status: row['status'],
    statusReason: row['status_reason'],
    attemptCount: row['attempt_count'],
    ticket: row['ticket'],
    trigger: row['next_trigger'],
    nextAttemptAtMs: row['next_attempt_at_ms'],
    waits: row['waits'],
    dueAtMs: row['due_at_ms'],
    createdAtMs: row['created_at_ms'],
    updatedAtMs: row['updated_at_ms'],
  } as Delivery;
}

/** Not expired at a time. */
export const isKept = '(expires_at_ms IS NULL OR expires_at_ms > ?)';

/** Finds kept deliveries by their ids, in no particular order. */
export function preparedFind(database: DatabaseSync) {
  const statement = database.prepare(
    `SELECT ${deliveryColumns} FROM json_each(?) AS wanted CROSS JOIN deliveries ` +
      `ON subscription_id = wanted.value ->> 0 AND event_id = wanted.value ->> 1 WHERE ${isKept}`,
  );
  return (ids: readonly DeliveryId[], nowMs: number): readonly Delivery[] => {
    const keys = ids.map((id) => {
      const { eventId, subscriptionId } = partsOfDeliveryId(id);
      return [subscriptionId, eventId];
    });
    return statement.all(JSON.stringify(keys), nowMs).map(deliveryFrom);
  };
}

export const attemptColumns =
  'delivery_id, number, triggered_by, started_at_ms, duration_ms, status_code, outcome, failure_kind, error, response_excerpt';

export const attemptPlaceholders = attemptColumns.replaceAll(/\w+/g, '?');

export const attemptValues = (delivery: Delivery, attempt: Attempt) => [
  delivery.id,
  attempt.number,
  attempt.trigger,
  attempt.startedAtMs,
  attempt.durationMs,
  attempt.statusCode,
  attempt.outcome,
  attempt.failureKind,
  attempt.error,
  attempt.responseExcerpt,
];

export const attemptFrom = (row: Row): Attempt =>
  ({
    number: row['number'],
    trigger: row['triggered_by'],
    startedAtMs: row['started_at_ms'],
    durationMs: row['duration_ms'],
    statusCode: row['status_code'],
    outcome: row['outcome'],
    failureKind: row['failure_kind'],
    error: row['error'],
    responseExcerpt: row['response_excerpt'],
  }) as Attempt;
