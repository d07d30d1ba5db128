import type { SubscriptionId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { BoundedPage, SubscriptionFilter, SubscriptionPage } from '../ports/storage.ts';
import type { Needs } from './needs.ts';

/** A page of the caller's subscriptions. The receiver of a portal token overrides the receiver of the filter. */
export const listSubscriptions = (
  { store }: Pick<Needs, 'store'>,
  { tenantId, receiverId }: Reach,
  filter: SubscriptionFilter,
  page: SubscriptionPage,
): Promise<BoundedPage<Subscription, SubscriptionId>> =>
  store.list(tenantId, { ...filter, receiverId: receiverId ?? filter.receiverId }, page);
