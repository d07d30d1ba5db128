import * as z from 'zod';
import { apiKeyIdPattern, isApiKeyId } from '../../domain/ids.ts';
import { auditLimits } from '../../domain/limits.ts';
import { plainQuery } from '../core/list-queries.ts';
import { noContent, operation } from '../core/operation.ts';
import { pageAnswer } from '../core/page.ts';
import { idempotencyHeaders } from '../core/request-headers.ts';
import {
  exampleApiKey,
  exampleAuditEntry,
  examplePortalToken,
  exampleTenant,
  exampleTenantKey,
} from './examples.ts';
import { auditQuery, newApiKey, newPortalToken, newTenant, revokedPortalTokens } from './input.ts';
import {
  apiKeyPageShape,
  apiKeyResource,
  auditEntryResource,
  auditPageShape,
  createdApiKey,
  createdApiKeyShape,
  createdTenant,
  createdTenantShape,
  portalTokenResource,
  portalTokenShape,
  tenantPageShape,
  tenantResource,
} from './output.ts';

/** Access: API keys, tenants, portal tokens, and the audit log. */

const A_KEY = 'phk_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBrZXkh';

const A_TOKEN = 'pht_WyJwdGtfMDFLRy4uLiJd.bm90IGEgdG9rZW4';

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'POST',
  path: '/api-keys',
  tag: 'Access',
  summary: 'Create an API key',
  description: 'The answer shows the key once: only its hash is stored.',
  scope: 'admin',
  audit: 'api_key.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newApiKey,
    examples: {
      producer: {
        summary: 'For a service that publishes events',
        value: { name: 'shop', scopes: ['ingest'] },
      },
      expiring: {
        summary: 'For temporary read access',
        value: { name: 'support', scopes: ['read'], expires_at: '2036-01-31T00:00:00Z' },
      },
    },
  },
  success: {
    status: 201,
    description: 'The new key.',
    schema: createdApiKeyShape,
    example: createdApiKey(exampleApiKey, A_KEY),
  },
  errors: ['limit-reached'],
});

export const listApiKeys = operation({
  id: 'listApiKeys',
  method: 'GET',
  path: '/api-keys',
  tag: 'Access',
  summary: 'List API keys',
  description: 'Newest first, without the keys themselves. Expired keys are listed for 30 more days.',
  scope: 'admin',
  query: plainQuery,
  success: pageAnswer('keys', apiKeyPageShape, apiKeyResource(exampleApiKey)),
});

export const deleteApiKey = operation({
  id: 'deleteApiKey',
  method: 'DELETE',
  path: '/api-keys/{id}',
  tag: 'Access',
  summary: 'Revoke an API key',
  description:
    'The key is refused from then on; within a few seconds everywhere. A key cannot revoke itself, so that a tenant does ' +
    'not lock itself out.',
  scope: 'admin',
  audit: 'api_key.deleted',
  params: z.object({
    id: z
      .string()
      .refine(isApiKeyId, 'is not an API key id')
      .meta({
        pattern: apiKeyIdPattern.source,
        examples: [exampleApiKey.id],
        description: 'The id of the API key.',
      }),
  }),
  success: noContent('The key is revoked.'),
  errors: ['conflict'],
});

export const createTenant = operation({
  id: 'createTenant',
  method: 'POST',
  path: '/tenants',
  tag: 'Access',
  summary: 'Create a tenant',
  description:
    'The new tenant shares nothing with yours. The answer shows its first admin key once. Create more keys with ' +
    'that key, or with `tenant_id` in `POST /api-keys`.',
  scope: 'admin',
  audit: 'tenant.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newTenant,
    examples: { staging: { summary: 'A tenant for tests', value: { name: 'staging' } } },
  },
  success: {
    status: 201,
    description: 'The new tenant and its first key.',
    schema: createdTenantShape,
    example: createdTenant(exampleTenant, exampleTenantKey, A_KEY),
  },
});

export const listTenants = operation({
  id: 'listTenants',
  method: 'GET',
  path: '/tenants',
  tag: 'Access',
  summary: 'List tenants',
  description: 'The tenants that your tenant created, newest first.',
  scope: 'admin',
  query: plainQuery,
  success: pageAnswer('tenants', tenantPageShape, tenantResource(exampleTenant)),
});

export const createPortalToken = operation({
  id: 'createPortalToken',
  method: 'POST',
  path: '/portal-tokens',
  tag: 'Access',
  summary: 'Create a portal token',
  description:
    'Lets one of your receivers read (or manage) its own subscriptions and their deliveries, in your web page or ' +
    'with its own client; `url` is the portal page for it. The token also reads your catalogue of event types, and nothing else of your tenant. It has ' +
    'no more permissions than the API key that creates it, expires no later, and is refused once that key is revoked. It ' +
    'is valid for at most an hour; `POST /portal-tokens/revoke` ends it earlier.',
  scope: 'manage',
  audit: 'portal_token.created',
  body: {
    kind: 'json',
    schema: newPortalToken,
    examples: {
      look: { summary: 'Read access for 15 minutes', value: { receiver_id: 'customer-42' } },
      manage: {
        summary: 'Manage for an hour',
        value: { receiver_id: 'customer-42', access: 'manage', ttl_seconds: 3600 },
      },
      themed: {
        summary: 'For the portal page in your colours',
        value: { receiver_id: 'customer-42', theme: { accent: '#0a7d4f', radius: 8, font: 'Inter' } },
      },
    },
  },
  success: {
    status: 201,
    description: 'The token.',
    schema: portalTokenShape,
    example: portalTokenResource(examplePortalToken, {
      token: A_TOKEN,
      url: `https://hooks.example.com/portal/#token=${A_TOKEN}&accent=%230a7d4f`,
    }),
  },
});

export const revokePortalTokens = operation({
  id: 'revokePortalTokens',
  method: 'POST',
  path: '/portal-tokens/revoke',
  tag: 'Access',
  summary: 'Revoke the portal tokens of a receiver',
  description:
    'Every portal token created for this receiver until now is refused; within a few seconds everywhere. New tokens ' +
    'can be created at once.',
  scope: 'manage',
  audit: 'portal_token.revoked',
  body: {
    kind: 'json',
    schema: revokedPortalTokens,
    examples: { one: { summary: 'Of one receiver', value: { receiver_id: 'customer-7' } } },
  },
  success: noContent('The tokens are revoked.'),
});

export const listAuditEntries = operation({
  id: 'listAuditEntries',
  method: 'GET',
  path: '/audit-log',
  tag: 'Access',
  summary: 'List the audit log',
  description: `All changes except published events, newest first, for ${auditLimits.days} days.`,
  scope: 'admin',
  query: auditQuery,
  success: pageAnswer('audit log entries', auditPageShape, auditEntryResource(exampleAuditEntry)),
});
