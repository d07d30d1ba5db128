import type { AuditEntryId, TenantId } from './ids.ts';
import { auditLimits } from './limits.ts';

/** Every change that a caller can make, but for handing events in; and who was shown a secret. */
export const auditActions = [
  'subscription.created',
  'subscription.replaced',
  'subscription.updated',
  'subscription.deleted',
  'subscription.enabled',
  'subscription.disabled',
  'subscription.secret_rotated',
  'subscription.secret_read',
  'subscription.tested',
  'delivery.replayed',
  'delivery.retried',
  'delivery.cancelled',
  'event.payload_deleted',
  'event.sent',
  'recovery.started',
  'recovery.stopped',
  'api_key.created',
  'api_key.deleted',
  'tenant.created',
  'portal_token.created',
  'portal_token.revoked',
  'event_type.created',
  'event_type.updated',
  'event_type.deleted',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who changed what, and when. */
export interface AuditEntry {
  readonly id: AuditEntryId;
  readonly tenantId: TenantId;
  readonly action: AuditAction;
  /** The id of the API key or portal token. */
  readonly actor: string;
  /** The id of what was changed or made. */
  readonly subject: string;
  /** The fields that the request named, never their values. */
  readonly fields: readonly string[];
  readonly requestId: string;
  readonly atMs: number;
}

export const auditExpiresAtMs = (atMs: number): number => atMs + auditLimits.days * 86_400_000;
