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
 * Writes a change to the audit trail, after the change was made. If the write fails, the entry goes to the log instead
 * and the call still succeeds.
 */
export async function noteChange(needs: AuditNeeds, done: Done, answer: HttpAnswer): Promise<void> {
  const { audit: action } = done.operation;
  if (action === undefined || answer.noted?.isNothing === true) return;
  for (const entry of entriesOf(needs, done, action, answer)) {
    try {
      await needs.auditTrail.record(entry);
    } catch (error) {
      needs.log.error('audit.not_recorded', { ...entry, err: error });
    }
  }
}

/** One entry for the caller's own trail, and one for each other tenant in which the call created something. */
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

/** The resource named in the path, or the created resource in the answer. */
function subjectOf(params: unknown, { body }: HttpAnswer): string {
  const [named] = Object.values(params ?? {});
  const made = (body ?? {}) as { readonly id?: unknown; readonly name?: unknown };
  return String(named ?? made.id ?? made.name ?? '');
}
