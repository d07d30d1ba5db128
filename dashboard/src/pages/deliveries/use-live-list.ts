import { useEffect, useMemo, useRef } from 'react';
import type { LiveFilter } from '../../../../client/src/posthorn.ts';
import { type LiveHandlers, useLive } from '../../api/live.ts';

/** Many changes in a moment are one look at the list. */
const TOGETHER_MS = 1_000;

/**
 * Reads a list again after a change that the live view tells of.
 * @returns whether changes come live; if not, the list must be polled
 */
export function useLiveList(filter: LiveFilter, refresh: () => void): boolean {
  const latest = useRef(refresh);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = refresh;
  }, [refresh]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const handlers = useMemo((): LiveHandlers => {
    const later = () => {
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        latest.current();
      }, TOGETHER_MS);
    };
    return { onChange: later, onSkipped: later, isOnlyLive: true };
  }, []);
  return useLive(filter, handlers).state === 'live';
}
