import type { RecoveryId, SubscriptionId, TenantId } from '../domain/ids.ts';
import type { Recovery } from '../domain/recovery.ts';

export interface RecoveryFilter {
  readonly subscriptionId: SubscriptionId | undefined;
  /** Only those of this receiver's subscriptions. */
  readonly receiverId: string | undefined;
}

/** Recoveries: those that run, and for a while those that have ended. */
export interface RecoveryStore {
  /** `exists`: one of this id is there already (the call is a repeat). */
  add(recovery: Recovery): Promise<'added' | 'exists'>;
  /** Consistent. */
  find(tenantId: TenantId, id: RecoveryId): Promise<Recovery | undefined>;
  /** Those whose ids are below `beforeId`, newest first. */
  list(
    tenantId: TenantId,
    filter: RecoveryFilter,
    page: { readonly beforeId: RecoveryId | undefined; readonly limit: number },
  ): Promise<readonly Recovery[]>;
  /** All that run, of all tenants, as they are now; what began a moment ago may be missing. */
  running(): Promise<readonly Recovery[]>;
  /** Writes the change if it still runs, and nobody has changed it since `before`. */
  change(before: Recovery, after: Recovery): Promise<'changed' | 'superseded'>;
}
