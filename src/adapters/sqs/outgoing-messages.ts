import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import {
  type EventContent,
  encodeExhausted,
  encodeQueueMessage,
  recoveryGroup,
} from '../../domain/queue-message.ts';
import type { OutgoingMessage } from './sender.ts';

/** What goes onto the queues. On the delivery queue a group is a subscription, so that subscriptions take turns. */

/** @param delaySeconds what it sleeps before it can be received the first time */
export const deliveryMessage = (
  {
    id: deliveryId,
    subscriptionId,
    tenantId,
    ticket,
  }: Pick<Delivery, 'id' | 'subscriptionId' | 'tenantId' | 'ticket'>,
  { content, delaySeconds = 0 }: { readonly content?: EventContent; readonly delaySeconds?: number } = {},
): OutgoingMessage => ({
  groupId: subscriptionId,
  body: encodeQueueMessage({ deliveryId, tenantId, ticket, ...(content && { content }) }),
  delaySeconds,
});

/** Of a replay in bulk: in a group apart, so that what comes in meanwhile for the subscription does not wait behind it. */
export const recoveryMessage = (delivery: Delivery, delaySeconds: number): OutgoingMessage => ({
  ...deliveryMessage(delivery, { delaySeconds }),
  groupId: recoveryGroup(delivery.subscriptionId),
});

/** Has an event's deliveries made; in a group of its tenant's, apart from all subscriptions. */
export const fanOutMessage = ({ id: fanOutOf, tenantId }: Event): OutgoingMessage => ({
  groupId: tenantId,
  body: encodeQueueMessage({ fanOutOf, tenantId }),
});

/** For the `exhausted` queue. */
export const exhaustedMessage = (delivery: Delivery): OutgoingMessage => ({
  groupId: delivery.tenantId,
  body: encodeExhausted(delivery),
});
