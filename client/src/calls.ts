import type { operations } from './generated/openapi.ts';
import { routes } from './generated/routes.ts';
import { List, type Page } from './list.ts';
import type { CallOptions, KeyedCallOptions, Query, Transport } from './transport.ts';

/** Makes a function of an operation: its arguments and its result follow from the OpenAPI document. */

export type OperationId = keyof typeof routes & keyof operations;
type Route<Id extends OperationId> = (typeof routes)[Id];
type Json = { readonly content: { readonly 'application/json': unknown } };

/** One argument for each `{…}` of a path. */
type PathArguments<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? [id: Name extends 'number' ? number : string, ...PathArguments<Rest>]
  : [];

type Body<Id extends OperationId> =
  NonNullable<operations[Id]['requestBody']> extends infer Content extends Json
    ? Content['content']['application/json']
    : never;

type BodyArgument<Id extends OperationId> = undefined extends operations[Id]['requestBody']
  ? [body?: Body<Id>]
  : [body: Body<Id>];

type Parameters<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>;

type Arguments<Id extends OperationId> = [
  ...PathArguments<Route<Id>['path']>,
  ...(Route<Id>['hasBody'] extends true ? BodyArgument<Id> : []),
  ...(Route<Id>['hasQuery'] extends true ? [query?: Parameters<Id>] : []),
  options?: Route<Id>['takesKey'] extends true ? KeyedCallOptions : CallOptions,
];

type ContentOf<Answer> = Answer extends { readonly content: infer Content } ? Content[keyof Content] : never;

/**
 * The content of a 200, 201 or 202; none if the only success is a 204. If an operation has a 202, its 200 answers a
 * list of CloudEvents, which these calls do not send.
 */
type Result<Id extends OperationId> = [Successes<Id>] extends [never] ? undefined : Successes<Id>;
type Successes<Id extends OperationId> = ContentOf<
  operations[Id]['responses'][SuccessOf<keyof operations[Id]['responses']>]
>;
type SuccessOf<Status> = 202 extends Status ? Status & 202 : Status & (200 | 201);

type ItemOf<Id extends OperationId> = Result<Id> extends { data: (infer Item)[] } ? Item : never;

export interface Calls {
  /** An operation that is called once: `(…ids, body, query, options)`, as far as it has them. */
  readonly call: <Id extends OperationId>(id: Id) => (...args: Arguments<Id>) => Promise<Result<Id>>;
  /** An operation that answers with pages: `(…ids, query, options)`. */
  readonly list: <Id extends OperationId>(id: Id) => (...args: Arguments<Id>) => List<ItemOf<Id>>;
}

export const callsOver = (transport: Transport): Calls => ({
  call:
    <Id extends OperationId>(id: Id) =>
    (...args: Arguments<Id>) =>
      send(transport, id, parts(id, args)) as Promise<Result<Id>>,
  list:
    <Id extends OperationId>(id: Id) =>
    (...args: Arguments<Id>) => {
      const first = parts(id, args);
      const read = (cursor: string | undefined) =>
        send(transport, id, { ...first, query: { ...first.query, cursor } }) as Promise<Page<ItemOf<Id>>>;
      return new List(read, first.query?.['cursor'] as string | undefined);
    },
});

interface Parts {
  readonly path: string;
  readonly body: unknown;
  readonly query: Query | undefined;
  readonly options: KeyedCallOptions | undefined;
}

function parts(id: OperationId, args: readonly unknown[]): Parts {
  const { path, hasBody, hasQuery } = routes[id];
  const rest = [...args];
  return {
    path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => pathSegment(name, rest.shift())),
    body: hasBody ? rest.shift() : undefined,
    query: hasQuery ? (rest.shift() as Query | undefined) : undefined,
    options: rest.shift() as KeyedCallOptions | undefined,
  };
}

function send(
  transport: Transport,
  id: OperationId,
  { path, body, query, options }: Parts,
): Promise<unknown> {
  const { method, takesKey } = routes[id];
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_TYPE };
  return transport.call({ method, path, query, takesKey, ...json }, options);
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * An id or a number within a path.
 * @throws TypeError for an id that would change the path to another resource
 */
export function pathSegment(name: string, value: unknown): string {
  if (name === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && !/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
  throw new TypeError(`${name} must be an id`);
}
