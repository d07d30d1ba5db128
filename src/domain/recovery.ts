import { type Delivery, madeLater, replayed } from './delivery.ts';
import type { DeliveryId, RecoveryId, SubscriptionId, TenantId } from './ids.ts';
import { recoveryLimits } from './limits.ts';

/**
 * A replay of everything that was exhausted in a time: of one subscription, or of a whole tenant (a redrive). It goes on
 * in the background, page by page and no faster than it may, until it has seen all of it.
 *
 *   running ──► done            all was seen
 *   running ──► stopped         by a person, or because its subscription is disabled, deleted, or has moved
 *
 * Every function here takes a recovery and gives the next one; nothing is written, no clock is read.
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

/** What is recovered. It does not change while it is: what is exhausted in the meantime is of later events, or was tried. */
export interface RecoveryScope {
  readonly tenantId: TenantId;
  /** `null`: those of all the tenant's subscriptions. */
  readonly subscriptionId: SubscriptionId | null;
  /** Of events from this time on … */
  readonly sinceMs: number;
  /** … and before this one. */
  readonly untilMs: number;
}

export interface Recovery extends RecoveryScope {
  readonly id: RecoveryId;
  /** That of the subscription. */
  readonly receiverId: string | null;
  /** It makes deliveries of events that the subscription missed, and replays none. */
  readonly isMissed: boolean;
  /** Deliveries a second that are put on the queue, at most. */
  readonly perSecond: number;
  readonly status: RecoveryStatus;
  readonly stopReason: StopReason | null;
  /** How many there were at its start; `null`: more than were counted. */
  readonly foundCount: number | null;
  /** Deliveries that were replayed, … */
  readonly recoveredCount: number;
  /** … and those that were not, as their subscriptions are disabled or deleted, or somebody else was faster. */
  readonly skippedCount: number;
  /** How far it has come, oldest events first; `null`: nowhere yet. */
  readonly afterId: DeliveryId | null;
  /** When the next delivery may be attempted. */
  readonly nextSlotAtMs: number;
  /** Raised with every change. */
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
 * How many deliveries it may put on the queue now. They are put there somewhat ahead of their attempts, so that a look a
 * minute is enough; never more of them than a page.
 */
export function roomIn(recovery: Recovery, nowMs: number): number {
  const { perSecond } = recovery;
  const aheadMs = nowMs + recoveryLimits.aheadSeconds * 1_000 - nextSlotMs(recovery, nowMs);
  return Math.min(RECOVERED_AT_A_TIME, Math.floor((aheadMs * perSecond) / 1_000));
}

/** Slots are given out so far ahead and no further: one beyond that is of a clock that was set back since. */
const nextSlotMs = ({ nextSlotAtMs }: Recovery, nowMs: number): number =>
  nextSlotAtMs > nowMs + recoveryLimits.aheadSeconds * 1_000 ? nowMs : Math.max(nextSlotAtMs, nowMs);

/** When the nth of further deliveries is attempted: one after another at the pace of the recovery. */
const slotAtMs = (recovery: Recovery, n: number, nowMs: number): number =>
  Math.floor(nextSlotMs(recovery, nowMs) + (n * 1_000) / recovery.perSecond);

/** The deliveries as they go on: each attempted in its turn. */
export const recoveredInTurn = (
  recovery: Recovery,
  deliveries: readonly Delivery[],
  nowMs: number,
): readonly Delivery[] =>
  deliveries.map((delivery, n) => ({
    ...replayed(delivery, nowMs),
    nextAttemptAtMs: slotAtMs(recovery, n, nowMs),
  }));

/** The same for deliveries that there were none of. */
export const madeInTurn = (
  recovery: Recovery,
  deliveries: readonly Delivery[],
  nowMs: number,
): readonly Delivery[] =>
  deliveries.map((delivery, n) => madeLater(delivery, slotAtMs(recovery, n, nowMs), nowMs));

/** What a step saw: all down to `lastId`, or to the end. */
export interface RecoveryStep {
  readonly recovered: number;
  readonly skipped: number;
  /** `null`: there is nothing after what was seen. */
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

/** What is on the queue already goes on. */
export const stopped = (recovery: Recovery, stopReason: StopReason, nowMs: number): Recovery => ({
  ...recovery,
  status: 'stopped',
  stopReason,
  version: recovery.version + 1,
  updatedAtMs: nowMs,
  endedAtMs: nowMs,
});

/** When its record may be forgotten; that of a running one never is. */
export const recoveryExpiresAtMs = ({ endedAtMs }: Pick<Recovery, 'endedAtMs'>): number | null =>
  endedAtMs === null ? null : endedAtMs + recoveryLimits.keptDays * 86_400_000;
