import { newRecovery } from '../../domain/recovery.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

/** The same story as in the other examples, after a day on which the receiver was down. */
export const exampleRecovery = newRecovery(
  {
    id: 'rec_01KG9TB3R6W8Y0Z2A4C6E8G0JK',
    tenantId: exampleSubscription.tenantId,
    subscriptionId: exampleSubscription.id,
    receiverId: exampleSubscription.receiverId,
    isMissed: false,
    sinceMs: Date.UTC(2026, 0, 31),
    untilMs: Date.UTC(2026, 1, 1),
    perSecond: 100,
    foundCount: 18_250,
  },
  Date.UTC(2026, 1, 1, 8, 30, 0, 250),
);
