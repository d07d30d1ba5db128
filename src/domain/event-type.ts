import { isEventType } from './event-type-pattern.ts';
import type { TenantId } from './ids.ts';
import { isNestedDeeper } from './json-schema/json.ts';
import type { SchemaFault } from './json-schema/schema-place.ts';
import { compileSchema, faultsOfSchema, type JsonSchema } from './json-schema.ts';
import { eventTypeLimits } from './limits.ts';

/** Whether incoming events of a type must match its schema. */
export const validations = ['none', 'enforce'] as const;
export type Validation = (typeof validations)[number];

/** An entry of a tenant's catalogue: it describes the events of one type. */
export interface EventType {
  readonly tenantId: TenantId;
  /** The event type as events carry it; it identifies the entry. */
  readonly name: string;
  readonly description: string | null;
  /** The schema of payloads of this type. */
  readonly schema: JsonSchema | null;
  /** An example payload; `null`: none. */
  readonly example: unknown;
  readonly validation: Validation;
  /** A ULID of the call that created the entry: a repeat of the call finds its entry by it. */
  readonly madeBy: string;
  /** Rises with every change. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export type EventTypeSettings = Pick<EventType, 'description' | 'schema' | 'example' | 'validation'>;

/** For cursors, which hold the last name of a page. */
export const isEventTypeName = (text: string): text is string => isEventType(text);

export const changedEventType = (
  stored: EventType,
  changes: Partial<EventTypeSettings>,
  nowMs: number,
): EventType => ({ ...stored, ...changes, version: stored.version + 1, updatedAtMs: nowMs });

/** The faults of settings, as JSON Pointers into the API's names. Checks the example last. */
export function faultsOfEventType(settings: EventTypeSettings): readonly SchemaFault[] {
  const { schema, validation } = settings;
  const faults = schema === null ? [] : within('/schema', faultsOfSchema(schema));
  if (schema === null && validation === 'enforce') {
    return [{ pointer: '/validation', detail: 'needs a schema. Set "schema"' }];
  }
  return faults.length > 0 ? faults : within('/example', faultsOfExample(settings));
}

function faultsOfExample({ schema, example }: EventTypeSettings): readonly SchemaFault[] {
  const { nesting, exampleCharacters } = eventTypeLimits;
  if (isNestedDeeper(example, nesting))
    return [{ pointer: '', detail: `is nested more than ${nesting} deep` }];
  const json = JSON.stringify(example);
  if (json.length > exampleCharacters) {
    return [{ pointer: '', detail: `is longer than ${exampleCharacters} characters of JSON` }];
  }
  return schema === null || example === null ? [] : compileSchema(schema)(example, json.length);
}

const within = (place: string, faults: readonly SchemaFault[]): readonly SchemaFault[] =>
  faults.map(({ pointer, detail }) => ({ pointer: place + pointer, detail }));
