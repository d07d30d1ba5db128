import type * as z from 'zod';
import type { Scope } from '../../domain/api-key.ts';
import type { AuditAction } from '../../domain/audit.ts';
import type { ProblemCode } from './problem.ts';

export type Tag =
  | 'Subscriptions'
  | 'Ingest'
  | 'Events'
  | 'Deliveries'
  | 'Recoveries'
  | 'Event types'
  | 'Access'
  | 'Service';

/** What receivers get: no operation of the API has it. */
export const WEBHOOKS_TAG = 'Webhooks';

interface Example {
  readonly summary: string;
  readonly value: unknown;
}

/** What an operation takes as its body: JSON of a schema, any bytes with any content type, or either of them. */
export type RequestBody<Body> =
  | {
      readonly kind: 'json';
      readonly schema: z.ZodType<Body>;
      /** What the OpenAPI document says of it, where that is more than `schema` asks for. */
      readonly documentedSchema?: z.ZodType;
      /** JSON of another shape, which the handler reads: told by the headers of the request, names in lower case. */
      readonly isRaw?: (headers: Readonly<Record<string, string>>) => boolean;
      readonly examples: Examples;
      /** It may be as large as events are; settings are smaller. */
      readonly holdsEvents?: boolean;
      /** No body is as good as an object without members. */
      readonly mayBeEmpty?: boolean;
    }
  | { readonly kind: 'raw'; readonly description: string; readonly examples: Examples }
  | {
      readonly kind: 'json-or-raw';
      readonly schema: z.ZodType<Body>;
      /** JSON that is no such object all the same: told by the headers of the request, names in lower case. */
      readonly isRaw: (headers: Readonly<Record<string, string>>) => boolean;
      readonly description: string;
      readonly examples: Examples;
    };

type Examples = Readonly<Record<string, Example>>;

export interface Success {
  /** `2XX`: any other that is no error. A generated client takes an exact status as the result of its call. */
  readonly status: 200 | 201 | 202 | 204 | 307 | '2XX';
  readonly description: string;
  /** Undefined when the answer has no JSON body. */
  readonly schema: z.ZodType | undefined;
  readonly example: unknown;
  /** `application/json` unless said otherwise. */
  readonly mediaType?: string;
  /** Response headers, by name, with what they say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The same of those that are not in every answer. */
  readonly optionalHeaders?: Readonly<Record<string, string>>;
}

/** Its `shape` has the names by which the headers are documented and reported. */
type HeadersSchema<Headers> = z.ZodType<Headers> & {
  readonly shape: Readonly<Record<string, z.ZodType>>;
};

/**
 * One method on one path: what it takes, who may call it, and all that it answers. Handlers parse by it and the OpenAPI
 * document is made from it. `Path`, `Query`, `Body` and `Headers` are what the schemas give.
 */
export interface Operation<Path, Query, Body, Headers = unknown> {
  /** The OpenAPI `operationId`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/subscriptions/{id}` */
  readonly path: `/${string}`;
  readonly tag: Tag;
  readonly summary: string;
  readonly description: string;
  /** What an API key must be allowed to do; `null`: no key is needed. */
  readonly scope: Scope | null;
  /** Whether a portal token may call it as well, for what is of its receiver. */
  readonly forPortal: boolean;
  /** Whether the signature of a subscription's source may stand in for an API key. */
  readonly mayBeSigned: boolean;
  /** Whether it has something sent without an event that is handed in: its calls count under the rate limits. */
  readonly isSending: boolean;
  /** What the audit trail calls it; undefined: it changes nothing that the trail is to tell. */
  readonly audit: AuditAction | undefined;
  readonly takesIdempotencyKey: boolean;
  readonly params: z.ZodType<Path> | undefined;
  /** Takes a plain object of strings; a parameter that is given more than once is a list, and refused. */
  readonly query: z.ZodType<Query> | undefined;
  /** Takes the headers under the names that the schema has; others are ignored. */
  readonly headers: HeadersSchema<Headers> | undefined;
  readonly body: RequestBody<Body> | undefined;
  readonly success: Success;
  /** Other answers that are no errors. */
  readonly otherSuccesses: readonly Success[];
  /** Every problem that it answers with. */
  readonly errors: readonly ProblemCode[];
  /** Whether it is in the OpenAPI document. */
  readonly isDocumented: boolean;
}

type Optional =
  | 'forPortal'
  | 'mayBeSigned'
  | 'otherSuccesses'
  | 'isSending'
  | 'audit'
  | 'takesIdempotencyKey'
  | 'params'
  | 'query'
  | 'headers'
  | 'body'
  | 'errors'
  | 'isDocumented';

type Definition<Path, Query, Body, Headers> = Omit<Operation<Path, Query, Body, Headers>, Optional> &
  Partial<Pick<Operation<Path, Query, Body, Headers>, Optional>>;

/** An operation whose schemas are of no concern. */
export type AnyOperation = Operation<unknown, unknown, unknown, unknown>;

/**
 * All operations of the API, whichever function serves them: callers know nothing of functions. Loaded when a path is not
 * one of the routes, since a function that loads only its own operations starts sooner.
 */
export type LoadOperations = () => Promise<readonly AnyOperation[]>;

/** An operation with the types of its schemas, and with the problems that follow from its kind beside its own. */
export const operation = <Path = undefined, Query = undefined, Body = undefined, Headers = undefined>(
  definition: Definition<Path, Query, Body, Headers>,
): Operation<Path, Query, Body, Headers> => ({
  forPortal: false,
  mayBeSigned: false,
  otherSuccesses: [],
  isSending: false,
  audit: undefined,
  takesIdempotencyKey: false,
  params: undefined,
  query: undefined,
  headers: undefined,
  body: undefined,
  isDocumented: true,
  ...definition,
  errors: [...new Set([...ownErrors(definition), ...(definition.errors ?? []), ...FAILURES])],
});

const FAILURES = [
  'internal-error',
  'subscription-damaged',
  'unavailable',
] as const satisfies readonly ProblemCode[];

function ownErrors({
  scope,
  params,
  body,
  takesIdempotencyKey,
  success,
}: Definition<unknown, unknown, unknown, unknown>): readonly ProblemCode[] {
  const isJson = body !== undefined && body.kind !== 'raw';
  // To the address of a page, browsers and links may add what they like; parameters of anything else are checked, also
  // where there are none.
  const isPage = success.mediaType === 'text/html';
  return [
    ...when(isJson, 'malformed-request'),
    ...when(scope !== null, 'unauthenticated', 'forbidden', 'rate-limited'),
    ...when(params !== undefined, 'not-found'),
    ...when(takesIdempotencyKey === true, 'idempotency-conflict'),
    ...when(body !== undefined, 'payload-too-large', 'unsupported-media-type'),
    ...when(!isPage, 'invalid-request'),
  ];
}

const when = (applies: boolean, ...codes: readonly ProblemCode[]): readonly ProblemCode[] =>
  applies ? codes : [];
