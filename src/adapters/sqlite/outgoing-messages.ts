import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { encodeQueueMessage, recoveryGroup } from '../../domain/queue-message.ts';
import type { Message } from './message-table.ts';
import type { SqliteQueue } from './queue.ts';

/** Where messages wait for the deliver function; in all other queues they have ended. */
export const DELIVERY_QUEUE = 'deliver';

/** A delivery's own queue message; its group is its subscription, so that subscriptions take turns. */
export const insertDeliveryMessage = (queue: SqliteQueue, delivery: Delivery): Message =>
  insertMessage(queue, delivery, delivery.subscriptionId);

/** Of a replay in bulk: in a group apart, so that what comes in meanwhile for the subscription does not wait behind it. */
export const insertRecoveryMessage = (queue: SqliteQueue, delivery: Delivery): Message =>
  insertMessage(queue, delivery, recoveryGroup(delivery.subscriptionId));

function insertMessage(queue: SqliteQueue, delivery: Delivery, groupId: string): Message {
  const { id: deliveryId, tenantId, ticket } = delivery;
  return queue.insert({
    groupId,
    body: encodeQueueMessage({ deliveryId, tenantId, ticket }),
    visibleAtMs: isFirstAtOnce(delivery) ? 0 : (delivery.nextAttemptAtMs ?? 0),
  });
}

/** The time in the event's id says when it came in. No clock must come to that time before the first attempt. */
const isFirstAtOnce = ({ nextAttemptAtMs, createdAtMs }: Delivery): boolean =>
  nextAttemptAtMs === createdAtMs;

/** The message that has an event's deliveries made; in a group of its tenant's, apart from all subscriptions. */
export const insertFanOutMessage = (queue: SqliteQueue, { id: fanOutOf, tenantId }: Event): Message =>
  queue.insert({
    groupId: tenantId,
    body: encodeQueueMessage({ fanOutOf, tenantId }),
    visibleAtMs: 0,
  });
