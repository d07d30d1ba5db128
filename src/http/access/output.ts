import * as z from 'zod';
import type { ApiKey } from '../../domain/api-key.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { apiKeyIdPattern, auditEntryIdPattern } from '../../domain/ids.ts';
import type { PortalToken } from '../../domain/portal-token.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { receiverId, time, timeOf, timeOrNull } from '../core/fields.ts';
import { apiKeyScope, auditAction, auditedField, portalAccess } from '../core/named-values.ts';
import { pageOf } from '../core/page.ts';
import { tenantId } from './input.ts';

/** Answers about API keys, tenants, portal tokens, and the audit log. */

const apiKeyFields = {
  id: z.string().meta({ pattern: apiKeyIdPattern.source, examples: ['key_01KC2XHQ5B9V7N3M8R4T6Y0W1Z'] }),
  tenant_id: tenantId,
  name: z.string(),
  scopes: z.array(apiKeyScope),
  created_at: time,
  expires_at: time.nullable(),
  last_used_at: time
    .nullable()
    .meta({ description: 'The time of the last use, to the hour; `null`: never used.' }),
};

const keyText = z.string().meta({ description: 'The key itself, shown once: only its hash is stored.' });

export const apiKeyShape = z.object(apiKeyFields).meta({ id: 'ApiKey', description: 'An API key.' });
export const apiKeyPageShape = pageOf(apiKeyShape, 'ApiKeyPage');
export const createdApiKeyShape = z
  .object({ ...apiKeyFields, key: keyText })
  .meta({ id: 'CreatedApiKey', description: 'A new API key, with the key itself.' });

const tenantFields = { id: tenantId, name: z.string(), created_at: time };
export const tenantShape = z.object(tenantFields).meta({
  id: 'Tenant',
  description: 'An owner of API keys, subscriptions and events, isolated from all other tenants.',
});
export const tenantPageShape = pageOf(tenantShape, 'TenantPage');
export const createdTenantShape = z
  .object({ ...tenantFields, api_key: createdApiKeyShape })
  .meta({ id: 'CreatedTenant', description: 'A new tenant, with its first admin key.' });

export const portalTokenShape = z
  .object({
    id: z.string().meta({ description: 'The id of the token in the audit log.' }),
    token: z.string().meta({ description: 'Sent like an API key: `Authorization: Bearer pht_…`.' }),
    url: z.string().meta({
      description:
        'The address of the portal page with the token and the theme in its fragment, for a link or an iframe: docs/portal.md.',
    }),
    receiver_id: receiverId,
    access: portalAccess,
    expires_at: time,
  })
  .meta({
    id: 'PortalToken',
    description: 'A token that gives one receiver temporary access to its own subscriptions.',
  });

const auditChangeShape = z
  .object({
    field: auditedField,
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({
    id: 'AuditChange',
    description: 'The old and new value of a field. The query of a URL is replaced by `?…`.',
  });

export const auditEntryShape = z
  .object({
    id: z
      .string()
      .meta({ pattern: auditEntryIdPattern.source, examples: ['aud_01KG9P6JNTN5B0Y3XF7GKTM4WE'] }),
    action: auditAction,
    actor: z.string().meta({ description: 'The id of the API key or portal token that made the call.' }),
    subject: z.string().meta({ description: 'The id of the changed or created resource.' }),
    fields: z
      .array(z.string())
      .meta({ description: 'The fields that the request named, without their values.' }),
    receiver_id: z.string().nullable().meta({
      description:
        'The receiver of the portal token that made the call, or whose tokens were created or revoked.',
    }),
    source_address: z.string().nullable().meta({
      description: 'The IP address of the caller; `null` in older entries, from before it was recorded.',
    }),
    changes: z.array(auditChangeShape).meta({
      description: 'For changed subscriptions: `target_url` and `receiver_id`, if they were changed.',
    }),
    request_id: z.string(),
    at: time,
  })
  .meta({ id: 'AuditEntry', description: 'An entry of the audit log: actor, action, resource and time.' });
export const auditPageShape = pageOf(auditEntryShape, 'AuditPage');

export const apiKeyResource = (key: ApiKey): z.infer<typeof apiKeyShape> => ({
  id: key.id,
  tenant_id: key.tenantId,
  name: key.name,
  scopes: [...key.scopes],
  created_at: timeOf(key.createdAtMs),
  expires_at: timeOrNull(key.expiresAtMs),
  last_used_at: timeOrNull(key.lastUsedAtMs),
});

export const createdApiKey = (apiKey: ApiKey, key: string): z.infer<typeof createdApiKeyShape> => ({
  ...apiKeyResource(apiKey),
  key,
});

export const tenantResource = ({ id, name, createdAtMs }: Tenant): z.infer<typeof tenantShape> => ({
  id,
  name,
  created_at: timeOf(createdAtMs),
});

export const createdTenant = (
  tenant: Tenant,
  apiKey: ApiKey,
  key: string,
): z.infer<typeof createdTenantShape> => ({ ...tenantResource(tenant), api_key: createdApiKey(apiKey, key) });

export const portalTokenResource = (
  { id, receiverId: receiver, access, expiresAtMs }: PortalToken,
  { token, url }: { readonly token: string; readonly url: string },
): z.infer<typeof portalTokenShape> => ({
  id,
  token,
  url,
  receiver_id: receiver,
  access,
  expires_at: timeOf(expiresAtMs),
});

export const auditEntryResource = (entry: AuditEntry): z.infer<typeof auditEntryShape> => ({
  id: entry.id,
  action: entry.action,
  actor: entry.actor,
  subject: entry.subject,
  fields: [...entry.fields],
  receiver_id: entry.receiverId,
  source_address: entry.sourceAddress,
  changes: entry.changes.map((change) => ({ ...change })),
  request_id: entry.requestId,
  at: timeOf(entry.atMs),
});
