import type { RecoveryId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import { type Recovery, stopped } from '../domain/recovery.ts';
import type { BoundedPage, RecoveryFilter } from '../ports/storage.ts';
import type { Needs } from './needs.ts';
import { type PageRequest, pageByOneMore } from './one-more.ts';
import { ownAmong, ownRecovery } from './reach.ts';

/** A page of recoveries, which may be shorter for a receiver some of whose subscriptions have moved to another one. */
export async function listRecoveries(
  needs: Pick<Needs, 'recoveries' | 'store'>,
  reach: Reach,
  filter: Pick<RecoveryFilter, 'subscriptionId'>,
  page: PageRequest<RecoveryId>,
): Promise<BoundedPage<Recovery, RecoveryId>> {
  const { tenantId, receiverId } = reach;
  const { items, nextBefore } = await pageByOneMore(page, (more) =>
    needs.recoveries.list(tenantId, { ...filter, receiverId }, more),
  );
  return { items: await ownAmong(needs, reach, items), nextBefore };
}

/** Replays no more of what is exhausted. One that has ended stays as it is: a repeat is told the same. */
export async function stopRecovery(
  needs: Pick<Needs, 'recoveries' | 'store' | 'clock'>,
  reach: Reach,
  id: RecoveryId,
): Promise<Recovery | undefined> {
  const before = await ownRecovery(needs, reach, id);
  if (before?.status !== 'running') return before;
  const after = stopped(before, 'by_request', needs.clock.nowMs());
  const changed = await needs.recoveries.change(before, after);
  // A step of it was recorded in between.
  return changed === 'changed' ? after : stopRecovery(needs, reach, id);
}
