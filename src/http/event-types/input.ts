import * as z from 'zod';
import type { EventTypeSettings } from '../../domain/event-type.ts';
import { isReservedEventType } from '../../domain/event-type-pattern.ts';
import type { JsonSchema } from '../../domain/json-schema.ts';
import { eventTypeLimits } from '../../domain/limits.ts';
import { eventType, text } from '../core/fields.ts';
import { eventTypeValidation } from '../core/named-values.ts';
import { sentBack } from '../core/sent-back.ts';

/** Inputs that create and change event types of the catalogue. The domain checks schemas and examples, as a whole. */

const name = eventType
  .refine((value) => !isReservedEventType(value), 'must not begin with posthorn., which is reserved')
  .meta({ description: 'The name, as in the `event_type` of events.' });

const settings = {
  description: text(0, eventTypeLimits.descriptionCharacters)
    .nullish()
    .meta({ description: 'The meaning of the event type.' }),
  // The domain checks the content, and recognizes values that are no schema at all.
  schema: z
    .unknown()
    .optional()
    .meta({
      description:
        'A JSON Schema (a subset of 2020-12: see docs/event-types.md) for payloads of this type: an object or a ' +
        'boolean; `null`: none.',
    }),
  example: z.unknown().optional().meta({
    description: 'An example payload, which must match the schema; `null`: none. Test events send it.',
  }),
  validation: eventTypeValidation.optional().meta({
    description:
      '`enforce`: events of this type whose payload does not match the schema are rejected. `none`, the default: the schema ' +
      'is documentation only.',
  }),
};

/** `POST /event-types` */
export const newEventType = z
  .strictObject({ name, ...settings })
  .meta({ id: 'EventTypeInput', description: 'An event type for the catalogue.' });

export const sentBackOfEventType = { name: sentBack, created_at: sentBack, updated_at: sentBack };

/** `PATCH /event-types/{name}`: a schema or an example is replaced as a whole. */
export const eventTypePatch = z.strictObject({ ...settings, ...sentBackOfEventType }).meta({
  id: 'EventTypePatch',
  description:
    'Changes of an event type: omitted fields stay, `null` clears a field. A schema or an example is replaced as a whole. ' +
    'Fields that only Posthorn sets are ignored if their values are unchanged, and rejected otherwise.',
});

type Sent = z.infer<typeof eventTypePatch>;

/** The sent settings, in the domain's terms. */
export function changesOfEventType({ description, schema: given, example, validation }: Sent) {
  const changes: Partial<EventTypeSettings> = {
    ...(description !== undefined && { description }),
    ...(given !== undefined && { schema: given as JsonSchema | null }),
    ...(example !== undefined && { example }),
    ...(validation !== undefined && { validation }),
  };
  return changes;
}

/** All settings, with defaults for the omitted ones. */
export const settingsOfEventType = (sent: Sent): EventTypeSettings => ({
  description: null,
  schema: null,
  example: null,
  validation: 'none',
  ...changesOfEventType(sent),
});
