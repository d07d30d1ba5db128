import type { AuditEntryId, TenantId } from './ids.ts';
import { auditLimits } from './limits.ts';

/** Every change that a caller can make, except handing events in, and every reading of a secret. */
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
  'delivery.secrets_read',
  'event.payload_deleted',
  'event.sent',
  'recovery.started',
  'recovery.stopped',
  'api_key.created',
  'api_key.deleted',
  'sign_in_code.created',
  'sign_in.created',
  'tenant.created',
  'portal_token.created',
  'portal_token.revoked',
  'receiver.created',
  'receiver.updated',
  'receiver.deleted',
  'event_type.created',
  'event_type.updated',
  'event_type.deleted',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** A change of the target or the receiver, kept with its values because it sends events elsewhere. */
export interface AuditChange {
  readonly field: 'target_url' | 'receiver_id';
  readonly before: string | null;
  readonly after: string | null;
}

/** One change: who made it, and when. */
export interface AuditEntry {
  readonly id: AuditEntryId;
  readonly tenantId: TenantId;
  readonly action: AuditAction;
  /** The id of the API key or portal token. */
  readonly actor: string;
  /** The id of the changed or created resource. */
  readonly subject: string;
  /** The names of the fields in the request, without their values. */
  readonly fields: readonly string[];
  /**
   * The receiver of the portal token that made the call, or of the tokens that were created or revoked; `null`: none.
   */
  readonly receiverId: string | null;
  /** The IP address of the caller; `null` in entries from before Posthorn kept it. */
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

/** The changes of these fields. The query of a target is left out: it can hold secrets. */
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
