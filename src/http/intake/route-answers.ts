import type { BatchItemRefused } from '../../application/ingest-batch.ts';
import { requestLimits } from '../../domain/limits.ts';
import { type HttpRequest, Refusal } from '../core/http.ts';
import { problem, problemCodes } from '../core/problem.ts';
import { rateLimited } from '../core/rate-limits.ts';
import { fieldsRefused, idempotencyConflict } from '../core/refusals.ts';

/** The refusals of published events, and the headers about limits on them. */

const SECOND_MS = 1_000;

/** Why an event was rejected, as the answer to a request with that event alone. */
export function refusalOf(refused: BatchItemRefused, eventType: string | null): Refusal {
  switch (refused.outcome) {
    case 'payload-too-large':
      return new Refusal(
        'payload-too-large',
        `The payload is larger than ${requestLimits.payloadBytes} bytes.`,
      );
    case 'event-type-mismatch':
      return new Refusal('event-type-mismatch', mismatch(eventType, refused.wanted));
    case 'filter-mismatch':
      return new Refusal('filter-mismatch', 'The payload does not match the filter of the subscription.');
    case 'schema-mismatch':
      return new Refusal(
        'schema-mismatch',
        `The payload does not match the schema of ${eventType ?? 'its event type'}: see errors.`,
        { faults: refused.faults.map((fault) => ({ in: 'payload', ...fault })) },
      );
    case 'rate-limited':
      return rateLimited(refused.quotas);
    case 'idempotency-conflict':
      return idempotencyConflict();
  }
}

const mismatch = (eventType: string | null, wanted: readonly string[]): string =>
  `${eventType === null ? 'The event has no type' : `The event type is ${eventType}`}; ` +
  `the subscription lists ${wanted.join(', ')}.`;

/** The same for one event of a batch: the problem that the event alone would be answered with. */
export const problemOf = (refused: BatchItemRefused, eventType: string | null, request: HttpRequest) =>
  problemOfRefusal(refusalOf(refused, eventType), request);

export function problemOfRefusal(
  { code, message: detail, faults: errors }: Refusal,
  { requestId }: HttpRequest,
) {
  const occurrence = { detail, requestId, ...(errors !== undefined && { errors }) };
  return { status: problemCodes[code].status, problem: problem(code, occurrence) };
}

/** The earliest time of deliveries. A time in the past means now. @throws Refusal for a time too far ahead */
export function deliverAtMs(
  givenMs: number | undefined,
  nowMs: number,
  place: { readonly in: 'query' | 'body'; readonly pointer: string },
): number | null {
  if (givenMs === undefined || givenMs <= nowMs) return null;
  const most = requestLimits.deliverAheadSeconds;
  if (givenMs <= nowMs + most * SECOND_MS) return givenMs;
  throw fieldsRefused([{ ...place, detail: `must be at most ${most} seconds ahead` }]);
}

const CONTENT_TYPE = new RegExp(`^[\\x20-\\x7e]{1,${requestLimits.contentTypeCharacters}}$`);

/** The content type sent to receivers. RFC 9110, section 8.3: without a type, the payload is just bytes. */
export function contentTypeOf({ headers }: HttpRequest): string {
  const contentType = headers['content-type'] ?? 'application/octet-stream';
  if (CONTENT_TYPE.test(contentType)) return contentType;
  const detail = `must be 1–${requestLimits.contentTypeCharacters} ASCII characters`;
  throw fieldsRefused([{ in: 'header', pointer: '/Content-Type', detail }]);
}
