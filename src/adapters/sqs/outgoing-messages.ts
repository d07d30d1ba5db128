import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import {
  type EventContent,
  encodeExhausted,
  encodeQueueMessage,
  recoveryGroup,
} from '../../domain/queue-message.ts';
import type { OutgoingMessage } from './sender.ts';

/** The messages on the queues. On the delivery queue a group is a subscription, so that subscriptions take turns. */

/** @param delaySeconds how long the message sleeps before its first receive */
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

/**
 * The message of a recovery. It has its own group, so that incoming events of the subscription do not wait behind it.
 */
export const recoveryMessage = (delivery: Delivery, delaySeconds: number): OutgoingMessage => ({
  ...deliveryMessage(delivery, { delaySeconds }),
  groupId: recoveryGroup(delivery.subscriptionId),
});

/** The message that makes an event's deliveries, in the group of its tenant. */
export const fanOutMessage = ({ id: fanOutOf, tenantId }: Event): OutgoingMessage => ({
  groupId: tenantId,
  body: encodeQueueMessage({ fanOutOf, tenantId }),
});

/** For the `exhausted` queue. */
export const exhaustedMessage = (delivery: Delivery): OutgoingMessage => ({
  groupId: delivery.tenantId,
  body: encodeExhausted(delivery),
});
