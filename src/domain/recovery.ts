import { type Delivery, madeLater, replayed } from './delivery.ts';
import type { DeliveryId, RecoveryId, SubscriptionId, TenantId } from './ids.ts';
import { recoveryLimits } from './limits.ts';

/**
 * A replay of all deliveries that were exhausted in a period, of one subscription or of a whole tenant (a redrive). It
 * runs in the background, page by page and at its set pace, until it has seen all of them.
 *
 *   running ──► done            all were seen
 *   running ──► stopped         by a call, or because its subscription is disabled, deleted or moved
 *
 * Each function here takes a recovery and returns the next version of it. It writes nothing and reads no clock.
 */

export const recoveryStatuses = ['running', 'done', 'stopped'] as const;
type RecoveryStatus = (typeof recoveryStatuses)[number];

export const stopReasons = [
  'by_request',
  'subscription_disabled',
  'subscription_deleted',
  'receiver_changed',
] as const;
export type StopReason = (typeof stopReasons)[number];

/**
 * The scope of a recovery. It is fixed: deliveries that become exhausted during the recovery are of later events, or
 * were replayed already.
 */
export interface RecoveryScope {
  readonly tenantId: TenantId;
  /** `null`: those of all the tenant's subscriptions. */
  readonly subscriptionId: SubscriptionId | null;
  /** Of events from this time on … */
  readonly sinceMs: number;
  /** … and before this time. */
  readonly untilMs: number;
}

export interface Recovery extends RecoveryScope {
  readonly id: RecoveryId;
  /** The receiver of the subscription. */
  readonly receiverId: string | null;
  /** The recovery makes deliveries of events that the subscription missed, and replays none. */
  readonly isMissed: boolean;
  /** At most this many deliveries a second go on the queue. */
  readonly perSecond: number;
  readonly status: RecoveryStatus;
  readonly stopReason: StopReason | null;
  /** The number of deliveries at the start; `null`: too many to count. */
  readonly foundCount: number | null;
  /** Deliveries that were replayed, … */
  readonly recoveredCount: number;
  /**
   * … and deliveries that were not, because their subscription is disabled or deleted, or another caller replayed them
   * first.
   */
  readonly skippedCount: number;
  /** The last delivery seen, oldest events first; `null`: none yet. */
  readonly afterId: DeliveryId | null;
  /** When the next delivery may be attempted. */
  readonly nextSlotAtMs: number;
  /** Rises with every change. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly endedAtMs: number | null;
}

export type NewRecovery = Pick<
  Recovery,
  | 'id'
  | 'tenantId'
  | 'subscriptionId'
  | 'receiverId'
  | 'isMissed'
  | 'sinceMs'
  | 'untilMs'
  | 'perSecond'
  | 'foundCount'
>;

export const newRecovery = (about: NewRecovery, nowMs: number): Recovery => ({
  ...about,
  status: 'running',
  stopReason: null,
  recoveredCount: 0,
  skippedCount: 0,
  afterId: null,
  nextSlotAtMs: nowMs,
  version: 0,
  createdAtMs: nowMs,
  updatedAtMs: nowMs,
  endedAtMs: null,
});

/** Deliveries that are read and written before the progress is recorded. */
export const RECOVERED_AT_A_TIME = 250;

/**
 * How many deliveries may go on the queue now. They go there ahead of their attempts, so that one look a minute is
 * enough; at most a page of them.
 */
export function roomIn(recovery: Recovery, nowMs: number): number {
  const { perSecond } = recovery;
  const aheadMs = nowMs + recoveryLimits.aheadSeconds * 1_000 - nextSlotMs(recovery, nowMs);
  return Math.min(RECOVERED_AT_A_TIME, Math.floor((aheadMs * perSecond) / 1_000));
}

/** Slots are given out this far ahead and no further. A later slot is of a clock that was set back since. */
const nextSlotMs = ({ nextSlotAtMs }: Recovery, nowMs: number): number =>
  nextSlotAtMs > nowMs + recoveryLimits.aheadSeconds * 1_000 ? nowMs : Math.max(nextSlotAtMs, nowMs);

/** When the nth further delivery is attempted, at the pace of the recovery. */
const slotAtMs = (recovery: Recovery, n: number, nowMs: number): number =>
  Math.floor(nextSlotMs(recovery, nowMs) + (n * 1_000) / recovery.perSecond);

/** The deliveries with their replays, each in its own slot. */
export const recoveredInTurn = (
  recovery: Recovery,
  deliveries: readonly Delivery[],
  nowMs: number,
): readonly Delivery[] =>
  deliveries.map((delivery, n) => ({
    ...replayed(delivery, nowMs),
    nextAttemptAtMs: slotAtMs(recovery, n, nowMs),
  }));

/** The same for deliveries that did not exist. */
export const madeInTurn = (
  recovery: Recovery,
  deliveries: readonly Delivery[],
  nowMs: number,
): readonly Delivery[] =>
  deliveries.map((delivery, n) => madeLater(delivery, slotAtMs(recovery, n, nowMs), nowMs));

/** The result of one step: everything up to `lastId`, or to the end, was seen. */
export interface RecoveryStep {
  readonly recovered: number;
  readonly skipped: number;
  /** `null`: the step reached the end. */
  readonly lastId: DeliveryId | null;
}

export function afterStep(
  recovery: Recovery,
  { recovered, skipped, lastId }: RecoveryStep,
  nowMs: number,
): Recovery {
  const slotsMs = (recovered * 1_000) / recovery.perSecond;
  const next: Recovery = {
    ...recovery,
    recoveredCount: recovery.recoveredCount + recovered,
    skippedCount: recovery.skippedCount + skipped,
    afterId: lastId ?? recovery.afterId,
    nextSlotAtMs: nextSlotMs(recovery, nowMs) + slotsMs,
    version: recovery.version + 1,
    updatedAtMs: nowMs,
  };
  return lastId === null ? { ...next, status: 'done', endedAtMs: nowMs } : next;
}

/** Deliveries that are on the queue already are still attempted. */
export const stopped = (recovery: Recovery, stopReason: StopReason, nowMs: number): Recovery => ({
  ...recovery,
  status: 'stopped',
  stopReason,
  version: recovery.version + 1,
  updatedAtMs: nowMs,
  endedAtMs: nowMs,
});

/** When the record may be deleted; `null` while the recovery is running. */
export const recoveryExpiresAtMs = ({ endedAtMs }: Pick<Recovery, 'endedAtMs'>): number | null =>
  endedAtMs === null ? null : endedAtMs + recoveryLimits.keptDays * 86_400_000;
