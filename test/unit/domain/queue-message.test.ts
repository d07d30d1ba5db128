import { expect, it } from 'vitest';
import type { NewEvent } from '../../../src/domain/event.ts';
import { decodeQueueMessage, encodeQueueMessage } from '../../../src/domain/queue-message.ts';
import { aDelivery, anEvent, aSubscriptionId } from '../../support/records.ts';

const messageOf = (about: Partial<NewEvent>) => {
  const event = anEvent({
    eventType: null,
    receiverId: null,
    headers: {},
    hops: 0,
    subscriptionIds: [aSubscriptionId()],
    ...about,
  });
  const { id, tenantId } = aDelivery(event);
  const { eventType, receiverId, contentType, headers, hops, payload } = event;
  const content = {
    id: event.id,
    eventType,
    receiverId,
    contentType,
    headers,
    hops,
    payload: Buffer.from(payload),
  };
  return { deliveryId: id, tenantId, ticket: 1, content };
};

it('a message has no bytes for settings that its event does not use', () => {
  const { event } = JSON.parse(encodeQueueMessage(messageOf({})));
  expect(Object.keys(event)).toEqual(['type', 'contentType', 'payload']);
});

it('a message is decoded as it was encoded', () => {
  const message = messageOf({
    eventType: 'order.created',
    receiverId: 'customer-42',
    headers: { a: 'b' },
    hops: 2,
  });
  expect(decodeQueueMessage(encodeQueueMessage(message))).toEqual(message);
});
