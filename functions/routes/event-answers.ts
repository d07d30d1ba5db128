import { problem, problemCodes } from '../../src/api/problem.ts';
import type { Quota } from '../../src/application/admission.ts';
import type { BatchItemRefused } from '../../src/application/ingest-batch.ts';
import { requestLimits } from '../../src/domain/limits.ts';
import { type HttpRequest, Refusal } from '../middleware/http.ts';
import { fieldsRefused, idempotencyConflict } from '../middleware/refusals.ts';

/** What events that are handed in may be refused for, and what is said about limits on them. */

const SECOND_MS = 1_000;
const seconds = (ms: number): number => Math.ceil(ms / SECOND_MS);

/**
 * How the caller's limits stand, one item a limit: `q` so many at once, within `w` seconds; `r` of them are left, and the
 * next one comes in `t` seconds. https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function rateLimitHeaders(quotas: readonly Quota[]): Record<string, string> {
  if (quotas.length === 0) return {};
  const window = ({ limit }: Quota) => Math.max(1, Math.ceil(limit.burst / limit.perSecond));
  return {
    'ratelimit-policy': quotas
      .map((quota) => `"${quota.of}";q=${quota.limit.burst};w=${window(quota)}`)
      .join(', '),
    ratelimit: quotas
      .map(({ of, remaining, nextInMs }) => `"${of}";r=${remaining};t=${seconds(nextInMs)}`)
      .join(', '),
  };
}

/** Why an event was refused, as the answer to it alone. */
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

function rateLimited(quotas: readonly Quota[]): Refusal {
  const used = quotas.find(({ remaining, nextInMs }) => remaining === 0 && nextInMs > 0) ?? quotas.at(-1);
  const wait = Math.max(1, seconds(used?.nextInMs ?? SECOND_MS));
  return new Refusal(
    'rate-limited',
    `The rate limit of the ${used?.of ?? 'tenant'} is used up: try again in ${wait} s.`,
    { headers: { 'retry-after': String(wait), ...rateLimitHeaders(quotas) } },
  );
}

/** The same for one of a batch: the problem that it alone would be answered with. */
export const problemOf = (refused: BatchItemRefused, eventType: string | null, request: HttpRequest) =>
  problemOfRefusal(refusalOf(refused, eventType), request);

export function problemOfRefusal(
  { code, message: detail, faults: errors }: Refusal,
  { requestId }: HttpRequest,
) {
  const occurrence = { detail, requestId, ...(errors !== undefined && { errors }) };
  return { status: problemCodes[code].status, problem: problem(code, occurrence) };
}

/** When deliveries may begin. What is past already may begin at once. @throws Refusal for what is too far ahead */
export function deliverAtMs(
  givenMs: number | undefined,
  nowMs: number,
  place: { readonly in: 'query' | 'body'; readonly pointer: string },
): number | null {
  if (givenMs === undefined || givenMs <= nowMs) return null;
  const most = requestLimits.deliverAheadSeconds;
  if (givenMs <= nowMs + most * SECOND_MS) return givenMs;
  throw fieldsRefused([{ ...place, detail: `is more than ${most} seconds ahead` }]);
}

const CONTENT_TYPE = new RegExp(`^[\\x20-\\x7e]{1,${requestLimits.contentTypeCharacters}}$`);

/** What the receiver is told the payload is. RFC 9110, section 8.3: without a type, bytes are only that. */
export function contentTypeOf({ headers }: HttpRequest): string {
  const contentType = headers['content-type'] ?? 'application/octet-stream';
  if (CONTENT_TYPE.test(contentType)) return contentType;
  const detail = `must be 1–${requestLimits.contentTypeCharacters} characters of ASCII`;
  throw fieldsRefused([{ in: 'header', pointer: '/Content-Type', detail }]);
}
