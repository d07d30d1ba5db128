import * as operations from '../../src/api/operations/access.ts';
import {
  apiKeyResource,
  auditEntryResource,
  createdApiKey,
  createdTenant,
  portalTokenResource,
  tenantResource,
} from '../../src/api/present/access.ts';
import { type CreateApiKeyNeeds, createApiKey } from '../../src/application/create-api-key.ts';
import { createTenant } from '../../src/application/create-tenant.ts';
import { issuePortalToken } from '../../src/application/portal-tokens.ts';
import { isApiKeyId, isAuditEntryId, isTenantId } from '../../src/domain/ids.ts';
import { apiKeyLimits } from '../../src/domain/limits.ts';
import type { AuditTrail } from '../../src/ports/audit-trail.ts';
import { Refusal } from '../middleware/http.ts';
import { fieldsRefused, idempotencyConflict } from '../middleware/refusals.ts';
import { type Route, route } from '../middleware/route.ts';
import { answerWithPage, pageOfOneMore, startOfPage } from './paging.ts';

export type AccessRoutesNeeds = CreateApiKeyNeeds & { readonly auditTrail: AuditTrail };

/** API keys, tenants, portal tokens, and the trail of changes. */
export const accessRoutes = (needs: AccessRoutesNeeds): readonly Route[] => [
  ...apiKeyRoutes(needs),
  ...tenantRoutes(needs),

  route(operations.createPortalToken, async ({ principal, body }) => {
    const { token, text } = issuePortalToken(needs, {
      tenantId: principal.tenantId,
      receiverId: body.receiver_id,
      access: body.access,
      seconds: body.ttl_seconds,
    });
    return { status: 201, body: portalTokenResource(token, text) };
  }),

  route(operations.listAuditEntries, async ({ principal, query }) => {
    const start = startOfPage(query, isAuditEntryId);
    const page = { beforeId: start.before, limit: query.limit + 1 };
    const found = await needs.auditTrail.list(principal.tenantId, query.filter, page);
    return answerWithPage(pageOfOneMore(found, query), start, auditEntryResource);
  }),
];

const apiKeyRoutes = (needs: CreateApiKeyNeeds): readonly Route[] => [
  route(operations.createApiKey, async ({ principal, body, headers, request }) => {
    const result = await createApiKey(needs, {
      callerTenantId: principal.tenantId,
      tenantId: body.tenant_id ?? principal.tenantId,
      name: body.name,
      scopes: body.scopes,
      expiresAtMs: body.expires_at ?? null,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    switch (result.outcome) {
      case 'created':
        return { status: 201, body: createdApiKey(result.apiKey, result.key) };
      case 'tenant-not-found':
        throw fieldRefused('tenant_id', 'is not a tenant that yours has made');
      case 'expiry-is-past':
        throw fieldRefused('expires_at', 'is past');
      case 'limit-reached':
        throw new Refusal(
          'limit-reached',
          `A tenant has ${apiKeyLimits.perTenant} API keys at most: delete one first.`,
        );
      case 'idempotency-conflict':
        throw idempotencyConflict();
    }
  }),

  route(operations.listApiKeys, async ({ principal, query }) => {
    const start = startOfPage(query, isApiKeyId);
    const page = { beforeId: start.before, limit: query.limit + 1 };
    const found = await needs.apiKeyStore.list(principal.tenantId, page);
    return answerWithPage(pageOfOneMore(found, query), start, apiKeyResource);
  }),

  route(operations.deleteApiKey, async ({ principal, params }) => {
    if (params.id === principal.id) {
      throw new Refusal(
        'conflict',
        'This is the key that you are calling with: use another one to revoke it.',
      );
    }
    const wasThere = await needs.apiKeyStore.remove(principal.tenantId, params.id);
    if (!wasThere) throw new Refusal('not-found', 'There is no API key of this id.');
    return { status: 204 };
  }),
];

const tenantRoutes = (needs: CreateApiKeyNeeds): readonly Route[] => [
  route(operations.createTenant, async ({ principal, body, headers, request }) => {
    const result = await createTenant(needs, {
      createdBy: principal.tenantId,
      name: body.name,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    if (result.outcome === 'idempotency-conflict') throw idempotencyConflict();
    return { status: 201, body: createdTenant(result.tenant, result.apiKey, result.key) };
  }),

  route(operations.listTenants, async ({ principal, query }) => {
    const start = startOfPage(query, isTenantId);
    const page = { beforeId: start.before, limit: query.limit + 1 };
    const found = await needs.tenants.list(principal.tenantId, page);
    return answerWithPage(pageOfOneMore(found, query), start, tenantResource);
  }),
];

const fieldRefused = (name: string, detail: string) =>
  fieldsRefused([{ in: 'body', pointer: `/${name}`, detail }]);
