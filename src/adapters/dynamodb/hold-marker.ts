import { type SubscriptionId, ulidOf } from '../../domain/ids.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { dueIndexKey, holdMarkerKey } from './keys.ts';
import { claimLimits } from './limits.ts';
import type { Row } from './table.ts';

/**
 * The row by which release finds what is on hold for a subscription: there while that is disabled, and for a while
 * after. It is written in one transaction with the change of the subscription, so that neither is ever without the
 * other.
 *
 * @param dueAtMs when release is to look after it next
 * @param untilMs when it has done its work; undefined while the subscription is disabled
 */
const holdMarker = (id: SubscriptionId, dueAtMs: number, untilMs?: number): Row => ({
  ...holdMarkerKey(id),
  ...dueIndexKey(dueAtMs, ulidOf(id)),
  until: untilMs,
});

/** What is held for a disabled one stays held, until it is too old: release looks for that now and then. */
export const markerOfDisabled = ({ id, updatedAtMs }: Subscription): Row =>
  holdMarker(id, updatedAtMs + claimLimits.holdLookSeconds * 1_000);

/** Nothing stays on hold: release starts at once, and stays at it while other processes may still put more on hold. */
export const markerToReleaseAll = (id: SubscriptionId, nowMs: number): Row =>
  holdMarker(id, nowMs, nowMs + claimLimits.holdLateSeconds * 1_000);
