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

/** Where a subscription sends to, and whose it is: kept with their values, since events go elsewhere by such a change. */
export interface AuditChange {
  readonly field: 'target_url' | 'receiver_id';
  readonly before: string | null;
  readonly after: string | null;
}

/** Who changed what, and when. */
export interface AuditEntry {
  readonly id: AuditEntryId;
  readonly tenantId: TenantId;
  readonly action: AuditAction;
  /** The id of the API key or portal token. */
  readonly actor: string;
  /** The id of what was changed or made. */
  readonly subject: string;
  /** The fields that the request named, without their values. */
  readonly fields: readonly string[];
  /** Of a portal token that did it, or of the tokens that were made or revoked; `null`: it is about no receiver. */
  readonly receiverId: string | null;
  /** The IP address that the call came from; `null` where it was not kept yet. */
  readonly sourceAddress: string | null;
  readonly changes: readonly AuditChange[];
  readonly requestId: string;
  readonly atMs: number;
}

export const auditExpiresAtMs = (atMs: number): number => atMs + auditLimits.days * 86_400_000;

interface Addressed {
  readonly targetUrl: string;
  readonly receiverId: string | null;
}

/** What has changed of those fields. The query of a target is struck: it may hold secrets. */
export function auditChanges(before: Addressed, after: Addressed): readonly AuditChange[] {
  const changes: AuditChange[] = [];
  if (before.targetUrl !== after.targetUrl) {
    const [from, to] = [withoutQuery(before.targetUrl), withoutQuery(after.targetUrl)];
    changes.push({ field: 'target_url', before: from, after: to });
  }
  if (before.receiverId !== after.receiverId) {
    changes.push({ field: 'receiver_id', before: before.receiverId, after: after.receiverId });
  }
  return changes;
}

function withoutQuery(text: string): string {
  const url = URL.parse(text);
  if (url === null) return '';
  const { origin, pathname, search } = url;
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}
