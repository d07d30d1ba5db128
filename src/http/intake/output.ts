import * as z from 'zod';
import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { deliveryIdOf } from '../../domain/ids.ts';
import { fanOutLimits } from '../../domain/limits.ts';
import { deliveryId, eventId, shownEventType, subscriptionId } from '../core/fields.ts';
import { deliveryStatus } from '../core/named-values.ts';
import { problemDocument } from '../core/problem.ts';

/** The 202 answers: the event is stored and will be delivered. */

export const ingestAcceptedShape = z
  .object({
    message: z.string(),
    task_id: deliveryId.meta({ description: 'The id of the delivery: see `GET /status/{task_id}`.' }),
    event_id: eventId,
    status: deliveryStatus,
  })
  .meta({ id: 'IngestAccepted', description: 'The event is stored and will be delivered.' });

const acceptedDelivery = z
  .object({ task_id: deliveryId, subscription_id: subscriptionId })
  .meta({ id: 'AcceptedDelivery', description: 'The delivery of an event to one subscription.' });

export const publishAcceptedShape = z
  .object({
    event_id: eventId,
    event_type: shownEventType.nullable(),
    deliveries: z
      .array(acceptedDelivery)
      .nullable()
      .meta({
        description: `One for each subscription; \`null\` if there are more than ${fanOutLimits.deliveriesListed}.`,
      }),
    deliveries_count: z.int().min(0),
  })
  .meta({
    id: 'PublishAccepted',
    description: 'The event is stored and will be delivered to every matching subscription.',
  });

/** One object for both results: Java clients cannot read a union of them, because both kinds fit. */
const batchOf = <Accepted extends z.ZodObject>(accepted: Accepted, kind: 'Ingest' | 'Publish') => {
  const itemResult = z
    .object({
      status: z.int().min(202).max(599).meta({
        description: '202: the event is stored and will be delivered. 400 to 599: the event is rejected.',
      }),
      ...accepted.partial().shape,
      problem: problemDocument
        .optional()
        .meta({ description: 'Why the event is rejected; other events of the batch may be accepted.' }),
    })
    .meta({
      id: `${kind}ItemResult`,
      description:
        'The result of one event of a batch: its ids if it is accepted, a `problem` if it is rejected.',
    });
  return z
    .object({
      accepted: z.int().min(0),
      refused: z.int().min(0),
      results: z.array(itemResult).meta({ description: 'One per event, in the order of the request.' }),
    })
    .meta({ id: `${kind}BatchResult`, description: 'The results of the events of a batch.' });
};

export const ingestBatchShape = batchOf(ingestAcceptedShape.omit({ status: true, message: true }), 'Ingest');
export const publishBatchShape = batchOf(publishAcceptedShape, 'Publish');

export const batchAnswer = <Result extends { readonly status: number }>(results: readonly Result[]) => {
  const accepted = results.filter(({ status }) => status === 202).length;
  return { accepted, refused: results.length - accepted, results: [...results] };
};

/** One item of a batch, without the fields that are the same for all of them. */
export const ingestItemAccepted = ({ id, eventId }: Delivery) => ({
  status: 202 as const,
  task_id: id,
  event_id: eventId,
});

export const publishItemAccepted = (event: Event) => ({ status: 202 as const, ...publishAccepted(event) });

export const ingestAccepted = (delivery: Delivery): z.infer<typeof ingestAcceptedShape> => ({
  message: 'Webhook queued for delivery',
  task_id: delivery.id,
  event_id: delivery.eventId,
  status: delivery.status,
});

/** An event lists the subscriptions that it is for, and so its deliveries. */
export function publishAccepted({
  id,
  eventType: type,
  subscriptionIds,
}: Event): z.infer<typeof publishAcceptedShape> {
  const deliveries = subscriptionIds.map((subscription) => ({
    task_id: deliveryIdOf(id, subscription),
    subscription_id: subscription,
  }));
  return {
    event_id: id,
    event_type: type,
    deliveries: deliveries.length > fanOutLimits.deliveriesListed ? null : deliveries,
    deliveries_count: deliveries.length,
  };
}
