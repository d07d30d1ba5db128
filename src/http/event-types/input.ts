import * as z from 'zod';
import type { EventTypeSettings } from '../../domain/event-type.ts';
import { isReservedEventType } from '../../domain/event-type-pattern.ts';
import type { JsonSchema } from '../../domain/json-schema.ts';
import { eventTypeLimits } from '../../domain/limits.ts';
import { eventType, text } from '../core/fields.ts';
import { eventTypeValidation } from '../core/named-values.ts';
import { sentBack } from '../core/sent-back.ts';

/** What is sent to make and change entries of the catalogue. Schemas and examples are read by the domain, as a whole. */

const name = eventType
  .refine((value) => !isReservedEventType(value), 'begins with posthorn., which is reserved')
  .meta({ description: 'What events of it carry as their `event_type`.' });

const settings = {
  description: text(0, eventTypeLimits.descriptionCharacters)
    .nullish()
    .meta({ description: 'What it means that such an event happens.' }),
  // What is in it is for the domain to say, which also knows it from what is no schema.
  schema: z
    .unknown()
    .optional()
    .meta({
      description:
        'A JSON Schema (2020-12, of a subset: see docs/event-types.md) that payloads of this type match: an object or a ' +
        'boolean; `null`: none.',
    }),
  example: z
    .unknown()
    .optional()
    .meta({ description: 'A payload, which must match the schema; `null`: none. Test events send it.' }),
  validation: eventTypeValidation.optional().meta({
    description:
      'Whether events of this type are refused whose payload does not match the schema (`enforce`), or the schema only ' +
      'says what is meant (`none`, the default).',
  }),
};

/** `POST /event-types` */
export const newEventType = z
  .strictObject({ name, ...settings })
  .meta({ id: 'EventTypeInput', description: 'An event type for the catalogue.' });

export const sentBackOfEventType = { name: sentBack, created_at: sentBack, updated_at: sentBack };

/** `PATCH /event-types/{name}`: of a schema or an example, all at once. */
export const eventTypePatch = z.strictObject({ ...settings, ...sentBackOfEventType }).meta({
  id: 'EventTypePatch',
  description:
    'Changes of an event type: what is left out stays, `null` clears. A schema or an example is replaced as a whole. ' +
    'Fields that only Posthorn sets are ignored when their values are the current ones, and refused by name otherwise.',
});

type Sent = z.infer<typeof eventTypePatch>;

/** What was sent of the settings, in the domain's terms. */
export function changesOfEventType({ description, schema: given, example, validation }: Sent) {
  const changes: Partial<EventTypeSettings> = {
    ...(description !== undefined && { description }),
    ...(given !== undefined && { schema: given as JsonSchema | null }),
    ...(example !== undefined && { example }),
    ...(validation !== undefined && { validation }),
  };
  return changes;
}

/** All of them, with what was left out. */
export const settingsOfEventType = (sent: Sent): EventTypeSettings => ({
  description: null,
  schema: null,
  example: null,
  validation: 'none',
  ...changesOfEventType(sent),
});
