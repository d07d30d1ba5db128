import { apiKeyHash, mayAct, type Principal, type Scope } from '../../src/domain/api-key.ts';
import type { ApiKeyStore } from '../../src/ports/api-key-store.ts';
import { type HttpAnswer, type HttpRequest, Refusal } from './http.ts';
import { parseCall } from './parse-call.ts';
import type { Route } from './route.ts';

export interface RouterNeeds {
  readonly apiKeys: ApiKeyStore;
}

type ParamsOf = (path: string) => Readonly<Record<string, string>> | undefined;

/**
 * Serves a table of routes: finds the one that is meant (404, 405), lets the caller in (401, 403), reads the request
 * by the operation's schemas (400, 413, 415, 422), and hands it on.
 */
export function router(
  needs: RouterNeeds,
  routes: readonly Route[],
): (request: HttpRequest) => Promise<HttpAnswer> {
  const matchers = routes.map((route) => ({ ...route, paramsOf: pathMatcher(route.operation.path) }));
  return async (request) => {
    for (const { operation, serve, paramsOf } of matchers) {
      if (operation.method !== request.method) continue;
      const params = paramsOf(request.path);
      if (params === undefined) continue;
      const principal = operation.scope === null ? ANYBODY : await letIn(needs, request, operation.scope);
      return serve({ ...parseCall(operation, request, params), principal, request });
    }
    return withoutRoute(request);
  };
}

/** Public operations ask for nobody's rows: no tenant has this id. */
const ANYBODY: Principal = { id: 'key_', tenantId: 'ten_', scopes: [] };

/**
 * By all operations, whichever function serves them: callers know nothing of functions. They are loaded here and not at
 * the start, since a function that knows its few only starts sooner.
 */
async function withoutRoute(request: HttpRequest): Promise<HttpAnswer> {
  const { operations } = await import('../../src/api/operations.ts');
  const onPath = operations.filter(({ path }) => pathMatcher(path)(request.path) !== undefined);
  if (onPath.length === 0) throw new Refusal('not-found', `There is no ${request.path} here.`);
  const allow = allowHeader(onPath.map(({ method }) => method));
  if (request.method === 'OPTIONS') return { status: 204, headers: { allow } };
  throw new Refusal('method-not-allowed', `Use one of ${allow} here.`, { headers: { allow } });
}

/** The `Allow` header of a path that has these methods: what may be read may also be asked for by HEAD. */
export const allowHeader = (methods: readonly string[]): string =>
  [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))), 'OPTIONS'].join(
    ', ',
  );

const BEARER = /^Bearer +(\S+)$/i;

/** The caller, by an API key that may do this (RFC 6750). */
async function letIn({ apiKeys }: RouterNeeds, { headers }: HttpRequest, scope: Scope): Promise<Principal> {
  const challenge = { headers: { 'www-authenticate': 'Bearer realm="posthorn"' } };
  const key = BEARER.exec(headers['authorization'] ?? '')?.[1];
  if (key === undefined) {
    throw new Refusal('unauthenticated', 'Send an API key: Authorization: Bearer <API key>.', challenge);
  }
  const principal = await apiKeys.findByHash(apiKeyHash(key));
  if (principal === undefined) throw new Refusal('unauthenticated', 'This API key is not known.', challenge);
  if (!mayAct(principal, scope)) throw new Refusal('forbidden', `This API key lacks the scope ${scope}.`);
  return principal;
}

/** `/subscriptions/{id}` as a function from a path to its parameters, undefined if it does not match. */
function pathMatcher(template: string): ParamsOf {
  const pattern = template.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const expression = new RegExp(`^${pattern}$`);
  return (path) => {
    const match = expression.exec(path);
    return match === null ? undefined : { ...match.groups };
  };
}
