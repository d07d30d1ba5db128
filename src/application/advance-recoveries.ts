import { type Delivery, mayReceive } from '../domain/delivery.ts';
import {
  afterStep,
  type Recovery,
  type RecoveryStep,
  recoveredInTurn,
  roomIn,
  type StopReason,
  stopped,
} from '../domain/recovery.ts';
import type { SubscriptionState } from '../ports/storage.ts';
import { makeMissed } from './advance-missed.ts';
import type { ReleaseNeeds } from './needs.ts';

type RecoverNeeds = Omit<ReleaseNeeds, 'parked' | 'log'>;

/**
 * Advances all running recoveries in turns, one page per turn, as far as their pace allows or until the time is up.
 * Replayed deliveries are no longer exhausted, so after a crash a page is read again and has only the remaining ones.
 * @returns the number of replayed deliveries
 * @throws the first error, after all other recoveries have had their turns
 */
export async function advanceRecoveries(needs: RecoverNeeds, hasTimeLeft: () => boolean): Promise<number> {
  const waiting = [...(await needs.recoveries.running())];
  const failures: unknown[] = [];
  let total = 0;
  for (let next = waiting.shift(); next !== undefined && hasTimeLeft(); next = waiting.shift()) {
    try {
      const turn = await takeTurn(needs, next);
      total += turn.replayedCount;
      if (turn.next !== undefined) waiting.push(turn.next);
    } catch (error) {
      // This recovery has its next turn in the next run. The others do not wait for it.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return total;
}

/** @returns the recovery for its next turn; undefined: no further turn in this run */
async function takeTurn(
  needs: RecoverNeeds,
  recovery: Recovery,
): Promise<{ readonly replayedCount: number; readonly next: Recovery | undefined }> {
  const nowMs = needs.clock.nowMs();
  const room = roomIn(recovery, nowMs);
  if (room === 0) return { replayedCount: 0, next: undefined };
  const { subscriptionId } = recovery;
  const state = subscriptionId === null ? undefined : await needs.subscriptionStates.stateOf(subscriptionId);
  const stopReason = state && reasonToStop(recovery, state);
  if (stopReason !== undefined) {
    await needs.recoveries.change(recovery, stopped(recovery, stopReason, nowMs));
    return { replayedCount: 0, next: undefined };
  }

  const step =
    recovery.isMissed && subscriptionId !== null
      ? await makeMissed(needs, { ...recovery, subscriptionId }, { room, nowMs })
      : await replayExhausted(needs, recovery, state, { room, nowMs });
  if (step === undefined) return { replayedCount: 0, next: undefined };
  const after = afterStep(recovery, step, nowMs);
  const changed = await needs.recoveries.change(recovery, after);
  const goesOn = changed === 'changed' && after.status === 'running';
  return { replayedCount: step.recovered, next: goesOn ? after : undefined };
}

async function replayExhausted(
  needs: RecoverNeeds,
  recovery: Recovery,
  state: SubscriptionState | undefined,
  { room, nowMs }: { readonly room: number; readonly nowMs: number },
): Promise<RecoveryStep> {
  const page = await needs.exhausted.oldest(recovery, recovery.afterId, room);
  const { lastId } = page;
  // Deliveries of another receiver's events belong to the subscription's past. Its receiver does not see their number.
  const deliveries = state
    ? page.deliveries.filter(({ receiverId }) => mayReceive(state, receiverId))
    : page.deliveries;
  const wanted = state ? deliveries : await deliverable(needs, deliveries);
  const inTurn = recoveredInTurn(recovery, wanted, nowMs);
  const recovered = await needs.exhausted.replay(
    inTurn.map((after, n) => ({ before: wanted[n] as (typeof wanted)[number], after })),
  );
  return { recovered, skipped: deliveries.length - recovered, lastId };
}

function reasonToStop(recovery: Recovery, state: SubscriptionState): StopReason | undefined {
  if (state.status !== 'enabled') return `subscription_${state.status}`;
  return state.receiverId === recovery.receiverId ? undefined : 'receiver_changed';
}

/** Leaves out deliveries that would only be held or cancelled. They stay exhausted, for a later recovery. */
async function deliverable(
  { subscriptionStates }: RecoverNeeds,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const ids = [...new Set(deliveries.map(({ subscriptionId }) => subscriptionId))];
  const states = await Promise.all(ids.map((id) => subscriptionStates.stateOf(id)));
  const byId = new Map(ids.map((id, n) => [id, states[n]]));
  return deliveries.filter(({ subscriptionId, receiverId }) => {
    const state = byId.get(subscriptionId);
    return state?.status === 'enabled' && mayReceive(state, receiverId);
  });
}
