import * as z from 'zod';
import { scopes } from '../../domain/api-key.ts';
import { isTenantId, tenantIdPattern } from '../../domain/ids.ts';
import { apiKeyLimits, portalTokenLimits, tenantLimits } from '../../domain/limits.ts';
import { instant, receiverId, text } from '../core/fields.ts';
import { cursor, limit, refuseEmptyPeriod, since, until } from '../core/list-queries.ts';
import { apiKeyScope, portalAccess } from '../core/named-values.ts';
import { portalTheme } from './portal-theme.ts';

/** Inputs that create API keys, tenants and portal tokens. */

export const tenantId = z
  .string()
  .refine(isTenantId, 'is not a tenant id')
  .meta({ pattern: tenantIdPattern.source, examples: ['ten_01KC2XHQ5B9V7N3M8R4T6Y0W1Z'] });

export const newApiKey = z
  .strictObject({
    name: text(1, apiKeyLimits.nameCharacters).meta({ description: 'Your name for the key.' }),
    scopes: z
      .array(apiKeyScope)
      .min(1)
      .max(scopes.length)
      .meta({
        description:
          'The permissions: `ingest` publishes events, `read` reads, `manage` changes, `admin` does all of it and ' +
          'makes keys.',
      })
      .transform((given) => [...new Set(given)]),
    expires_at: instant(
      'The key is refused from this time on. Without it, the key is valid until it is deleted.',
      '2036-01-31T00:00:00Z',
    ).nullish(),
    tenant_id: tenantId.optional().meta({
      description: 'A tenant that your tenant created. Without it, the key is for your own tenant.',
    }),
  })
  .meta({ id: 'ApiKeyInput', description: 'An API key to create.' });

export const newTenant = z
  .strictObject({
    name: text(1, tenantLimits.nameCharacters).meta({ description: 'Your name for the tenant.' }),
  })
  .meta({ id: 'TenantInput', description: 'A tenant to create.' });

const { secondsMin, secondsMax, secondsDefault } = portalTokenLimits;

export const newPortalToken = z
  .strictObject({
    receiver_id: receiverId.meta({
      description: 'The receiver whose subscriptions the token gives access to.',
    }),
    access: portalAccess
      .default('read')
      .meta({ description: '`read` only reads; `manage` also changes subscriptions.' }),
    ttl_seconds: z
      .int()
      .min(secondsMin)
      .max(secondsMax)
      .default(secondsDefault)
      .meta({ description: 'Seconds until the token expires.' }),
    theme: portalTheme.nullish(),
  })
  .meta({ id: 'PortalTokenInput', description: 'A portal token to create.' });

export const revokedPortalTokens = z
  .strictObject({
    receiver_id: receiverId.meta({ description: 'The receiver whose portal tokens are revoked.' }),
  })
  .meta({ id: 'RevokedPortalTokens', description: 'The portal tokens to revoke.' });

export const auditQuery = z
  .strictObject({ limit, cursor, since, until })
  .superRefine(refuseEmptyPeriod)
  .transform((query) => ({
    limit: query.limit,
    cursor: query.cursor,
    filter: { sinceMs: query.since, untilMs: query.until },
  }));
