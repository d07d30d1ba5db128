import { ProblemError } from '../../../client/src/posthorn.ts';
import { useQueryString } from '../app/query-string.ts';

/** The filters of these names from the URL, as a query of the API: without those that are empty. */
export function useFilters<Name extends string>(names: readonly Name[]): Partial<Record<Name, string>> {
  const [get] = useQueryString();
  const filters: Partial<Record<Name, string>> = {};
  for (const name of names) if (get(name) !== '') filters[name] = get(name);
  return filters;
}

/** The API's fault of each query parameter, by its name. */
export function filterFaults(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ProblemError)) return {};
  return Object.fromEntries(
    error.errors
      .filter((fault) => fault.in === 'query')
      .map(({ pointer, detail }) => [pointer.replace(/^\//, ''), detail]),
  );
}
