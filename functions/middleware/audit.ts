import type { Operation } from '../../src/api/operation.ts';
import type { AuditAction, AuditEntry } from '../../src/domain/audit.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type { AuditTrail } from '../../src/ports/audit-trail.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { Randomness } from '../../src/ports/randomness.ts';
import type { HttpAnswer } from './http.ts';

export interface AuditNeeds {
  readonly auditTrail: AuditTrail;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
}

interface Done {
  readonly operation: Operation<unknown, unknown, unknown>;
  readonly principal: Principal;
  readonly params: unknown;
  readonly body: unknown;
  readonly requestId: string;
}

/**
 * Notes a change that was made. It has been made by then: should it not be noted, the log has what the trail lacks, and
 * the caller is not told that it failed.
 */
export async function noteChange(needs: AuditNeeds, done: Done, answer: HttpAnswer): Promise<void> {
  const { audit: action } = done.operation;
  if (action === undefined) return;
  const entry = entryOf(needs, done, action, answer);
  try {
    await needs.auditTrail.record(entry);
  } catch (error) {
    needs.log.error('audit.not_recorded', { ...entry, err: error });
  }
}

function entryOf(
  { clock, randomness }: AuditNeeds,
  { principal, params, body, requestId }: Done,
  action: AuditAction,
  answer: HttpAnswer,
): AuditEntry {
  const atMs = clock.nowMs();
  return {
    id: `aud_${randomness.ulid(atMs)}`,
    tenantId: principal.tenantId,
    action,
    actor: principal.id,
    subject: subjectOf(params, answer),
    fields: Object.keys(body ?? {}),
    requestId,
    atMs,
  };
}

/** What the path names; or what was made, and is in the answer. */
function subjectOf(params: unknown, { body }: HttpAnswer): string {
  const [named] = Object.values(params ?? {});
  const made = (body ?? {}) as { readonly id?: unknown; readonly name?: unknown };
  return String(named ?? made.id ?? made.name ?? '');
}
