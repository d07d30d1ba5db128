/**
 * Which function answers which request: API Gateway's routes are made from this table, and the embedded server uses it.
 */

export type RoutedFunction = 'api' | 'ingest' | 'docs';

export interface FunctionRoute {
  readonly method: 'ANY' | 'POST';
  /** In the syntax of API Gateway; `{proxy+}` is the rest of the path. */
  readonly path: string;
  readonly function: RoutedFunction;
}

/**
 * From the most specific to the most general: the first match wins, as in API Gateway.
 * Every path in the table has a route for ANY method. API Gateway answers requests without a route by itself, with a
 * 403 without an explanation; so every request goes to a function, and 404 and 405 are our own problem documents.
 */
export const functionRoutes: readonly FunctionRoute[] = [
  { method: 'ANY', path: '/ingest/{proxy+}', function: 'ingest' },
  { method: 'POST', path: '/events', function: 'ingest' },
  // An HTTP API treats `/events/` as a separate path, which only a greedy variable matches.
  { method: 'POST', path: '/events/{proxy+}', function: 'ingest' },
  { method: 'ANY', path: '/docs', function: 'docs' },
  { method: 'ANY', path: '/docs/{proxy+}', function: 'docs' },
  { method: 'ANY', path: '/dashboard', function: 'docs' },
  { method: 'ANY', path: '/dashboard/{proxy+}', function: 'docs' },
  { method: 'ANY', path: '/portal', function: 'docs' },
  { method: 'ANY', path: '/portal/{proxy+}', function: 'docs' },
  { method: 'ANY', path: '/ingest', function: 'api' },
  { method: 'ANY', path: '/events', function: 'api' },
  { method: 'ANY', path: '/events/{proxy+}', function: 'api' },
  { method: 'ANY', path: '/', function: 'api' },
  { method: 'ANY', path: '/{proxy+}', function: 'api' },
];

const GREEDY = '{proxy+}';

function matches(route: FunctionRoute, method: string, path: string): boolean {
  if (route.method !== 'ANY' && route.method !== method) return false;
  if (!route.path.endsWith(GREEDY)) return route.path === path;
  return path.startsWith(route.path.slice(0, -GREEDY.length));
}

/** The function for a request by its method (in capitals) and path (without the query); a trailing slash is ignored. */
export function functionFor(method: string, path: string): RoutedFunction {
  const plainPath = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return functionRoutes.find((route) => matches(route, method, plainPath))?.function ?? 'api';
}
