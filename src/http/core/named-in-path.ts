import type { HttpRequest } from './http.ts';
import { fieldsRefused } from './refusals.ts';
import { percentDecoded } from './router.ts';

/** Names that callers choose and that stand in paths, such as those of event types. An HTTP API decodes its paths. */

/**
 * The name that a path means. If the gateway decoded the path, an exact name comes first; otherwise remaining escapes are
 * decoded once more. For example `%253F` names a `?`, at which an HTTP API would cut the path.
 */
export async function nameInPath(
  { isPathDecoded }: HttpRequest,
  name: string,
  exists: (name: string) => Promise<boolean>,
): Promise<string> {
  const decoded = isPathDecoded ? percentDecoded(name) : name;
  return decoded === name || (await exists(name)) ? name : decoded;
}

/**
 * An HTTP API cuts the path at a `?`: a request for such a name would reach a different resource.
 * @param pointer of the field in the body that has the name
 * @param kind of the resource: "event type"
 */
export function refuseUnreachable(
  { isPathDecoded }: HttpRequest,
  name: string,
  pointer: string,
  kind: string,
): void {
  if (!isPathDecoded || !name.includes('?')) return;
  const detail = `must not contain a ?: this HTTP API would cut the path of the ${kind} there`;
  throw fieldsRefused([{ in: 'body', pointer, detail }]);
}
