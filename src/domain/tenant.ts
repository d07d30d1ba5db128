import type { TenantId } from './ids.ts';

/** An owner of keys, subscriptions and events. Tenants never see each other's records. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  /** The tenant whose admin key created it. That tenant can create keys for it, and sees nothing else of it. */
  readonly createdBy: TenantId;
  readonly createdAtMs: number;
}
