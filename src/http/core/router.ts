import type { Needs } from '../../application/needs.ts';
import { requestLimits } from '../../domain/limits.ts';
import { noteChange } from './audit.ts';
import { ANYBODY, type CallerNeeds, letIn } from './caller.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from './http.ts';
import type { Serving } from './http-function.ts';
import type { AnyOperation, OperationPath } from './operation.ts';
import { bodyBytesOf, parseCall, refuseBodyByHead } from './parse-call.ts';
import { refuseOverLimit } from './rate-limits.ts';
import { sayingRepeats } from './replayed.ts';
import type { Route } from './route.ts';

/** The needs of every route: to authenticate its caller, to limit calls, and to audit changes. */
export type RouterNeeds = CallerNeeds &
  Pick<Needs, 'auditTrail' | 'eventLimiter' | 'tenantLimit' | 'randomness'>;

type Params = Readonly<Record<string, string>>;
type ParamsOf = (path: string) => Params | undefined;

/**
 * Serves a table of routes: finds the route (404, 405), authenticates the caller (401, 403), parses the request by the
 * operation's schemas (400, 413, 415, 422), calls the handler, and audits the change.
 *
 * @param operationPaths of all functions: callers do not know about functions
 */
export function router(
  needs: RouterNeeds,
  routes: readonly Route[],
  operationPaths: readonly OperationPath[],
): Serving {
  const operationsAt = finderByPath(operationPaths);
  const matchers = routes.map((route) => ({ route, paramsOf: pathMatcher(route.operation.path) }));
  const find = (request: HttpRequest): Found | undefined => {
    for (const { route, paramsOf } of matchers) {
      if (route.operation.method !== request.method) continue;
      const params = decodedParams(request, paramsOf(request.path));
      if (params === undefined || isAnotherPath(operationsAt, route, request.path, params)) continue;
      return { route, params };
    }
    return undefined;
  };
  const serve = async (request: HttpRequest) => {
    const found = find(request);
    return found === undefined
      ? withoutRoute(operationsAt, request)
      : serveBy(needs, found.route, request, found.params);
  };
  return Object.assign(serve, {
    /** Finds the route, authenticates the caller, and checks the body by the head of the request. */
    admit: async (request: HttpRequest) => {
      const found = find(request);
      if (found === undefined) return admitUnknown(operationsAt, request);
      const { operation } = found.route;
      const principal = await callerOf(needs, operation, request);
      refuseBodyByHead(operation, request.headers);
      return { bodyBytes: bodyBytesOf(operation), isKnown: principal !== ANYBODY };
    },
  });
}

interface Found {
  readonly route: Route;
  readonly params: Params;
}

/** OPTIONS is answered without a route; its body is ignored. */
function admitUnknown(operationsAt: OperationsAt, request: HttpRequest) {
  withoutRoute(operationsAt, request);
  return { bodyBytes: requestLimits.settingsBytes, isKnown: false };
}

const callerOf = (
  needs: CallerNeeds,
  { scope, forPortal, mayBeSigned }: AnyOperation,
  request: HttpRequest,
) => (scope === null ? ANYBODY : letIn(needs, request, { scope, forPortal, mayBeSigned }));

async function serveBy(
  needs: RouterNeeds,
  { operation, serve }: Route,
  request: HttpRequest,
  pathParams: Params,
): Promise<HttpAnswer> {
  const principal = await callerOf(needs, operation, request);
  const call = parseCall(operation, request, pathParams);
  if (operation.isSending) await refuseOverLimit(needs, principal);
  const answer = await sayingRepeats(request, () => serve({ ...call, principal, request }));
  const { params, body } = call;
  await noteChange(needs, { operation, principal, params, body, request }, answer);
  return answer;
}

/**
 * Whether an apparent id is the path of another operation: in `/events/batch`, `batch` is not an id. In OpenAPI a path
 * without variables wins (https://spec.openapis.org/oas/v3.1.0#paths-object).
 */
function isAnotherPath(
  operationsAt: OperationsAt,
  { operation }: Route,
  path: string,
  params: Params,
): boolean {
  if (operation.params === undefined || operation.params.safeParse(params).success) return false;
  return operationsAt(path).some((other) => other.path === path);
}

function withoutRoute(operationsAt: OperationsAt, request: HttpRequest): HttpAnswer {
  const onPath = operationsAt(request.path);
  if (onPath.length === 0) throw new Refusal('not-found', `No operation has the path ${request.path}.`);
  const allow = allowHeader(onPath.map(({ method }) => method));
  if (request.method === 'OPTIONS') return { status: 204, headers: { allow } };
  throw new Refusal('method-not-allowed', `Use one of ${allow} here.`, { headers: { allow } });
}

type OperationsAt = (path: string) => readonly OperationPath[];

const finderByPath =
  (operations: readonly OperationPath[]): OperationsAt =>
  (path) => {
    const literally = operations.filter((operation) => operation.path === path);
    if (literally.length > 0) return literally;
    return operations.filter((operation) => pathMatcher(operation.path)(path) !== undefined);
  };

/** The `Allow` header of a path that has these methods. A path that allows GET allows HEAD. */
export const allowHeader = (methods: readonly string[]): string =>
  [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))), 'OPTIONS'].join(
    ', ',
  );

/** RFC 3986, section 2.1. A value that cannot be decoded stays unchanged, and matches no resource. */
const decodedParams = ({ isPathDecoded }: HttpRequest, params: Params | undefined): Params | undefined =>
  isPathDecoded || params === undefined
    ? params
    : Object.fromEntries(Object.entries(params).map(([name, value]) => [name, percentDecoded(value)]));

export function percentDecoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * `/subscriptions/{id}` as a function from a path to its parameters, undefined if it does not match. Event types and
 * receivers take the rest of the path: their names may contain slashes, which HTTP APIs decode before the path reaches a
 * function.
 */
const NAMED_BY_CALLERS = /^(\/event-types\/|\/receivers\/)\{(\w+)\}$/;

function pathMatcher(template: string): ParamsOf {
  const pattern = template
    .replaceAll('.', '\\.')
    .replace(NAMED_BY_CALLERS, '$1(?<$2>[^]+)')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const expression = new RegExp(`^${pattern}$`);
  return (path) => {
    const match = expression.exec(path);
    return match === null ? undefined : { ...match.groups };
  };
}
