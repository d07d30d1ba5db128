import { type SubscriptionId, ulidOf } from '../../domain/ids.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { dueIndexKey, holdMarkerKey } from './keys.ts';
import { claimLimits } from './limits.ts';
import type { Row } from './table.ts';

/**
 * The row that leads release to the held deliveries of a subscription. It exists while the subscription is disabled,
 * and for a while after. It is written in one transaction with the change of the subscription, so neither exists
 * without the other.
 *
 * @param dueAtMs when release checks it next
 * @param untilMs when release is finished with it; undefined while the subscription is disabled
 */
const holdMarker = (id: SubscriptionId, dueAtMs: number, untilMs?: number): Row => ({
  ...holdMarkerKey(id),
  ...dueIndexKey(dueAtMs, ulidOf(id)),
  until: untilMs,
});

/**
 * Deliveries held for a disabled subscription stay held until they are too old. Release checks for these from time to
 * time.
 */
export const markerOfDisabled = ({ id, updatedAtMs }: Subscription): Row =>
  holdMarker(id, updatedAtMs + claimLimits.holdLookSeconds * 1_000);

/** Releases all held deliveries: at once, and as long as other processes may still hold more. */
export const markerToReleaseAll = (id: SubscriptionId, nowMs: number): Row =>
  holdMarker(id, nowMs, nowMs + claimLimits.holdLateSeconds * 1_000);
