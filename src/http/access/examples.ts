import type { ApiKey } from '../../domain/api-key.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { PortalToken } from '../../domain/portal-token.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { exampleSubscription } from '../subscriptions/examples.ts';

/** The same story as in the other examples: the API keys and tenants of the shop. */

const { tenantId, createdAtMs } = exampleSubscription;

export const exampleApiKey: ApiKey = {
  id: 'key_01KERMB8Z2M7T4Q9W3X5C6V1BN',
  tenantId,
  scopes: ['ingest'],
  name: 'shop',
  createdAtMs,
  expiresAtMs: null,
  lastUsedAtMs: null,
};

export const exampleTenant: Tenant = {
  id: 'ten_01KERNV2C8J4D6F0G3H5K7M9PQ',
  name: 'staging',
  createdBy: tenantId,
  createdAtMs,
};

export const exampleTenantKey: ApiKey = {
  ...exampleApiKey,
  id: 'key_01KERNV2C8J4D6F0G3H5K7M9PQ',
  tenantId: exampleTenant.id,
  scopes: ['admin'],
  name: 'first key',
};

export const examplePortalToken: PortalToken = {
  id: 'ptk_01KG9Q4R2T6V8X0Z1B3D5F7HJM',
  tenantId,
  receiverId: 'customer-42',
  access: 'manage',
  expiresAtMs: createdAtMs + 3_600_000,
  madeBy: exampleApiKey.id,
  version: 0,
};

export const exampleAuditEntry: AuditEntry = {
  id: 'aud_01KERMBK4R2M8N6P0Q9S7T5V3W',
  tenantId,
  action: 'subscription.updated',
  actor: 'key_01KC2XHQ9P4R6T8V0W2Y4Z6B8D',
  subject: exampleSubscription.id,
  fields: ['receiver_id', 'event_types'],
  receiverId: null,
  sourceAddress: '203.0.113.7',
  changes: [{ field: 'receiver_id', before: null, after: 'customer-42' }],
  requestId: '5b1c7a0e-9d5f-4c38-8a55-2f6f3b1f7f10',
  atMs: createdAtMs,
};
