import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** Filters of a list in the URL, so that it can be shared and the browser's back button works. */
export function useQueryString(): readonly [get: (name: string) => string, set: (changes: Changes) => void] {
  const [params, setParams] = useSearchParams();
  const get = useCallback((name: string) => params.get(name) ?? '', [params]);
  const set = useCallback(
    (changes: Changes) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [get, set];
}

/** An empty value takes the parameter out of the URL. */
type Changes = Readonly<Record<string, string>>;
