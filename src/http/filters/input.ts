import * as z from 'zod';
import { eventType } from '../core/fields.ts';
import { plainSettings } from '../subscriptions/fields.ts';

/** `POST /filters/test` */
export const filterTestInput = z
  .strictObject({
    filter: plainSettings.filter,
    event_types: plainSettings.event_types,
    payload: z.unknown().meta({ description: 'The payload of the event: any JSON value.' }),
    event_type: eventType.nullish().meta({ description: 'The type of the event; `null`: none.' }),
  })
  .meta({
    id: 'FilterTestInput',
    description: 'Settings of a subscription, and an event to test them with.',
  });
