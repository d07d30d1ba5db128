import type { TenantId } from './ids.ts';

/** An owner of keys, subscriptions and events. Nothing crosses from one to another. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  /** The tenant whose admin key made it: it may make keys for it, and sees nothing else of it. */
  readonly createdBy: TenantId;
  readonly createdAtMs: number;
}
