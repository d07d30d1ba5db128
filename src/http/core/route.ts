import type { Principal } from '../../domain/principal.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import type { AnyOperation, Operation } from './operation.ts';

/** An authenticated request: its caller, and every part parsed by the operation's schemas. */
export interface Call<Path, Query, Body, Headers> {
  readonly principal: Principal;
  readonly params: Path;
  readonly query: Query;
  readonly headers: Headers;
  /** The JSON body; undefined if the operation has none, or got other bytes instead. */
  readonly body: Body;
  readonly request: HttpRequest;
}

type AnyCall = Call<unknown, unknown, unknown, unknown>;

/** An operation and its handler. */
export interface Route {
  readonly operation: AnyOperation;
  readonly serve: (call: AnyCall) => Promise<HttpAnswer>;
}

/** Ties an operation to its handler, whose call has the types of the operation's schemas. */
export const route = <Path, Query, Body, Headers>(
  operation: Operation<Path, Query, Body, Headers>,
  serve: (call: Call<Path, Query, Body, Headers>) => Promise<HttpAnswer>,
): Route =>
  // The router parses by this operation's own schemas before it calls `serve`, so the types hold by construction.
  ({ operation, serve }) as unknown as Route;
