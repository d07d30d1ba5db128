import type { TenantId } from '../../domain/ids.ts';
import { portalTokenLimits } from '../../domain/limits.ts';
import { readChangeWrite } from '../../domain/read-change-write.ts';
import type { PortalVersions } from '../../ports/storage.ts';
import { ttlAt } from './delivery-rows.ts';
import { portalVersionKey } from './keys.ts';
import type { Table } from './table.ts';

export class DynamoPortalVersions implements PortalVersions {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async versionOf(tenantId: TenantId, receiverId: string): Promise<number> {
    const row = await this.#table.get(portalVersionKey(tenantId, receiverId));
    return Number(row?.['version'] ?? 0);
  }

  /** The version rises even if the clock of this machine is behind that of another one. */
  async raise(tenantId: TenantId, receiverId: string, nowMs: number): Promise<number> {
    const ttl = ttlAt(nowMs + portalTokenLimits.revocationSeconds * 1_000);
    const raised = await readChangeWrite(async () => {
      const before = await this.versionOf(tenantId, receiverId);
      const version = Math.max(nowMs, before + 1);
      const { outcome } = await this.#table.put(
        { ...portalVersionKey(tenantId, receiverId), version, ttl },
        { text: 'attribute_not_exists(#PK) OR #version = :before', values: { before } },
      );
      return outcome === 'written' ? version : 'conflict';
    });
    if (raised === 'conflict') throw new Error(`the portal tokens of ${tenantId} are revoked all the time`);
    return raised;
  }
}
