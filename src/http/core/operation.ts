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
  | 'Receivers'
  | 'Access'
  | 'Service';

/** A request that receivers get: no operation of the API has it. */
export const WEBHOOKS_TAG = 'Webhooks';

interface Example {
  readonly summary: string;
  readonly value: unknown;
}

/** The body of an operation: JSON of a schema, any bytes with any content type, or either of them. */
export type RequestBody<Body> =
  | {
      readonly kind: 'json';
      readonly schema: z.ZodType<Body>;
      /** The schema in the OpenAPI document, if it says more than `schema`. */
      readonly documentedSchema?: z.ZodType;
      /** JSON of another shape that the handler parses itself, recognized by request headers (names in lower case). */
      readonly isRaw?: (headers: Readonly<Record<string, string>>) => boolean;
      readonly examples: Examples;
      /** The body may be as large as an event; bodies of settings are smaller. */
      readonly holdsEvents?: boolean;
      /** An empty body counts as an object without members. */
      readonly mayBeEmpty?: boolean;
    }
  | { readonly kind: 'raw'; readonly description: string; readonly examples: Examples }
  | {
      readonly kind: 'json-or-raw';
      readonly schema: z.ZodType<Body>;
      /** JSON that is still not such an object, recognized by request headers (names in lower case). */
      readonly isRaw: (headers: Readonly<Record<string, string>>) => boolean;
      readonly description: string;
      readonly examples: Examples;
    };

type Examples = Readonly<Record<string, Example>>;

export interface Success {
  /** `2XX`: any other success. Generated clients take an exact status as the result of the call. */
  readonly status: 200 | 201 | 202 | 204 | 307 | '2XX';
  readonly description: string;
  /** Undefined when the answer has no JSON body. */
  readonly schema: z.ZodType | undefined;
  readonly example: unknown;
  /** `application/json` unless said otherwise. */
  readonly mediaType?: string;
  /** Response headers: name and description. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The same, for headers that only some answers have. */
  readonly optionalHeaders?: Readonly<Record<string, string>>;
}

/** The success of an operation that answers without a body. */
export const noContent = (description: string): Success => ({
  status: 204,
  description,
  schema: undefined,
  example: undefined,
});

/** Its `shape` has the header names as they are documented and reported. */
type HeadersSchema<Headers> = z.ZodType<Headers> & {
  readonly shape: Readonly<Record<string, z.ZodType>>;
};

/**
 * One method on one path: its input, its callers, and all of its answers. Handlers parse by it, and the OpenAPI
 * document is made from it. `Path`, `Query`, `Body` and `Headers` are the parsed types of the schemas.
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
  /** The scope that a caller needs; `any`: every API key may call it; `null`: no key is needed. */
  readonly scope: Scope | 'any' | null;
  /** Whether a portal token may call it as well, for resources of its receiver. */
  readonly forPortal: boolean;
  /** Whether a signature of the subscription's source may replace an API key. */
  readonly mayBeSigned: boolean;
  /** Whether the call sends something without a published event: such calls count under the rate limits. */
  readonly isSending: boolean;
  /** The action in the audit trail; undefined: the operation changes nothing that is audited. */
  readonly audit: AuditAction | undefined;
  readonly takesIdempotencyKey: boolean;
  readonly params: z.ZodType<Path> | undefined;
  /** Takes a plain object of strings. A parameter that is given more than once is a list, and is refused. */
  readonly query: z.ZodType<Query> | undefined;
  /** Takes the headers named in the schema; others are ignored. */
  readonly headers: HeadersSchema<Headers> | undefined;
  readonly body: RequestBody<Body> | undefined;
  readonly success: Success;
  /** Other answers that are not errors. */
  readonly otherSuccesses: readonly Success[];
  /** Every problem code that it answers with. */
  readonly errors: readonly ProblemCode[];
  /** Whether the OpenAPI document lists it. */
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

/** An operation whose schema types do not matter. */
export type AnyOperation = Operation<unknown, unknown, unknown, unknown>;

/** The method and the path of an operation. */
export type OperationPath = Pick<AnyOperation, 'method' | 'path'>;

/** An operation with the types of its schemas, and with the problems that its kind implies besides its own. */
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
  // Browsers and links may add parameters to the address of a page. Everywhere else unknown parameters are refused,
  // also by operations that take none.
  const isPage = success.mediaType === 'text/html';
  return [
    ...when(isJson, 'malformed-request'),
    ...when(scope !== null, 'unauthenticated', 'rate-limited'),
    ...when(scope !== null && scope !== 'any', 'forbidden'),
    ...when(params !== undefined, 'not-found'),
    ...when(takesIdempotencyKey === true, 'idempotency-conflict'),
    ...when(body !== undefined, 'payload-too-large', 'unsupported-media-type'),
    ...when(!isPage, 'invalid-request'),
  ];
}

const when = (applies: boolean, ...codes: readonly ProblemCode[]): readonly ProblemCode[] =>
  applies ? codes : [];
