import type { Receiver } from '../../domain/receiver.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

/** The same story as in the other examples: a customer of the shop. */

const { tenantId, createdAtMs } = exampleSubscription;

export const exampleReceiver: Receiver = {
  tenantId,
  id: 'customer-42',
  name: 'Example Ltd.',
  metadata: { plan: 'gold' },
  rateLimit: { perSecond: 10, burst: 20 },
  subscriptionsLimit: 5,
  madeBy: '01KERMBK4R2M8N6P0Q9S7T5V3W',
  version: 1,
  createdAtMs,
  updatedAtMs: createdAtMs,
};
