import { useEffect, useState } from 'react';
import { duration } from '../format/times.ts';

const TICK_MS = 1_000;

/** The time left until a moment, second by second; `now` once it has passed. Screen readers read it when asked. */
export function Countdown({ at }: { readonly at: string }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const leftMs = Math.ceil((Date.parse(at) - nowMs) / TICK_MS) * TICK_MS;
  return (
    <span className="number" role="timer" aria-live="off">
      {leftMs > 0 ? `in ${duration(leftMs)}` : 'now'}
    </span>
  );
}
