import { useEffect, useState } from 'react';
import { type DeliveryStatus, type Posthorn, ProblemError } from '../../../client/src/posthorn.ts';
import { useSession } from '../app/session.tsx';
import type { LiveChange } from './live-change.ts';
import { LIVE_POLL_MS, NewestDeliveries } from './live-polling.ts';

/** The deliveries to watch; without a member: all. */
export interface LiveFilter {
  readonly subscription_id?: string;
  readonly receiver_id?: string;
  readonly event_types?: string[];
  readonly statuses?: DeliveryStatus[];
}

export interface LiveHandlers {
  readonly onChange: (change: LiveChange) => void;
  /** @param count changes that were left out, because they came too fast */
  readonly onSkipped?: (count: number) => void;
}

/** `polling`: this installation has no live view, or it cannot be reached. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'ended';

interface Connection {
  readonly state: LiveState;
  /** Why the connection is not as it should be, in words. */
  readonly problem: string | undefined;
}

const CONNECTING: Connection = { state: 'connecting', problem: undefined };

/**
 * Watches deliveries while the component is there: over the live view, or else by reading the newest ones.
 * @param handlers must keep their identity: other handlers connect again
 */
export function useLive(filter: LiveFilter, handlers: LiveHandlers): Connection {
  const { client } = useSession();
  const [connection, setConnection] = useState(CONNECTING);
  const wanted = JSON.stringify(filter);
  useEffect(() => {
    const abort = new AbortController();
    const watch: Watch = {
      client,
      filter: JSON.parse(wanted),
      handlers,
      signal: abort.signal,
      tell: setConnection,
    };
    setConnection(CONNECTING);
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

async function run(watch: Watch): Promise<void> {
  await poll(watch);
}

async function poll({ client, filter, handlers, signal, tell }: Watch): Promise<void> {
  const newest = new NewestDeliveries(client, filter);
  while (!signal.aborted) {
    try {
      for (const delivery of await newest.changes(signal))
        handlers.onChange({ delivery, attempt: undefined });
      tell({ state: 'polling', problem: undefined });
    } catch (error) {
      if (signal.aborted) return;
      tell({ state: 'polling', problem: wordsOf(error) });
    }
    await new Promise((resolve) => setTimeout(resolve, LIVE_POLL_MS));
  }
}

const wordsOf = (error: unknown): string => {
  if (error instanceof ProblemError)
    return [error.detail, ...error.errors.map(({ detail }) => detail)].join(' ');
  return error instanceof Error ? error.message : String(error);
};
