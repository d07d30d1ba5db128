import type { TenantId } from '../domain/ids.ts';
import type { SchemaFault } from '../domain/json-schema/schema-place.ts';
import type { SchemaCheck } from '../domain/json-schema.ts';
import { parsedPayload } from './matching-recipients.ts';
import type { Needs } from './needs.ts';

/** The payload does not match the schema that the tenant's catalogue enforces for its type. */
export interface SchemaMismatch {
  readonly outcome: 'schema-mismatch';
  readonly faults: readonly SchemaFault[];
}

interface Candidate {
  readonly eventType: string | null;
  readonly payload: Uint8Array;
  readonly idempotencyKey: string | undefined;
}

interface Entrance {
  readonly tenantId: TenantId;
  /** The scope of idempotency keys. */
  readonly operation: string;
}

/** How many milliseconds payloads may be checked without a pause, because other requests wait for the process. */
const STRETCH_MS = 10;

/**
 * The mismatch of each event, in order; undefined candidates are skipped. The check comes before rate limits and keys,
 * so that a rejected event takes no slot and uses no key. A repeat of an accepted event is valid even if the schema
 * has changed since, so a key is looked up, but only if the payload does not match.
 */
export async function schemaMismatches(
  needs: Pick<Needs, 'schemas' | 'idempotencyKeys'>,
  entrance: Entrance,
  candidates: readonly (Candidate | undefined)[],
): Promise<readonly (SchemaMismatch | undefined)[]> {
  const checks = await Promise.all(
    candidates.map((one) =>
      one?.eventType == null ? undefined : needs.schemas.checkOf(entrance.tenantId, one.eventType),
    ),
  );
  const mismatches: (SchemaMismatch | undefined)[] = [];
  let startMs = performance.now();
  for (const [n, one] of candidates.entries()) {
    const check = checks[n];
    mismatches.push(one && check && (await mismatchOf(needs, entrance, one, check)));
    if (performance.now() - startMs < STRETCH_MS) continue;
    await new Promise(setImmediate);
    startMs = performance.now();
  }
  return mismatches;
}

async function mismatchOf(
  { idempotencyKeys }: Pick<Needs, 'idempotencyKeys'>,
  { tenantId, operation }: Entrance,
  { payload, idempotencyKey }: Candidate,
  check: SchemaCheck,
): Promise<SchemaMismatch | undefined> {
  const value = parsedPayload(payload);
  const faults = value === undefined ? NO_JSON : check(value, payload.length);
  if (faults.length === 0) return undefined;
  const isRepeat =
    idempotencyKey !== undefined &&
    (await idempotencyKeys.recall(tenantId, operation, idempotencyKey)) !== undefined;
  return isRepeat ? undefined : { outcome: 'schema-mismatch', faults };
}

const NO_JSON: readonly SchemaFault[] = [
  { pointer: '', detail: 'is not JSON in UTF-8, as its schema asks for' },
];
