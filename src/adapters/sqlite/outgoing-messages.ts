import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { encodeQueueMessage, recoveryGroup } from '../../domain/queue-message.ts';
import type { Message } from './message-table.ts';
import type { SqliteQueue } from './queue.ts';

/** The queue of the deliver function. Messages in all other queues have ended. */
export const DELIVERY_QUEUE = 'deliver';

/** The message of a delivery. Its group is its subscription, so that subscriptions take turns. */
export const insertDeliveryMessage = (queue: SqliteQueue, delivery: Delivery): Message =>
  insertMessage(queue, delivery, delivery.subscriptionId);

/**
 * The message of a recovery. It has its own group, so that incoming events of the subscription do not wait behind it.
 */
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

/** The time in the event's id is its arrival. No clock has to reach that time before the first attempt. */
const isFirstAtOnce = ({ nextAttemptAtMs, createdAtMs }: Delivery): boolean =>
  nextAttemptAtMs === createdAtMs;

/** The message that makes an event's deliveries, in the group of its tenant. */
export const insertFanOutMessage = (queue: SqliteQueue, { id: fanOutOf, tenantId }: Event): Message =>
  queue.insert({
    groupId: tenantId,
    body: encodeQueueMessage({ fanOutOf, tenantId }),
    visibleAtMs: 0,
  });
