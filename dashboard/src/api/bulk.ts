import { useEffect, useRef, useState } from 'react';

export interface BulkFailure {
  readonly id: string;
  readonly error: unknown;
}

interface BulkState {
  readonly status: 'ready' | 'running' | 'ended';
  readonly succeeded: number;
  readonly failures: readonly BulkFailure[];
}

const READY: BulkState = { status: 'ready', succeeded: 0, failures: [] };
/** A browser opens six connections to a host: some are left for the page itself. */
const AT_ONCE = 4;

/** The same call for many ids, a few at a time. It stops when its component goes away. */
export function useBulk(act: (id: string, signal: AbortSignal) => Promise<unknown>) {
  const [state, setState] = useState(READY);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function start(ids: readonly string[]): Promise<void> {
    const abort = new AbortController();
    running.current = abort;
    setState({ ...READY, status: 'running' });
    const waiting = ids.values();
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(waiting, abort.signal)));
    setState((before) => ({ ...before, status: 'ended' }));
  }

  /** Workers share the iterator: each takes the next id. */
  async function work(waiting: Iterable<string>, signal: AbortSignal): Promise<void> {
    for (const id of waiting) {
      if (signal.aborted) return;
      try {
        await act(id, signal);
        setState((before) => ({ ...before, succeeded: before.succeeded + 1 }));
      } catch (error) {
        if (signal.aborted) return;
        setState((before) => ({ ...before, failures: [...before.failures, { id, error }] }));
      }
    }
  }

  return { ...state, start, stop: () => running.current?.abort() };
}
