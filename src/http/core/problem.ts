import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { wordingOf } from './issue-wording.ts';

/** Errors as RFC 9457 problem documents. */

export const problemMediaType = 'application/problem+json';

/** Every problem code: its status, its title, and an example of a detail for the documentation. */
export const problemCodes = {
  'malformed-request': {
    status: 400,
    title: 'The request cannot be read',
    example: 'The body is not JSON: line 1, column 18 is unexpected.',
  },
  'missing-signature': {
    status: 400,
    title: 'The signature is missing',
    example: 'Missing signature: this subscription accepts signed events only.',
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication required',
    example: 'Send an API key: Authorization: Bearer <API key>.',
  },
  forbidden: {
    status: 403,
    title: 'The credentials do not allow this',
    example: 'The API key lacks the scope manage.',
  },
  'wrong-signature': {
    status: 403,
    title: 'The signature is wrong',
    example: 'Invalid signature: it does not match the secret and the body.',
  },
  'not-found': { status: 404, title: 'Not found', example: 'No resource has this id.' },
  gone: {
    status: 410,
    title: 'No longer there',
    example: 'The payload of the event was deleted.',
  },
  'live-unavailable': {
    status: 404,
    title: 'The live view is not available',
    example: 'This installation has no live view. Read GET /deliveries from time to time instead.',
  },
  'method-not-allowed': { status: 405, title: 'Method not allowed', example: 'Use GET or POST here.' },
  conflict: {
    status: 409,
    title: 'The current state does not allow it',
    example: 'The delivery is no longer exhausted. Read it again.',
  },
  'idempotency-conflict': {
    status: 409,
    title: 'The idempotency key is already in use',
    example: 'This Idempotency-Key was used for a different request in the last 24 hours. Use a new key.',
  },
  'subscription-disabled': {
    status: 409,
    title: 'The subscription is disabled',
    example: 'The subscription is disabled. Enable it before you publish to it.',
  },
  'subscription-limit': {
    status: 409,
    title: 'Too many subscriptions',
    example:
      'Limit reached: this receiver has as many subscriptions as one event can reach. Delete one first.',
  },
  'limit-reached': {
    status: 409,
    title: 'Limit reached',
    example: 'Limit reached: 1000 event types. Delete one first.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    example: 'The payload is larger than 1 MiB.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    example: 'Send application/json.',
  },
  misdirected: { status: 421, title: 'The request was sent to the wrong host', example: 'Unknown host.' },
  'invalid-request': {
    status: 422,
    title: 'The request is not valid',
    example: 'Some fields are not valid: see errors.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many events or calls',
    example: 'The rate limit of the subscription is used up. Try again in 2 s.',
  },
  'event-type-mismatch': {
    status: 422,
    title: 'The subscription does not accept this event type',
    example: 'The event type is order.shipped; the subscription lists order.created.',
  },
  'filter-mismatch': {
    status: 422,
    title: 'The subscription does not accept this payload',
    example: 'The payload does not match the filter of the subscription.',
  },
  overloaded: {
    status: 503,
    title: 'The service is busy',
    example: 'Too many bodies are being read. Try again in a moment.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request timeout',
    example: 'Request timeout: the request did not arrive in time.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Request headers too large',
    example: 'The head of the request is larger than 16 KiB.',
  },
  'schema-mismatch': {
    status: 422,
    title: 'The payload does not match the schema of its event type',
    example: 'The payload does not match the schema of order.created: see errors.',
  },
  'loop-detected': {
    status: 508,
    title: 'The event is in a loop',
    example:
      'This event has passed through Posthorn 6 times; at most 5 are allowed. Correct the target URL that leads back here.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot read or write its store',
    example: 'The disk of the store is full. Nothing was stored: repeat the request later.',
  },
  'subscription-damaged': {
    status: 500,
    title: 'The stored subscription is damaged',
    example:
      'The stored subscription is damaged, and its deliveries are stopped. Ask the operator to restore it.',
  },
  'internal-error': { status: 500, title: 'Internal error', example: 'Try again later.' },
} as const satisfies Record<string, { status: number; title: string; example: string }>;

