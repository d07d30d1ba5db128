import type { Principal } from '../../domain/principal.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import type { AnyOperation, Operation } from './operation.ts';

/** A request that has been let in: who calls, and what every part of it says by the operation's schemas. */
export interface Call<Path, Query, Body, Headers> {
  readonly principal: Principal;
  readonly params: Path;
  readonly query: Query;
  readonly headers: Headers;
  /** The JSON body; undefined where the operation has none, or was sent other bytes instead. */
  readonly body: Body;
  readonly request: HttpRequest;
}

type AnyCall = Call<unknown, unknown, unknown, unknown>;

/** An operation and what serves it. */
export interface Route {
  readonly operation: AnyOperation;
  readonly serve: (call: AnyCall) => Promise<HttpAnswer>;
}

/** Ties an operation to its handler, whose call has the types of the operation's schemas. */
export const route = <Path, Query, Body, Headers>(
  operation: Operation<Path, Query, Body, Headers>,
  serve: (call: Call<Path, Query, Body, Headers>) => Promise<HttpAnswer>,
): Route =>
  // The router parses by this operation's own schemas before it calls `serve`: the types hold by construction.
  ({ operation, serve }) as unknown as Route;
