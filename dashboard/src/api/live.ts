import { useEffect, useState } from 'react';
import { type LiveFilter, type LiveItem, type Posthorn, ProblemError } from '../../../client/src/posthorn.ts';
import { useSession } from '../app/session.tsx';
import type { LiveChange } from './live-change.ts';

export interface LiveHandlers {
  readonly onChange: (change: LiveChange) => void;
  /** @param count deliveries that were left out; null: not counted */
  readonly onSkipped?: (count: number | null) => void;
  /** Whether it stops where there is no live view, because the page reads its list anyway. */
  readonly isOnlyLive?: boolean;
}

/** `polling`: the lists are read every few seconds. `ended`: it does not try again. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'reconnecting' | 'ended';

interface Connection {
  readonly state: LiveState;
  /** Why the connection is not live, in words. */
  readonly problem: string | undefined;
}

const CONNECTING: Connection = { state: 'connecting', problem: undefined };

/**
 * Watches deliveries while the component is there: over the live view, or from the lists where there is none.
 * @param handlers must keep their identity: other handlers connect again
 */
export function useLive(filter: LiveFilter, handlers: LiveHandlers): Connection {
  const { client } = useSession();
  const [connection, setConnection] = useState(CONNECTING);
  const wanted = JSON.stringify(filter);
  useEffect(() => {
    const abort = new AbortController();
    setConnection(CONNECTING);
    const watch: Watch = {
      client,
      filter: JSON.parse(wanted),
      handlers,
      signal: abort.signal,
      tell: setConnection,
    };
    void run(watch);
    return () => abort.abort();
  }, [client, wanted, handlers]);
  return connection;
}

interface Watch {
  readonly client: Posthorn;
  readonly filter: LiveFilter;
  readonly handlers: LiveHandlers;
  readonly signal: AbortSignal;
  readonly tell: (connection: Connection) => void;
}

async function run({ client, filter, handlers, signal, tell }: Watch): Promise<void> {
  const take = takerFor(handlers, tell);
  try {
    for await (const item of client.live(filter, { signal })) {
      if (signal.aborted) return;
      take(item);
      if (handlers.isOnlyLive && item.type === 'state' && item.state === 'polling') return;
    }
  } catch (error) {
    if (!signal.aborted) tell({ state: 'ended', problem: wordsOf(error) });
  }
}

/** An attempt comes right before the delivery that shows its effect: they are one change. */
function takerFor({ onChange, onSkipped }: LiveHandlers, tell: Watch['tell']) {
  let made: Extract<LiveItem, { type: 'attempt' }> | undefined;
  return (item: LiveItem): void => {
    if (item.type === 'state') tell({ state: item.state, problem: item.detail });
    else if (item.type === 'skipped') onSkipped?.(item.deliveries);
    else if (item.type === 'attempt') made = item;
    else {
      const { delivery } = item;
      onChange({ delivery, attempt: made?.delivery_id === delivery.id ? made.attempt : undefined });
      made = undefined;
    }
  };
}

const wordsOf = (error: unknown): string => {
  if (error instanceof ProblemError)
    return [error.detail, ...error.errors.map(({ detail }) => detail)].join(' ');
  return error instanceof Error ? error.message : String(error);
};
