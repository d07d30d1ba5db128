import { type Event, newEvent } from '../../domain/event.ts';
import { retention } from '../../domain/limits.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

export const exampleEvent: Event = newEvent(
  {
    id: 'evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
    tenantId: exampleSubscription.tenantId,
    eventType: 'order.created',
    receiverId: 'customer-42',
    contentType: 'application/json',
    payload: Buffer.from('{"order": 1001, "total": "49.90"}'),
    subscriptionIds: [exampleSubscription.id],
  },
  retention.hoursDefault,
);
