import * as z from 'zod';
import { requestLimits } from '../../domain/limits.ts';
import { wordingOf } from './issue-wording.ts';

/** Errors as RFC 9457 problem documents. */

export const problemMediaType = 'application/problem+json';

/** Every problem that the API answers with: its status, its title, and a detail as the documentation shows it. */
export const problemCodes = {
  'malformed-request': {
    status: 400,
    title: 'The request cannot be read',
    example: 'The body is not JSON: line 1, column 18 is unexpected.',
  },
  'missing-signature': {
    status: 400,
    title: 'The signature is missing',
    example: 'Missing signature: this subscription takes signed events only.',
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication is needed',
    example: 'Send an API key: Authorization: Bearer <API key>.',
  },
  forbidden: {
    status: 403,
    title: 'The API key may not do this',
    example: 'The API key lacks the scope manage.',
  },
  'wrong-signature': {
    status: 403,
    title: 'The signature is wrong',
    example: 'Invalid signature: it was not made with this secret over these bytes.',
  },
  'not-found': { status: 404, title: 'Not found', example: 'There is nothing of this id.' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed', example: 'Use GET or POST here.' },
  conflict: {
    status: 409,
    title: 'The current state does not allow it',
    example: 'Its state is another one by now: read it again.',
  },
  'idempotency-conflict': {
    status: 409,
    title: 'The idempotency key was used before',
    example: 'This Idempotency-Key came with another request in the last 24 hours.',
  },
  'subscription-disabled': {
    status: 409,
    title: 'The subscription is disabled',
    example: 'The subscription is disabled: it takes no events until it is enabled.',
  },
  'subscription-limit': {
    status: 409,
    title: 'There are too many subscriptions',
    example: 'This receiver has as many subscriptions as an event can reach.',
  },
  'limit-reached': {
    status: 409,
    title: 'There are as many as there may be',
    example: 'There are 1000 already: delete one first.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    example: 'The payload is larger than 1 MiB.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The media type is not supported',
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
    example: 'The rate limit of the subscription is used up: try again in 2 s.',
  },
  'event-type-mismatch': {
    status: 422,
    title: 'The subscription does not want this event type',
    example: 'The event type is order.shipped; the subscription lists order.created.',
  },
  'filter-mismatch': {
    status: 422,
    title: 'The subscription does not want this payload',
    example: 'The payload does not match the filter of the subscription.',
  },
  overloaded: {
    status: 503,
    title: 'The service is busy',
    example: 'Too many bodies are being read: try again in a moment.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request did not come in time',
    example: 'The request did not come in time.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The head of the request is too large',
    example: 'The head of the request is larger than 16 KiB.',
  },
  'schema-mismatch': {
    status: 422,
    title: 'The payload does not match the schema of its event type',
    example: 'The payload does not match the schema of order.created: see errors.',
  },
  'loop-detected': {
    status: 508,
    title: 'The event goes in a loop',
    example: 'This event has been through Posthorn 6 times: its target leads back here.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot read or write its store',
    example: 'The disk of the store is full. Nothing was stored: repeat the request later.',
  },
  'subscription-damaged': {
    status: 500,
    title: 'The stored subscription is damaged',
    example: 'The stored subscription is damaged: nothing is sent by it. The operator has to restore it.',
  },
  'internal-error': { status: 500, title: 'Something went wrong here', example: 'Try again, please.' },
} as const satisfies Record<string, { status: number; title: string; example: string }>;

export type ProblemCode = keyof typeof problemCodes;

/** `payload`: that of an event, wherever in the request it lies. */
const requestParts = ['body', 'query', 'path', 'header', 'payload'] as const;
export type RequestPart = (typeof requestParts)[number];

const requestPart = z.enum(requestParts).meta({
  id: 'RequestPart',
  description: 'What a pointer is about: a part of the request, or the payload of an event in it.',
});

const fieldFault = z
  .object({
    in: requestPart,
    pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901) within that part.' }),
    detail: z.string().meta({ description: 'What is wrong with the field that it points at.' }),
  })
  .meta({ id: 'FieldFault', description: 'One thing that is wrong with one field.' });

/** One thing that is wrong with one field of the request. */
export type FieldFault = Readonly<z.infer<typeof fieldFault>>;

/** The wire shape of every error. */
export const problemDocument = z
  .object({
    type: z.string().meta({ description: 'Names the kind of problem: `urn:posthorn:problem:<code>`.' }),
    title: z.string().meta({ description: 'The kind of problem in words.' }),
    status: z.int().min(400).max(599).meta({ description: 'The HTTP status.' }),
    detail: z.string().meta({ description: 'What went wrong this time.' }),
    errors: z.array(fieldFault).optional().meta({ description: 'The fields that are at fault.' }),
    request_id: z.string().meta({ description: 'What to quote when asking for help.' }),
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

// Said once for the process, in place of zod's own English: short, and never with a value that was sent.
z.config({ localeError: wordingOf });

/**
 * What a schema found wrong, one fault an issue, at most `requestLimits.faultsListed` of them.
 * Unknown fields are named one by one.
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
      // Of several shapes that are told apart by a field, none is meant: then that field is at fault.
      if (issue.errors.length === 0) return [{ in: part, pointer: pointerTo(path), detail: issue.message }];
      return closestAlternative(issue.errors).flatMap((inner) => faultsOf(inner, part, path));
    case 'invalid_key':
      return issue.issues.map((inner) => ({ in: part, pointer: pointerTo(path), detail: inner.message }));
    default:
      return [{ in: part, pointer: pointerTo(path), detail: issue.message }];
  }
}

/** Of a union's alternatives the one that was meant: it knows most of the fields that were given. */
function closestAlternative(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const unknownFields = (issues: readonly Issue[]) =>
    issues.reduce((count, issue) => count + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
  const [closest = []] = alternatives.toSorted((a, b) => unknownFields(a) - unknownFields(b));
  return closest;
}

/** A JSON Pointer (RFC 6901). A name longer than any that we know is shortened, so that an answer stays small. */
export const pointerTo = (path: Path): string =>
  path.map((name) => `/${shortened(String(name)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function shortened(name: string): string {
  const most = requestLimits.faultNameCharacters;
  return name.length <= most ? name : `${name.slice(0, most)}…`;
}
