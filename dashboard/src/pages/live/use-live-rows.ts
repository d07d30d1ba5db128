import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LiveHandlers } from '../../api/live.ts';
import type { LiveChange } from '../../api/live-change.ts';
import { type LiveRow, ROWS_MOST, withChanges } from './rows.ts';

/** Changes are shown a few times a second, however many come. */
const SHOW_MS = 250;

/** The latest changes. While the reader has paused, changes wait, the latest of them at least. */
export function useLiveRows() {
  const [rows, setRows] = useState<readonly LiveRow[]>([]);
  const [skipped, setSkipped] = useState(0);
  const [waiting, setWaiting] = useState(0);
  const [isPaused, setIsPaused] = useState(false);
  const arrived = useRef<LiveChange[]>([]);
  const count = useRef(0);

  const handlers = useMemo(
    (): LiveHandlers => ({
      onChange: (change) => {
        count.current++;
        arrived.current.push(change);
        if (arrived.current.length > 2 * ROWS_MOST) arrived.current = arrived.current.slice(-ROWS_MOST);
      },
      // Not counted by the service: one at least.
      onSkipped: (left) => setSkipped((before) => before + (left ?? 1)),
    }),
    [],
  );

  useEffect(() => {
    const timer = setInterval(() => {
      if (isPaused) return setWaiting(count.current);
      const changes = arrived.current;
      arrived.current = [];
      count.current = 0;
      setWaiting(0);
      if (changes.length > 0) setRows((before) => withChanges(before, changes));
    }, SHOW_MS);
    return () => clearInterval(timer);
  }, [isPaused]);

  const clear = useCallback(() => {
    arrived.current = [];
    count.current = 0;
    setRows([]);
    setSkipped(0);
  }, []);
  return {
    rows,
    skipped,
    waiting,
    isPaused,
    handlers,
    clear,
    pause: () => setIsPaused(true),
    resume: () => setIsPaused(false),
  };
}
