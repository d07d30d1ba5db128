import { type CreateApiKeyResult, createApiKey } from '../../application/create-api-key.ts';
import { type CreateTenantResult, createTenant } from '../../application/create-tenant.ts';
import { deleteApiKey } from '../../application/delete-api-key.ts';
import { listApiKeys, listAuditEntries, listTenants } from '../../application/list-access.ts';
import type { ApiNeeds } from '../../application/needs.ts';
import { issuePortalToken, revokePortalTokens } from '../../application/portal-tokens.ts';
import type { ApiKey } from '../../domain/api-key.ts';
import { isApiKeyId, isAuditEntryId, isTenantId } from '../../domain/ids.ts';
import { tenantLimits } from '../../domain/limits.ts';
import type { Principal } from '../../domain/principal.ts';
import { baseUrlOf } from '../core/base-url.ts';
import { timeOf } from '../core/fields.ts';
import { type HttpAnswer, Refusal } from '../core/http.ts';
import { answerWithPage, startOfPage } from '../core/paging.ts';
import { createdIsGone, fieldsRefused, idempotencyConflict } from '../core/refusals.ts';
import { type Route, route } from '../core/route.ts';
import * as operations from './operations.ts';
import {
  apiKeyResource,
  auditEntryResource,
  createdApiKey,
  createdTenant,
  portalTokenResource,
  tenantResource,
} from './output.ts';
import { portalUrl } from './portal-theme.ts';
import { noMoreApiKeys } from './refusals.ts';

/** Routes of API keys, tenants, portal tokens, and the audit log. */
export const accessRoutes = (needs: ApiNeeds): readonly Route[] => [
  ...apiKeyRoutes(needs),
  ...tenantRoutes(needs),

  route(operations.createPortalToken, async ({ principal, body, request }) => {
    const result = await issuePortalToken(needs, principal, {
      receiverId: body.receiver_id,
      access: body.access,
      seconds: body.ttl_seconds,
    });
    if (result.outcome === 'beyond-maker') {
      throw fieldRefused('access', `needs the scope ${result.scope}, which this API key does not have`);
    }
    const noted = { receiverId: body.receiver_id };
    const url = portalUrl(baseUrlOf(request), result.text, body.theme ?? {});
    return { status: 201, body: portalTokenResource(result.token, { token: result.text, url }), noted };
  }),

  route(operations.revokePortalTokens, async ({ principal, body }) => {
    await revokePortalTokens(needs, principal, body.receiver_id);
    return { status: 204, noted: { receiverId: body.receiver_id } };
  }),

  route(operations.listAuditEntries, async ({ principal, query }) => {
    const start = startOfPage(query, isAuditEntryId);
    const page = { beforeId: start.before, limit: query.limit };
    const found = await listAuditEntries(needs, principal, query.filter, page);
    return answerWithPage(found, start, auditEntryResource);
  }),
];

const apiKeyRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.createApiKey, async ({ principal, body, headers, request }) => {
    const result = await createApiKey(needs, {
      maker: principal,
      tenantId: body.tenant_id ?? principal.tenantId,
      name: body.name,
      scopes: body.scopes,
      expiresAtMs: body.expires_at,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    return answerToNewKey(result, principal);
  }),

  route(operations.listApiKeys, async ({ principal, query }) => {
    const start = startOfPage(query, isApiKeyId);
    const page = { beforeId: start.before, limit: query.limit };
    const found = await listApiKeys(needs, principal, page);
    return answerWithPage(found, start, apiKeyResource);
  }),

  route(operations.deleteApiKey, async ({ principal, params }) => {
    if (params.id === principal.id) {
      throw new Refusal('conflict', 'An API key cannot revoke itself. Call with another key.');
    }
    switch (await deleteApiKey(needs, principal.tenantId, params.id)) {
      case 'removed':
        return { status: 204 };
      case 'unknown':
        throw new Refusal('not-found', 'No API key has this id.');
      case 'last-admin':
        throw new Refusal(
          'conflict',
          'This is the last API key of the tenant that has the scope admin and does not expire. Create another one first.',
        );
    }
  }),
];

const tenantRoutes = (needs: ApiNeeds): readonly Route[] => [
  route(operations.createTenant, async ({ principal, body, headers, request }) => {
    const result = await createTenant(needs, {
      maker: principal,
      name: body.name,
      idempotencyKey: headers['Idempotency-Key'],
      body: request.body,
    });
    return answerToNewTenant(result);
  }),

  route(operations.listTenants, async ({ principal, query }) => {
    const start = startOfPage(query, isTenantId);
    const page = { beforeId: start.before, limit: query.limit };
    const found = await listTenants(needs, principal, page);
    return answerWithPage(found, start, tenantResource);
  }),
];

function answerToNewKey(
  result: CreateApiKeyResult,
  { expiresAtMs, tenantId: ownTenant }: Principal,
): HttpAnswer {
  switch (result.outcome) {
    case 'created':
      return {
        status: 201,
        body: createdApiKey(result.apiKey, result.key),
        noted: { elsewhere: result.apiKey.tenantId === ownTenant ? [] : [keyMade(result.apiKey)] },
      };
    case 'tenant-not-found':
      throw fieldRefused('tenant_id', 'is not a tenant that your tenant created');
    case 'expiry-is-past':
      throw fieldRefused('expires_at', 'must be in the future');
    case 'expiry-after-makers':
      throw fieldRefused(
        'expires_at',
        `must be no later than the expiry of the calling API key: ${timeOf(expiresAtMs ?? 0)}`,
      );
    case 'limit-reached':
      throw noMoreApiKeys();
    case 'idempotency-conflict':
      throw idempotencyConflict();
    case 'gone':
      throw createdIsGone('API key');
    case 'shown-already':
      throw new Refusal(
        'idempotency-conflict',
        `An earlier call with this Idempotency-Key created the API key ${result.id}. The key itself was in the answer ` +
          'to that call only. If the answer was lost, delete this key and create another one with a new Idempotency-Key.',
      );
  }
}

function answerToNewTenant(result: CreateTenantResult): HttpAnswer {
  switch (result.outcome) {
    case 'created':
      return { status: 201, body: createdTenant(result.tenant, result.apiKey, result.key) };
    case 'too-deep':
      throw new Refusal(
        'limit-reached',
        `Tenants may be nested ${tenantLimits.depth} levels deep, and your tenant is on the last level.`,
      );
    case 'limit-reached':
      throw new Refusal(
        'limit-reached',
        `Limit reached: ${tenantLimits.perCreator} tenants created by one tenant.`,
      );
    case 'idempotency-conflict':
      throw idempotencyConflict();
    case 'shown-already':
      throw new Refusal(
        'idempotency-conflict',
        `An earlier call with this Idempotency-Key created the tenant ${result.id}. Its first key was in the answer to ` +
          'that call only. If the answer was lost, create another key: POST /api-keys with this tenant_id.',
      );
  }
}

/** For the audit trail of the tenant in which the resource was created. */
const keyMade = ({ id, tenantId }: ApiKey) => ({ tenantId, action: 'api_key.created', subject: id }) as const;

const fieldRefused = (name: string, detail: string) =>
  fieldsRefused([{ in: 'body', pointer: `/${name}`, detail }]);
