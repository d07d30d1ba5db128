import { isDeepStrictEqual } from 'node:util';
import {
  changedEventType,
  type EventType,
  type EventTypeSettings,
  faultsOfEventType,
} from '../domain/event-type.ts';
import type { TenantId } from '../domain/ids.ts';
import type { SchemaFault } from '../domain/json-schema/schema-place.ts';
import type { RequestFault, SettingsChange } from '../domain/settings-change.ts';
import { contestedChange } from './contested-change.ts';
import { noteDeletion } from './idempotency.ts';
import type { Needs } from './needs.ts';

interface EventTypeOf {
  readonly tenantId: TenantId;
  readonly name: string;
}

export type ChangeEventTypeResult =
  | { readonly outcome: 'changed'; readonly eventType: EventType }
  | { readonly outcome: 'not-found' }
  | { readonly outcome: 'changes-refused'; readonly errors: readonly RequestFault[] }
  | { readonly outcome: 'settings-refused'; readonly faults: readonly SchemaFault[] }
  | { readonly outcome: 'conflict' };

/**
 * Changes some settings and keeps the others. All are checked together, because old and new settings may not fit each
 * other.
 */
export async function changeEventType(
  needs: Pick<Needs, 'eventTypes' | 'schemas' | 'clock' | 'randomness' | 'pause'>,
  { tenantId, name }: EventTypeOf,
  change: SettingsChange<EventType, Partial<EventTypeSettings>>,
): Promise<ChangeEventTypeResult> {
  const result = await contestedChange(needs, async () => {
    const stored = await needs.eventTypes.find(tenantId, name);
    if (stored === undefined) return { outcome: 'not-found' } as const;
    const wanted = change(stored);
    if (!wanted.ok) return { outcome: 'changes-refused', errors: wanted.errors } as const;
    if (isDeepStrictEqual({ ...stored, ...wanted.settings }, stored)) {
      return { outcome: 'changed', eventType: stored } as const;
    }
    const eventType = changedEventType(stored, wanted.settings, needs.clock.nowMs());
    const faults = faultsOfEventType(eventType);
    if (faults.length > 0) return { outcome: 'settings-refused', faults } as const;
    if ((await needs.eventTypes.replace(eventType)) === 'conflict') return 'conflict';
    needs.schemas.changed(tenantId, name);
    return { outcome: 'changed', eventType } as const;
  });
  return result === 'conflict' ? { outcome: 'conflict' } : result;
}

/** Deletes an event type; its events are then no longer checked. Returns whether it existed. */
export async function deleteEventType(
  needs: Pick<Needs, 'eventTypes' | 'schemas' | 'idempotencyKeys' | 'clock'>,
  { tenantId, name }: EventTypeOf,
): Promise<boolean> {
  const stored = await needs.eventTypes.find(tenantId, name);
  if (stored === undefined) return false;
  await noteDeletion(needs, tenantId, stored.madeBy);
  const wasThere = await needs.eventTypes.remove(tenantId, name);
  needs.schemas.changed(tenantId, name);
  return wasThere;
}
