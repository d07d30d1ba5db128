import type { EventType } from '../../domain/event-type.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

/** The same story as in the other examples: the event type of a created order. */

const { tenantId, createdAtMs } = exampleSubscription;

export const exampleEventType: EventType = {
  tenantId,
  name: 'order.created',
  description: 'A customer has placed an order, and it can be packed.',
  schema: {
    type: 'object',
    required: ['order', 'total'],
    properties: {
      order: { type: 'integer', minimum: 1 },
      total: { type: 'string', pattern: '^\\d+\\.\\d{2}$' },
    },
  },
  example: { order: 1001, total: '49.90' },
  validation: 'enforce',
  madeBy: '01KERMBK4R2M8N6P0Q9S7T5V3W',
  version: 1,
  createdAtMs,
  updatedAtMs: createdAtMs,
};
