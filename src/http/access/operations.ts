import * as z from 'zod';
import { apiKeyIdPattern, isApiKeyId } from '../../domain/ids.ts';
import { auditLimits } from '../../domain/limits.ts';
import { plainQuery } from '../core/list-queries.ts';
import { operation } from '../core/operation.ts';
import { page } from '../core/page.ts';
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

/** Who may call: API keys, tenants, portal tokens; and the trail of what was changed. */

const A_KEY = 'phk_dGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBrZXkh';

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'POST',
  path: '/api-keys',
  tag: 'Access',
  summary: 'Make an API key',
  description: 'The key itself is in the answer, this once: only its hash is kept.',
  scope: 'admin',
  audit: 'api_key.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newApiKey,
    examples: {
      producer: {
        summary: 'For a service that hands events in',
        value: { name: 'shop', scopes: ['ingest'] },
      },
      expiring: {
        summary: 'For somebody who looks after something for a while',
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
  description:
    'Newest first; never with the keys themselves. One that has expired is shown for 30 more days.',
  scope: 'admin',
  query: plainQuery,
  success: {
    status: 200,
    description: 'A page of keys.',
    schema: apiKeyPageShape,
    example: page([apiKeyResource(exampleApiKey)], null),
  },
});

export const deleteApiKey = operation({
  id: 'deleteApiKey',
  method: 'DELETE',
  path: '/api-keys/{id}',
  tag: 'Access',
  summary: 'Revoke an API key',
  description:
    'It is refused from then on; a few seconds later everywhere. The key that the request is made with cannot be ' +
    'revoked, so that nobody is locked out.',
  scope: 'admin',
  audit: 'api_key.deleted',
  params: z.object({
    id: z
      .string()
      .refine(isApiKeyId, 'is not the id of an API key')
      .meta({
        pattern: apiKeyIdPattern.source,
        examples: [exampleApiKey.id],
        description: 'The id of the API key.',
      }),
  }),
  success: { status: 204, description: 'It is revoked.', schema: undefined, example: undefined },
  errors: ['conflict'],
});

export const createTenant = operation({
  id: 'createTenant',
  method: 'POST',
  path: '/tenants',
  tag: 'Access',
  summary: 'Make a tenant',
  description:
    'It has nothing in common with yours. Its first admin key is in the answer, this once; more of them are made with ' +
    'that one, or with `tenant_id` in `POST /api-keys`.',
  scope: 'admin',
  audit: 'tenant.created',
  takesIdempotencyKey: true,
  headers: idempotencyHeaders,
  body: {
    kind: 'json',
    schema: newTenant,
    examples: { staging: { summary: 'A tenant for trying things', value: { name: 'staging' } } },
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
  description: 'Those that yours has made, newest first.',
  scope: 'admin',
  query: plainQuery,
  success: {
    status: 200,
    description: 'A page of tenants.',
    schema: tenantPageShape,
    example: page([tenantResource(exampleTenant)], null),
  },
});

export const createPortalToken = operation({
  id: 'createPortalToken',
  method: 'POST',
  path: '/portal-tokens',
  tag: 'Access',
  summary: 'Make a portal token',
  description:
    'For one of your receivers, to see (or manage) its own subscriptions and their deliveries, in a page of yours or ' +
    'with a client of its own. It also reads your catalogue of event types. Nothing else of your tenant is open to it. It is ' +
    'allowed no more than the API key that makes it, expires no later, and is refused once that key is revoked. It lives ' +
    'an hour at most, and ends earlier by `POST /portal-tokens/revoke`.',
  scope: 'manage',
  audit: 'portal_token.created',
  body: {
    kind: 'json',
    schema: newPortalToken,
    examples: {
      look: { summary: 'To look for a quarter of an hour', value: { receiver_id: 'customer-42' } },
      manage: {
        summary: 'To manage for an hour',
        value: { receiver_id: 'customer-42', access: 'manage', ttl_seconds: 3600 },
      },
    },
  },
  success: {
    status: 201,
    description: 'The token.',
    schema: portalTokenShape,
    example: portalTokenResource(examplePortalToken, 'pht_WyJwdGtfMDFLRy4uLiJd.bm90IGEgdG9rZW4'),
  },
});

export const revokePortalTokens = operation({
  id: 'revokePortalTokens',
  method: 'POST',
  path: '/portal-tokens/revoke',
  tag: 'Access',
  summary: 'Revoke the portal tokens of a receiver',
  description:
    'All that were made for this receiver until now are refused from then on; a few seconds later everywhere. New ones ' +
    'can be made at once.',
  scope: 'manage',
  audit: 'portal_token.revoked',
  body: {
    kind: 'json',
    schema: revokedPortalTokens,
    examples: { one: { summary: 'Of one receiver', value: { receiver_id: 'customer-7' } } },
  },
  success: { status: 204, description: 'They are revoked.', schema: undefined, example: undefined },
});

export const listAuditEntries = operation({
  id: 'listAuditEntries',
  method: 'GET',
  path: '/audit-log',
  tag: 'Access',
  summary: 'See who changed what',
  description: `Every change but for events handed in, newest first, for ${auditLimits.days} days.`,
  scope: 'admin',
  query: auditQuery,
  success: {
    status: 200,
    description: 'A page of changes.',
    schema: auditPageShape,
    example: page([auditEntryResource(exampleAuditEntry)], null),
  },
});
