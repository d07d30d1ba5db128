import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { ProblemNote } from './problem-note.tsx';
import './loading.css';

/** Appears after 300 ms: a shorter wait needs no sign of progress. It keeps its place, so nothing jumps. */
export function Loading({ label = 'Loading' }: { readonly label?: string }) {
  return (
    <div className="loading" role="status">
      <span className="loading-bar" aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </div>
  );
}

interface LoadedProps<Data> {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch' | 'isFetching'>;
  readonly children: (data: Data) => ReactNode;
}

/** The data of a query, its progress, or its error with a way to try again. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error !== null && <ProblemNote error={query.error} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error === null) return <Loading />;
  return (
    <div className="stack">
      <ProblemNote error={query.error} />
      <div>
        <Button isPending={query.isFetching} onPress={() => void query.refetch()}>
          Try again
        </Button>
      </div>
    </div>
  );
}
