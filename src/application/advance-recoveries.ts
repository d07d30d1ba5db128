import type { SubscriptionId } from '../domain/ids.ts';
import {
  afterStep,
  type Recovery,
  type RecoveryStep,
  recoveredInTurn,
  roomIn,
  stopped,
} from '../domain/recovery.ts';
import type { Clock } from '../ports/clock.ts';
import type { ExhaustedDeliveries } from '../ports/exhausted-deliveries.ts';
import type { RecoveryStore } from '../ports/recovery-store.ts';
import type { SubscriptionStates } from '../ports/subscription-states.ts';
import { type AdvanceMissedNeeds, makeMissed } from './advance-missed.ts';

export interface AdvanceRecoveriesNeeds extends AdvanceMissedNeeds {
  readonly recoveries: RecoveryStore;
  readonly exhausted: ExhaustedDeliveries;
  readonly subscriptionStates: SubscriptionStates;
  readonly clock: Clock;
}

/**
 * Takes every running recovery on, in turns of a page each, as far as its pace allows or until the time is up. What was
 * replayed is no longer exhausted, so that after a crash between a page and its record the page, read again, has only
 * what is still to be done.
 * @returns how many deliveries were replayed
 * @throws what went wrong with the first that failed, once all others have had their turns
 */
export async function advanceRecoveries(
  needs: AdvanceRecoveriesNeeds,
  hasTimeLeft: () => boolean,
): Promise<number> {
  const waiting = [...(await needs.recoveries.running())];
  const failures: unknown[] = [];
  let total = 0;
  for (let next = waiting.shift(); next !== undefined && hasTimeLeft(); next = waiting.shift()) {
    try {
      const turn = await takeTurn(needs, next);
      total += turn.replayedCount;
      if (turn.next !== undefined) waiting.push(turn.next);
    } catch (error) {
      // It has its next turn in the next run; the others are not to wait for that.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return total;
}

/** @returns how it goes on; undefined: not now */
async function takeTurn(
  needs: AdvanceRecoveriesNeeds,
  recovery: Recovery,
): Promise<{ readonly replayedCount: number; readonly next: Recovery | undefined }> {
  const nowMs = needs.clock.nowMs();
  const room = roomIn(recovery, nowMs);
  if (room === 0) return { replayedCount: 0, next: undefined };
  const { subscriptionId } = recovery;
  const state = subscriptionId === null ? 'enabled' : await needs.subscriptionStates.stateOf(subscriptionId);
  if (state !== 'enabled') {
    await needs.recoveries.change(recovery, stopped(recovery, `subscription_${state}`, nowMs));
    return { replayedCount: 0, next: undefined };
  }

  const step =
    recovery.isMissed && subscriptionId !== null
      ? await makeMissed(needs, { ...recovery, subscriptionId }, { room, nowMs })
      : await replayExhausted(needs, recovery, { room, nowMs });
  if (step === undefined) return { replayedCount: 0, next: undefined };
  const after = afterStep(recovery, step, nowMs);
  const changed = await needs.recoveries.change(recovery, after);
  const goesOn = changed === 'changed' && after.status === 'running';
  return { replayedCount: step.recovered, next: goesOn ? after : undefined };
}

async function replayExhausted(
  needs: AdvanceRecoveriesNeeds,
  recovery: Recovery,
  { room, nowMs }: { readonly room: number; readonly nowMs: number },
): Promise<RecoveryStep> {
  const { deliveries, lastId } = await needs.exhausted.oldest(recovery, recovery.afterId, room);
  const wanted = await deliverable(needs, recovery, deliveries);
  const inTurn = recoveredInTurn(recovery, wanted, nowMs);
  const recovered = await needs.exhausted.replay(
    inTurn.map((after, n) => ({ before: wanted[n] as (typeof wanted)[number], after })),
  );
  return { recovered, skipped: deliveries.length - recovered, lastId };
}

/** Without those that would only be held or cancelled: they stay as they are, to be recovered another time. */
async function deliverable<Of extends { readonly subscriptionId: SubscriptionId }>(
  { subscriptionStates }: AdvanceRecoveriesNeeds,
  recovery: Recovery,
  deliveries: readonly Of[],
): Promise<readonly Of[]> {
  if (recovery.subscriptionId !== null) return deliveries;
  const ids = [...new Set(deliveries.map(({ subscriptionId }) => subscriptionId))];
  const states = await Promise.all(ids.map((id) => subscriptionStates.stateOf(id)));
  const enabled = new Set(ids.filter((_, n) => states[n] === 'enabled'));
  return deliveries.filter(({ subscriptionId }) => enabled.has(subscriptionId));
}
