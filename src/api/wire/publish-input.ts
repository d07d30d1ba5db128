import * as z from 'zod';
import { eventType, receiverId } from './fields.ts';

/** `POST /events` with a JSON body. What is delivered are the bytes of `payload` as they came: see json-members.ts. */
export const publishInput = z
  .strictObject({
    event_type: eventType.meta({ description: 'The type of the event.' }),
    payload: z
      .unknown()
      .meta({ description: 'Any JSON value: it is delivered byte for byte as it stands here.' }),
    receiver_id: receiverId
      .nullish()
      .meta({ description: 'Your own name for the customer it is for: only their subscriptions get it.' }),
  })
  .meta({ id: 'PublishEvent', description: 'An event for every subscription that wants its type.' });
