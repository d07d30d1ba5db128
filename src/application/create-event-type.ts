import { type EventType, type EventTypeSettings, faultsOfEventType } from '../domain/event-type.ts';
import type { TenantId } from '../domain/ids.ts';
import type { SchemaFault } from '../domain/json-schema/schema-place.ts';
import { reserveOnce, wasDeleted } from './idempotency.ts';
import type { Needs } from './needs.ts';

export interface CreateEventTypeRequest {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly settings: EventTypeSettings;
  readonly idempotencyKey: string | undefined;
  /** The request body as received, for the `Idempotency-Key`. */
  readonly body: Uint8Array;
}

export type CreateEventTypeResult =
  | { readonly outcome: 'created'; readonly eventType: EventType }
  | { readonly outcome: 'settings-refused'; readonly faults: readonly SchemaFault[] }
  | { readonly outcome: 'exists' }
  | { readonly outcome: 'limit-reached' }
  | { readonly outcome: 'idempotency-conflict' }
  /** A repeat, and the event type of the first call has been deleted. */
  | { readonly outcome: 'gone' };

/** Adds an entry to a tenant's catalogue. A repeat finds the entry of the first call by its `madeBy`. */
export async function createEventType(
  needs: Pick<Needs, 'eventTypes' | 'schemas' | 'idempotencyKeys' | 'clock' | 'randomness'>,
  { tenantId, name, settings, idempotencyKey, body }: CreateEventTypeRequest,
): Promise<CreateEventTypeResult> {
  const faults = faultsOfEventType(settings);
  if (faults.length > 0) return { outcome: 'settings-refused', faults };
  const nowMs = needs.clock.nowMs();
  const reservation = await reserveOnce(needs, {
    tenantId,
    operation: 'create event type',
    key: idempotencyKey,
    request: [body],
    value: needs.randomness.ulid(nowMs),
  });
  if (reservation.outcome === 'conflict') return { outcome: 'idempotency-conflict' };
  if (reservation.outcome === 'repeat' && (await wasDeleted(needs, tenantId, reservation.value))) {
    return { outcome: 'gone' };
  }
  const eventType: EventType = {
    ...settings,
    tenantId,
    name,
    madeBy: reservation.value,
    version: 1,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  const added = await needs.eventTypes.add(eventType);
  if (added === 'full') return { outcome: 'limit-reached' };
  if (added === 'added') {
    needs.schemas.changed(tenantId, name);
    return { outcome: 'created', eventType };
  }
  const stored = await needs.eventTypes.find(tenantId, name);
  return stored?.madeBy === reservation.value
    ? { outcome: 'created', eventType: stored }
    : { outcome: 'exists' };
}
