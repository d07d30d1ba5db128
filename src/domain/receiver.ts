import type { TenantId } from './ids.ts';
import { receiverLimits } from './limits.ts';
import type { RateLimit } from './rate-limit.ts';

/** The limits of a receiver; `null`: none. */
export interface ReceiverLimits {
  /** For events with this `receiver_id`. */
  readonly rateLimit: RateLimit | null;
  /** How many subscriptions may have this `receiver_id`. */
  readonly subscriptionsLimit: number | null;
}

/**
 * A tenant's record of one of its receivers. A `receiver_id` works without a record too: the record adds a name and
 * limits.
 */
export interface Receiver extends ReceiverLimits {
  readonly tenantId: TenantId;
  /** The tenant's own id of the receiver: the `receiver_id` of its events and subscriptions. */
  readonly id: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** A ULID of the call that created the record: a repeat of the call finds its record by it. */
  readonly madeBy: string;
  /** Rises with every change. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export type ReceiverSettings = Pick<Receiver, 'name' | 'metadata' | keyof ReceiverLimits>;

/** The limits of one receiver of a tenant. */
export interface LimitedReceiver extends ReceiverLimits {
  readonly id: string;
}

export const isLimited = ({ rateLimit, subscriptionsLimit }: ReceiverLimits): boolean =>
  rateLimit !== null || subscriptionsLimit !== null;

/** A URL cannot name `.` and `..`: clients and gateways resolve these segments of a path. */
const DOT_SEGMENTS: readonly string[] = ['.', '..'];

/** Whether a record can have this id: any `receiver_id`, except for `.` and `..`. */
export const isReceiverId = (text: string): text is string =>
  text.isWellFormed() &&
  text !== '' &&
  !DOT_SEGMENTS.includes(text) &&
  [...text].length <= receiverLimits.idCharacters;

export const changedReceiver = (stored: Receiver, settings: ReceiverSettings, nowMs: number): Receiver => ({
  ...stored,
  ...settings,
  version: stored.version + 1,
  updatedAtMs: nowMs,
});
