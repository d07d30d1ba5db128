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
  /**
   * A method, so that the handler of one operation fits: TypeScript compares the parameters of methods both ways. The
   * types hold, since the router reads every call by the schemas of this operation.
   */
  serve(call: AnyCall): Promise<HttpAnswer>;
}

/** Ties an operation to its handler, whose call has the types of the operation's schemas. */
export const route = <Path, Query, Body, Headers>(
  operation: Operation<Path, Query, Body, Headers>,
  serve: (call: Call<Path, Query, Body, Headers>) => Promise<HttpAnswer>,
): Route => ({ operation, serve });
