import { useSyncExternalStore } from 'react';
import { relativeTime, utcTime, zoneTime } from '../format/times.ts';

const TICK_MS = 10_000;

/** One clock for all times on a page. */
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export const useNowMs = (): number => useSyncExternalStore(subscribe, () => nowMs);

interface TimeProps {
  /** RFC 3339. Null: nothing has happened yet. */
  readonly at: string | null | undefined;
  /** `relative`: "5 min. ago". */
  readonly as?: 'zone' | 'relative';
}

/** A time in the reader's zone; UTC on hover, and for screen readers as its machine-readable value. */
export function Time({ at, as = 'zone' }: TimeProps) {
  if (at === null || at === undefined) return <span className="soft">–</span>;
  return (
    <time
      dateTime={at}
      title={as === 'zone' ? utcTime(at) : `${zoneTime(at)} · ${utcTime(at)}`}
      className="number"
    >
      {as === 'zone' ? zoneTime(at) : <Relative at={at} />}
    </time>
  );
}

/** The clock of the page is up to a tick behind: a time that was just read must not be in its future. */
function Relative({ at }: { at: string }) {
  return relativeTime(at, Math.max(useNowMs(), Date.now()));
}
