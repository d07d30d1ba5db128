import type { Delivery } from '../domain/delivery.ts';
import type { DeliveryId } from '../domain/ids.ts';
import type { RecoveryScope } from '../domain/recovery.ts';

/** A part of what is exhausted. */
export interface ExhaustedPage {
  readonly deliveries: readonly Delivery[];
  /** Where the next part begins; `null`: there is none. */
  readonly lastId: DeliveryId | null;
}

/** What the retry policies have given up, for those who bring it back in bulk. */
export interface ExhaustedDeliveries {
  /**
   * How many there are, about; `null`: too many to be counted.
   * @param receiverId only those whose events are of this receiver, of which fewer can be counted
   */
  count(scope: RecoveryScope, receiverId?: string | undefined): Promise<number | null>;
  /**
   * Up to `limit` of them, those of the oldest events first, after one of them. Fewer may be there although more follow;
   * what was exhausted a moment ago may be missing.
   */
  oldest(scope: RecoveryScope, afterId: DeliveryId | null, limit: number): Promise<ExhaustedPage>;
  /**
   * Writes each change and sends a new queue message, in a group of recoveries, where the delivery is still exhausted
   * under `before`'s ticket. Returns how many were.
   */
  replay(changes: readonly { readonly before: Delivery; readonly after: Delivery }[]): Promise<number>;
}
