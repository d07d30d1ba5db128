import { isReservedEventType, wantsEventType } from '../domain/event-type-pattern.ts';
import { filterMismatches, type PayloadFilter } from '../domain/payload-filter.ts';

interface TestFilterRequest {
  /** Null: every payload matches. */
  readonly filter: PayloadFilter | null;
  /** The patterns of a subscription; an empty list matches every event type. */
  readonly eventTypes: readonly string[];
  /** Null: the event has no type. */
  readonly eventType: string | null;
  /** The result of `JSON.parse`. */
  readonly payload: unknown;
}

interface FilterTest {
  /** Empty exactly if a subscription with these settings would get the event. */
  readonly mismatches: readonly SettingMismatch[];
}

interface SettingMismatch {
  /** A JSON Pointer (RFC 6901): `/event_types`, or `/filter` and a place in it. */
  readonly pointer: string;
  readonly detail: string;
}

/** Tests event types and a filter without a subscription. It reads, stores and sends nothing. */
export function testFilter({ filter, eventTypes, eventType, payload }: TestFilterRequest): FilterTest {
  const wrongTypes = wantsEventType(eventTypes, eventType)
    ? []
    : [{ pointer: '/event_types', detail: eventTypeDetail(eventType) }];
  const wrongParts = filter === null ? [] : filterMismatches(filter, payload);
  const inFilter = wrongParts.map(({ pointer, detail }) => ({ pointer: `/filter${pointer}`, detail }));
  return { mismatches: [...wrongTypes, ...inFilter] };
}

function eventTypeDetail(eventType: string | null): string {
  if (eventType === null) return 'The event has no type: only "*" or an empty list matches it.';
  const quoted = JSON.stringify(eventType);
  return isReservedEventType(eventType)
    ? `${quoted} begins with "posthorn.": only its name or a prefix such as "posthorn.*" matches it.`
    : `None of these patterns matches ${quoted}.`;
}
