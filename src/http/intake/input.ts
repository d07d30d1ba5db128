import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { instant, producedEventType, receiverId, subscriptionId } from '../core/fields.ts';
import { verbatim } from '../core/large-json.ts';

/** Events in JSON bodies. The bytes of `payload` are delivered as sent: see json-members.ts. */

const payload = verbatim(
  z.unknown().meta({ description: 'Any JSON value, delivered byte for byte as sent.' }),
);

const deliverAt = instant(
  `The earliest time of the first attempts, at most ${requestLimits.deliverAheadSeconds} seconds ahead.`,
  '2026-01-31T09:30:00Z',
);

const MOST = requestLimits.idempotencyKeyCharacters;

const itemKey = z
  .string()
  .regex(new RegExp(`^[!-~]{1,${MOST}}$`), `must be 1–${MOST} visible ASCII characters`)
  .meta({ description: 'The `Idempotency-Key` of this event.' });

const publication = {
  event_type: producedEventType.meta({ description: 'The type of the event.' }),
  payload,
  receiver_id: receiverId
    .nullish()
    .meta({ description: 'Your own id of the customer: only that customer’s subscriptions get the event.' }),
  deliver_at: deliverAt.optional(),
};

/** `POST /events` with a JSON body. */
export const publishInput = z
  .strictObject(publication)
  .meta({ id: 'PublishEvent', description: 'An event for every subscription that matches it.' });

const itemsOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(requestLimits.batchItems);

/** One event of `POST /events/batch`. */
export const publishItem = z
  .strictObject({ ...publication, idempotency_key: itemKey.optional() })
  .meta({ id: 'PublishItem', description: 'An event of a batch.' });

/** `POST /events/batch`, as it is documented. */
export const publishBatchInput = z
  .strictObject({ events: itemsOf(publishItem) })
  .meta({ id: 'PublishBatch', description: 'Events for every subscription that matches them.' });

/** One event of `POST /ingest/{subscription_id}/batch`. */
export const ingestItem = z
  .strictObject({
    payload,
    event_type: producedEventType.optional().meta({ description: 'The type of the event.' }),
    deliver_at: deliverAt.optional(),
    idempotency_key: itemKey.optional(),
  })
  .meta({ id: 'IngestItem', description: 'An event of a batch.' });

/** `POST /ingest/{subscription_id}/batch`, as it is documented. */
export const ingestBatchInput = z
  .strictObject({ events: itemsOf(ingestItem) })
  .meta({ id: 'IngestBatch', description: 'Events for one subscription.' });

/** The schema of a batch of either kind. Its items are parsed one by one, so that each is rejected on its own. */
export const anyBatch = z.strictObject({ events: itemsOf(z.unknown()) });

/** `POST /events/{id}/deliveries` */
export const eventToSend = z
  .strictObject({ subscription_id: subscriptionId.meta({ description: 'The id of the subscription.' }) })
  .meta({ id: 'EventToSend', description: 'The subscription that a stored event is sent to.' });