export type ProblemCode = keyof typeof problemCodes;

/** `payload`: the payload of an event, wherever it is in the request. */
const requestParts = ['body', 'query', 'path', 'header', 'payload'] as const;
export type RequestPart = (typeof requestParts)[number];

const requestPart = z.enum(requestParts).meta({
  id: 'RequestPart',
  description: 'The part of the request that a pointer refers to; `payload` is the payload of an event.',
});

const fieldFault = z
  .object({
    in: requestPart,
    pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901) within that part.' }),
    detail: z.string().meta({ description: 'The fault of the field, for example `must be a string`.' }),
  })
  .meta({ id: 'FieldFault', description: 'A fault of one field.' });

/** A fault of one field of the request. */
export type FieldFault = Readonly<z.infer<typeof fieldFault>>;

/** The wire shape of every error. */
export const problemDocument = z
  .object({
    type: z.string().meta({ description: 'Names the kind of problem: `urn:posthorn:problem:<code>`.' }),
    title: z.string().meta({ description: 'A short title of the kind of problem.' }),
    status: z.int().min(400).max(599).meta({ description: 'The HTTP status.' }),
    detail: z.string().meta({ description: 'The fault of this request, and how to correct it.' }),
    errors: z.array(fieldFault).optional().meta({ description: 'The invalid fields.' }),
    request_id: z.string().meta({ description: 'The id of the request. Quote it in support requests.' }),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457).' });

export type ProblemDocument = z.infer<typeof problemDocument>;

interface Occurrence {
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  readonly requestId: string;
}

export const problem = (code: ProblemCode, { detail, errors, requestId }: Occurrence): ProblemDocument => ({
  type: `urn:posthorn:problem:${code}`,
  title: problemCodes[code].title,
  status: problemCodes[code].status,
  detail,
  ...(errors !== undefined && { errors: [...errors] }),
  request_id: requestId,
});

// Set once for the process, in place of zod's own messages: short, and never with a value that was sent.
z.config({ localeError: wordingOf });

/**
 * The issues of a schema as faults, one each, at most `requestLimits.faultsListed`. Unknown fields are listed one by
 * one.
 */
export const zodFaults = (error: z.ZodError, part: RequestPart): readonly FieldFault[] =>
  error.issues
    .slice(0, requestLimits.faultsListed)
    .flatMap((issue) => faultsOf(issue, part, []))
    .slice(0, requestLimits.faultsListed);

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

function faultsOf(issue: Issue, part: RequestPart, parentPath: Path): readonly FieldFault[] {
  const path = [...parentPath, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const detail =
        part === 'query' ? 'is not a parameter of this operation' : 'is not a field of this object';
      return issue.keys
        .slice(0, requestLimits.faultsListed)
        .map((key) => ({ in: part, pointer: pointerTo([...path, key]), detail }));
    }
    case 'invalid_union':
      // A union that is told apart by a field, and no member matches: the fault is in that field.
      if (issue.errors.length === 0) return [{ in: part, pointer: pointerTo(path), detail: issue.message }];
      return closestAlternative(issue.errors).flatMap((inner) => faultsOf(inner, part, path));
    case 'invalid_key':
      return issue.issues.map((inner) => ({ in: part, pointer: pointerTo(path), detail: inner.message }));
    default:
      return [{ in: part, pointer: pointerTo(path), detail: issue.message }];
  }
}

/** The intended alternative of a union: the one that knows most of the given fields. */
function closestAlternative(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const unknownFields = (issues: readonly Issue[]) =>
    issues.reduce((count, issue) => count + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
  const [closest = []] = alternatives.toSorted((a, b) => unknownFields(a) - unknownFields(b));
  return closest;
}

/** A JSON Pointer (RFC 6901). A name longer than any known name is shortened, so that an answer stays small. */
export const pointerTo = (path: Path): string =>
  path.map((name) => `/${shortened(String(name)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function shortened(name: string): string {
  const most = requestLimits.faultNameCharacters;
  return name.length <= most ? name : `${name.slice(0, most)}…`;
}
