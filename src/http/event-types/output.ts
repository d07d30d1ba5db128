import * as z from 'zod';
import type { EventType } from '../../domain/event-type.ts';
import { eventType, time, timeOf } from '../core/fields.ts';
import { eventTypeValidation } from '../core/named-values.ts';
import { pageOf } from '../core/page.ts';

/** Event types of the catalogue, as answers show them. */

export const eventTypeShape = z
  .object({
    name: eventType,
    description: z.string().nullable(),
    schema: z.unknown().meta({
      description: 'A JSON Schema (2020-12) for payloads: an object or a boolean; `null`: none.',
    }),
    example: z.unknown().meta({ description: 'An example payload; `null`: none.' }),
    validation: eventTypeValidation,
    created_at: time,
    updated_at: time,
  })
  .meta({
    id: 'EventType',
    description: 'An event type of the catalogue: name, description, schema and example.',
  });

export const eventTypePageShape = pageOf(eventTypeShape, 'EventTypePage', 'Sorted by name.');

export const eventTypeResource = (one: EventType): z.infer<typeof eventTypeShape> => ({
  name: one.name,
  description: one.description,
  schema: one.schema,
  example: one.example,
  validation: one.validation,
  created_at: timeOf(one.createdAtMs),
  updated_at: timeOf(one.updatedAtMs),
});
