import { retention } from '../../domain/limits.ts';
import { liveCursorAt } from '../../domain/live/cursor.ts';
import { timeOf } from '../core/fields.ts';
import { exampleAttempt, exampleDelivered } from '../deliveries/examples.ts';
import { attemptResource, deliveryResource } from '../deliveries/output.ts';

const atMs = exampleDelivered.updatedAtMs;
const cursor = liveCursorAt(atMs);
const { id, eventId, eventType, subscriptionId } = exampleDelivered;

/** One message of each kind, for the documents. */
export const exampleLive = {
  ticket: 'phl_bm90IGEgdGlja2V0LCBidXQgYW4gZXhhbXBsZSBvbmU',
  cursor,
  hello: {
    type: 'hello',
    filter: { subscription_id: null, receiver_id: null, event_types: ['order.*'], statuses: null },
    receiver_id: null,
    heartbeat_seconds: 15,
    rights_end_at: null,
    cursor,
  },
  delivery: {
    type: 'delivery',
    delivery: deliveryResource(exampleDelivered, retention.hoursDefault),
    cursor,
  },
  attempt: {
    type: 'attempt',
    delivery_id: id,
    event_id: eventId,
    event_type: eventType,
    subscription_id: subscriptionId,
    attempt: attemptResource(exampleAttempt),
    cursor,
  },
  skipped: {
    type: 'skipped',
    reason: 'slow_reader',
    deliveries: 120,
    attempts: 118,
    from: timeOf(atMs),
    to: timeOf(atMs + 1_500),
    cursor: liveCursorAt(atMs + 1_500),
  },
  cursorMessage: { type: 'cursor', at: timeOf(atMs), cursor },
  pong: { type: 'pong', cursor },
  problem: {
    type: 'problem',
    code: 'invalid-message',
    detail: 'The message is not valid: see errors.',
    errors: [
      {
        pointer: '/filter/event_types/0',
        detail: 'must be an event type, an event type followed by .*, or *',
      },
    ],
    closes: false,
  },
} as const;
