import * as z from 'zod';
import type { EventType } from '../../domain/event-type.ts';
import { eventType, time, timeOf } from '../core/fields.ts';
import { eventTypeValidation } from '../core/named-values.ts';
import { pageOf } from '../core/page.ts';

/** Entries of the catalogue, as answers show them. */

export const eventTypeShape = z
  .object({
    name: eventType,
    description: z.string().nullable(),
    schema: z.unknown().meta({
      description: 'A JSON Schema (2020-12) that payloads match: an object or a boolean; `null`: none.',
    }),
    example: z.unknown().meta({ description: 'A payload; `null`: there is none.' }),
    validation: eventTypeValidation,
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'EventType', description: 'What events of one type are about, and look like.' });

export const eventTypePageShape = pageOf(eventTypeShape, 'EventTypePage', 'In the order of their names.');

export const eventTypeResource = (one: EventType): z.infer<typeof eventTypeShape> => ({
  name: one.name,
  description: one.description,
  schema: one.schema,
  example: one.example,
  validation: one.validation,
  created_at: timeOf(one.createdAtMs),
  updated_at: timeOf(one.updatedAtMs),
});
