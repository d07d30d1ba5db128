import { useLocation } from 'wouter';

/**
 * The last segment of the path: an id or a name, which may hold any character. The router decodes a path before it
 * matches it, so that an escaped `%2F` and a percent sign in a name could not be told apart in its parameters.
 */
export function usePathId(): string {
  useLocation();
  const segment = location.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The page of a resource, for example `/event-types/order%2Fcreated`. */
export const hrefOf = (page: string, id: string): string => `${page}/${encodeURIComponent(id)}`;
