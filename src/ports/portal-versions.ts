import type { TenantId } from '../domain/ids.ts';

/** Which portal tokens of a receiver are still good: those that were made under its present version or a later one. */
export interface PortalVersions {
  /** 0 until the first revocation, and again when the tokens of before the last one have expired. */
  versionOf(tenantId: TenantId, receiverId: string): Promise<number>;
  /** Raises the version, and so revokes all tokens of the receiver that were made until now. */
  raise(tenantId: TenantId, receiverId: string, nowMs: number): Promise<number>;
}
