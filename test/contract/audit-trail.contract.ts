import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { AuditEntryId, TenantId } from '../../src/domain/ids.ts';
import type { AuditFilter } from '../../src/ports/storage.ts';
import { aTenantId } from '../support/records.ts';
import type { MakeStorageHarness, StorageHarness } from './storage-harness.ts';

const DAY_MS = 86_400_000;

const anEntry = (tenantId: TenantId, atMs: number): AuditEntry => ({
  id: `aud_${ulid(atMs)}`,
  tenantId,
  action: 'subscription.updated',
  actor: 'key_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  subject: 'sub_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  fields: ['target_url', 'headers'],
  receiverId: 'customer-42',
  sourceAddress: '2001:db8::1',
  changes: [
    { field: 'target_url', before: 'https://a.example/?…', after: 'https://b.example/' },
    { field: 'receiver_id', before: null, after: 'customer-42' },
  ],
  requestId: 'a request',
  atMs,
});

const always: AuditFilter = { sinceMs: undefined, untilMs: undefined };

export function describeAuditTrailContract(family: string, makeHarness: MakeStorageHarness): void {
  let harness: StorageHarness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.close());

  /** So many days before now, oldest first. */
  async function record(tenantId: TenantId, ...daysAgo: readonly number[]): Promise<AuditEntry[]> {
    const entries = daysAgo.map((days) => anEntry(tenantId, harness.nowMs() - days * DAY_MS));
    for (const entry of entries) await harness.auditTrail.record(entry);
    return entries.reverse();
  }

  const list = (tenantId: TenantId, limit: number, beforeId?: AuditEntryId, filter = always) =>
    harness.auditTrail.list(tenantId, filter, { beforeId, limit });

  describe(`AuditTrail, ${family}`, () => {
    it('shows the recorded entries of a tenant unchanged, newest first', async () => {
      const tenantId = aTenantId();
      const entries = await record(tenantId, 1, 0.5, 0);
      const none = { fields: [], receiverId: null, sourceAddress: null, changes: [] };
      const plain = { ...anEntry(tenantId, harness.nowMs() + 1), ...none };
      await harness.auditTrail.record(plain);
      await record(aTenantId(), 0);
      expect(await list(tenantId, 10)).toEqual([plain, ...entries]);
    });

    it('goes on over the ends of months, page by page', async () => {
      const tenantId = aTenantId();
      const entries = await record(tenantId, 85, 70, 69, 40, 39, 10, 0);
      expect(await list(tenantId, 10)).toEqual(entries);
      const seen: AuditEntry[] = [];
      for (let page = await list(tenantId, 2); page.length > 0; ) {
        seen.push(...page);
        page = await list(tenantId, 2, page.at(-1)!.id);
      }
      expect(seen).toEqual(entries);
    });

    it('shows a period: from its start on, and before its end', async () => {
      const tenantId = aTenantId();
      const [newest, second, third, oldest] = await record(tenantId, 60, 30, 20, 1);
      const between = (sinceMs: number | undefined, untilMs: number | undefined) =>
        list(tenantId, 10, undefined, { sinceMs, untilMs });
      expect(await between(third!.atMs, newest!.atMs)).toEqual([second, third]);
      expect(await between(third!.atMs + 1, undefined)).toEqual([newest, second]);
      expect(await between(undefined, second!.atMs)).toEqual([third, oldest]);
      const before = { sinceMs: undefined, untilMs: newest!.atMs };
      expect(await list(tenantId, 1, second!.id, before)).toEqual([third]);
      expect(await list(tenantId, 5, third!.id, { sinceMs: second!.atMs, untilMs: undefined })).toEqual([]);
    });

    it('shows nothing that is older than 90 days', async () => {
      const tenantId = aTenantId();
      const [kept] = await record(tenantId, 90.01, 89.99);
      expect(await list(tenantId, 10)).toEqual([kept]);
    });
  });
}
