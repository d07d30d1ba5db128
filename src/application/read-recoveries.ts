import type { RecoveryId } from '../domain/ids.ts';
import { isWithin, type Reach } from '../domain/principal.ts';
import { type Recovery, stopped } from '../domain/recovery.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecoveryStore } from '../ports/recovery-store.ts';

export interface RecoveryNeeds {
  readonly recoveries: RecoveryStore;
  readonly clock: Clock;
}

/** As its tenant, or the receiver of its subscription, sees it; undefined for another's, as for none. */
export async function findRecovery(
  { recoveries }: Pick<RecoveryNeeds, 'recoveries'>,
  reach: Reach,
  id: RecoveryId,
): Promise<Recovery | undefined> {
  const recovery = await recoveries.find(reach.tenantId, id);
  return recovery !== undefined && isWithin(reach, recovery) ? recovery : undefined;
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
