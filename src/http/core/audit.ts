import type { Needs } from '../../application/needs.ts';
import type { AuditAction, AuditEntry } from '../../domain/audit.ts';
import type { Principal } from '../../domain/principal.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import type { AnyOperation } from './operation.ts';

type AuditNeeds = Pick<Needs, 'auditTrail' | 'clock' | 'randomness' | 'log'>;

interface Done {
  readonly operation: AnyOperation;
  readonly principal: Principal;
  readonly params: unknown;
  readonly body: unknown;
  readonly request: Pick<HttpRequest, 'requestId' | 'sourceAddress'>;
}

/**
 * Notes a change that was made. It has been made by then: should it not be noted, the log has what the trail lacks, and
 * the caller is not told that it failed.
 */
export async function noteChange(needs: AuditNeeds, done: Done, answer: HttpAnswer): Promise<void> {
  const { audit: action } = done.operation;
  if (action === undefined) return;
  for (const entry of entriesOf(needs, done, action, answer)) {
    try {
      await needs.auditTrail.record(entry);
    } catch (error) {
      needs.log.error('audit.not_recorded', { ...entry, err: error });
    }
  }
}

/** In the caller's own trail, and in those of other tenants in which something was made. */
function entriesOf(
  { clock, randomness }: Pick<Needs, 'clock' | 'randomness'>,
  { principal, params, body, request }: Done,
  action: AuditAction,
  answer: HttpAnswer,
): readonly AuditEntry[] {
  const atMs = clock.nowMs();
  const { receiverId, changes = [], elsewhere = [] } = answer.noted ?? {};
  const common = {
    actor: principal.id,
    fields: Object.keys(body ?? {}),
    receiverId: principal.receiverId ?? receiverId ?? null,
    sourceAddress: request.sourceAddress,
    changes,
    requestId: request.requestId,
    atMs,
  };
  const own = { tenantId: principal.tenantId, action, subject: subjectOf(params, answer) };
  return [own, ...elsewhere].map((one) => ({ id: `aud_${randomness.ulid(atMs)}`, ...one, ...common }));
}

/** What the path names; or what was made, and is in the answer. */
function subjectOf(params: unknown, { body }: HttpAnswer): string {
  const [named] = Object.values(params ?? {});
  const made = (body ?? {}) as { readonly id?: unknown; readonly name?: unknown };
  return String(named ?? made.id ?? made.name ?? '');
}
