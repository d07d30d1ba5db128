import type { FieldFault } from './generated/openapi.ts';

/** The base of all errors that the client throws, except `TypeError` for a wrong call. */
export class PosthornError extends Error {
  override readonly name: string = 'PosthornError';
}

/** Posthorn could not be reached, or did not answer completely in time. The call may have taken effect. */
export class ConnectionError extends PosthornError {
  override readonly name = 'ConnectionError';
}

interface ProblemFields {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldFault[];
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
}

/** Posthorn rejected the call: its problem document (RFC 9457), or as much of it as the answer had. */
export class ProblemError extends PosthornError {
  override readonly name = 'ProblemError';
  /** `urn:posthorn:problem:<code>`, or `about:blank` if a server on the way answered. */
  readonly type: string;
  /** A short title of the kind of problem. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** The fault of this request, and how to correct it. */
  readonly detail: string;
  /** The invalid fields, each with a JSON Pointer (RFC 6901). */
  readonly errors: readonly FieldFault[];
  /** The id of the request. Quote it in support requests. */
  readonly requestId: string | undefined;
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(fields: ProblemFields) {
    super(messageOf(fields));
    this.type = fields.type;
    this.title = fields.title;
    this.status = fields.status;
    this.detail = fields.detail;
    this.errors = fields.errors;
    this.requestId = fields.requestId;
    this.retryAfterSeconds = fields.retryAfterSeconds;
  }

  /** The last part of `type`, such as `not-found`; undefined if a server on the way answered. */
  get code(): string | undefined {
    return /^urn:posthorn:problem:(.+)$/.exec(this.type)?.[1];
  }
}

function messageOf({ title, status, detail, errors }: ProblemFields): string {
  const faults = errors.map((fault) => `${fault.in} ${fault.pointer || '/'}: ${fault.detail}`);
  return [`${title} (${status}): ${detail}`, ...faults].join('\n  ');
}

const EXCERPT_CHARACTERS = 200;

/** The error in an answer that is not a success. `text` is its body. */
export function problemFrom(response: Response, text: string, nowMs: number): ProblemError {
  const document = jsonObject(text);
  const string = (name: string): string | undefined => {
    const value = document[name];
    return typeof value === 'string' ? value : undefined;
  };
  return new ProblemError({
    type: string('type') ?? 'about:blank',
    title: string('title') ?? (response.statusText || 'Refused'),
    status: response.status,
    // API Gateway's own answers have only a `message`.
    detail: string('detail') ?? string('message') ?? text.slice(0, EXCERPT_CHARACTERS).trim(),
    errors: Array.isArray(document['errors']) ? (document['errors'] as FieldFault[]) : [],
    requestId: string('request_id'),
    retryAfterSeconds: retryAfterSecondsOf(response.headers.get('retry-after'), nowMs),
  });
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. Undefined if it is neither. */
function retryAfterSecondsOf(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1_000));
}
