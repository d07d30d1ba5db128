import {
  changedEventType,
  type EventType,
  type EventTypeSettings,
  faultsOfEventType,
} from '../domain/event-type.ts';
import type { TenantId } from '../domain/ids.ts';
import type { SchemaFault } from '../domain/json-schema/schema-place.ts';
import { changeLimits } from '../domain/limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { EnforcedSchemas } from '../ports/enforced-schemas.ts';
import type { EventTypeStore } from '../ports/event-type-store.ts';
import { type IdempotencyNeeds, noteDeletion } from './idempotency.ts';

export interface ChangeEventTypeNeeds {
  readonly eventTypes: EventTypeStore;
  readonly schemas: EnforcedSchemas;
  readonly clock: Clock;
}

interface EventTypeOf {
  readonly tenantId: TenantId;
  readonly name: string;
}

export type ChangeEventTypeResult =
  | { readonly outcome: 'changed'; readonly eventType: EventType }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'settings-refused'; readonly faults: readonly SchemaFault[] }
  | { readonly outcome: 'conflict' };

/** Changes some settings, and leaves the others; they are checked together, as what is stored may not go with what is new. */
export async function changeEventType(
  needs: ChangeEventTypeNeeds,
  { tenantId, name }: EventTypeOf,
  changes: Partial<EventTypeSettings>,
): Promise<ChangeEventTypeResult> {
  for (let attempt = 1; attempt <= changeLimits.tries; attempt += 1) {
    const stored = await needs.eventTypes.find(tenantId, name);
    if (stored === undefined) return { outcome: 'not-found' };
    const eventType = changedEventType(stored, changes, needs.clock.nowMs());
    const faults = faultsOfEventType(eventType);
    if (faults.length > 0) return { outcome: 'settings-refused', faults };
    if ((await needs.eventTypes.replace(eventType)) === 'conflict') continue;
    needs.schemas.changed(tenantId, name);
    return { outcome: 'changed', eventType };
  }
  return { outcome: 'conflict' };
}

/** From then on events of this type are not checked. Returns whether there was such an entry. */
export async function deleteEventType(
  needs: ChangeEventTypeNeeds & IdempotencyNeeds,
  { tenantId, name }: EventTypeOf,
): Promise<boolean> {
  const stored = await needs.eventTypes.find(tenantId, name);
  if (stored === undefined) return false;
  await noteDeletion(needs, tenantId, stored.madeBy);
  const wasThere = await needs.eventTypes.remove(tenantId, name);
  needs.schemas.changed(tenantId, name);
  return wasThere;
}
