import type { ApiKey } from '../domain/api-key.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { ApiKeyId, AuditEntryId, TenantId } from '../domain/ids.ts';
import type { Reach } from '../domain/principal.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { AuditFilter, BoundedPage } from '../ports/storage.ts';
import type { Needs } from './needs.ts';
import { type PageRequest, pageByOneMore } from './one-more.ts';

export const listApiKeys = (
  { apiKeyStore }: Pick<Needs, 'apiKeyStore'>,
  { tenantId }: Reach,
  page: PageRequest<ApiKeyId>,
): Promise<BoundedPage<ApiKey, ApiKeyId>> => pageByOneMore(page, (more) => apiKeyStore.list(tenantId, more));

/** The tenants that the caller's tenant has created. */
export const listTenants = (
  { tenants }: Pick<Needs, 'tenants'>,
  { tenantId }: Reach,
  page: PageRequest<TenantId>,
): Promise<BoundedPage<Tenant, TenantId>> => pageByOneMore(page, (more) => tenants.list(tenantId, more));

export const listAuditEntries = (
  { auditTrail }: Pick<Needs, 'auditTrail'>,
  { tenantId }: Reach,
  filter: AuditFilter,
  page: PageRequest<AuditEntryId>,
): Promise<BoundedPage<AuditEntry, AuditEntryId>> =>
  pageByOneMore(page, (more) => auditTrail.list(tenantId, filter, more));
