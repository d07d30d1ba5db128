import type { RecoveryId, SubscriptionId } from '../domain/ids.ts';
import { isWithin, type Reach } from '../domain/principal.ts';
import { type Recovery, stopped } from '../domain/recovery.ts';
import type { Clock } from '../ports/platform.ts';
import type { BoundedPage, RecoveryFilter, RecoveryStore, SubscriptionStore } from '../ports/storage.ts';

export interface RecoveryNeeds {
  readonly recoveries: RecoveryStore;
  readonly store: Pick<SubscriptionStore, 'find'>;
  readonly clock: Clock;
}

/** As its tenant, or the receiver of its subscription, sees it; undefined for another's, as for none. */
export async function findRecovery(
  needs: Pick<RecoveryNeeds, 'recoveries' | 'store'>,
  reach: Reach,
  id: RecoveryId,
): Promise<Recovery | undefined> {
  const recovery = await needs.recoveries.find(reach.tenantId, id);
  return recovery && (await withinReach(needs, reach, [recovery]))[0];
}

/** A page of recoveries, which may be shorter for a receiver some of whose subscriptions have moved to another one. */
export async function listRecoveries(
  needs: Pick<RecoveryNeeds, 'recoveries' | 'store'>,
  reach: Reach,
  filter: Pick<RecoveryFilter, 'subscriptionId'>,
  { beforeId, limit }: { readonly beforeId: RecoveryId | undefined; readonly limit: number },
): Promise<BoundedPage<Recovery, RecoveryId>> {
  const { tenantId, receiverId } = reach;
  const found = await needs.recoveries.list(
    tenantId,
    { ...filter, receiverId },
    { beforeId, limit: limit + 1 },
  );
  const page = found.slice(0, limit);
  const items = await withinReach(needs, reach, page);
  return { items, nextBefore: found.length > limit ? page.at(-1)?.id : undefined };
}

/** For a receiver: those of subscriptions that were its own when the recovery began, and still are. */
async function withinReach(
  { store }: Pick<RecoveryNeeds, 'store'>,
  reach: Reach,
  recoveries: readonly Recovery[],
): Promise<readonly Recovery[]> {
  const begun = recoveries.filter((recovery) => isWithin(reach, recovery));
  if (reach.receiverId === undefined) return begun;
  const ids = new Set(begun.flatMap(({ subscriptionId }) => subscriptionId ?? []));
  const own = new Set<SubscriptionId | null>();
  for (const id of ids) {
    const subscription = await store.find(id);
    if (subscription !== undefined && isWithin(reach, subscription)) own.add(id);
  }
  return begun.filter(({ subscriptionId }) => own.has(subscriptionId));
}

/** Replays no more of what is exhausted. One that has ended stays as it is: a repeat is told the same. */
export async function stopRecovery(
  needs: RecoveryNeeds,
  reach: Reach,
  id: RecoveryId,
): Promise<Recovery | undefined> {
  const before = await findRecovery(needs, reach, id);
  if (before?.status !== 'running') return before;
  const after = stopped(before, 'by_request', needs.clock.nowMs());
  const changed = await needs.recoveries.change(before, after);
  // A step of it was recorded in between.
  return changed === 'changed' ? after : stopRecovery(needs, reach, id);
}
