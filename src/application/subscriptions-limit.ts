import type { Subscription } from '../domain/subscription.ts';
import type { Needs } from './needs.ts';

/** How many subscriptions the record of the receiver allows; undefined: it sets no limit. */
export async function subscriptionsLimitOf(
  { receiverLimits }: Pick<Needs, 'receiverLimits'>,
  { tenantId, receiverId }: Pick<Subscription, 'tenantId' | 'receiverId'>,
): Promise<number | undefined> {
  if (receiverId === null) return undefined;
  return (await receiverLimits.limitsOf(tenantId, receiverId))?.subscriptionsLimit ?? undefined;
}

/** The same for a changed subscription: only a move to another receiver counts. */
export const subscriptionsLimitOfMove = async (
  needs: Pick<Needs, 'receiverLimits'>,
  before: Subscription,
  after: Subscription,
): Promise<number | undefined> =>
  before.receiverId === after.receiverId ? undefined : subscriptionsLimitOf(needs, after);
