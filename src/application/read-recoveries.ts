import type { RecoveryId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import { type Recovery, stopped } from '../domain/recovery.ts';
import type { BoundedPage, RecoveryFilter } from '../ports/storage.ts';
import type { Needs } from './needs.ts';
import { type PageRequest, pageByOneMore } from './one-more.ts';
import { ownAmong, ownRecovery } from './reach.ts';

/**
 * A page of recoveries. It can be shorter for a receiver, because some of its subscriptions have moved to another
 * receiver.
 */
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

/** Stops a recovery. An ended recovery stays as it is, so a repeat gets the same result. */
export async function stopRecovery(
  needs: Pick<Needs, 'recoveries' | 'store' | 'clock'>,
  reach: Reach,
  id: RecoveryId,
): Promise<Recovery | undefined> {
  const before = await ownRecovery(needs, reach, id);
  if (before?.status !== 'running') return before;
  const after = stopped(before, 'by_request', needs.clock.nowMs());
  const changed = await needs.recoveries.change(before, after);
  // A step of the recovery was recorded in between.
  return changed === 'changed' ? after : stopRecovery(needs, reach, id);
}
