import type { Log } from '../src/ports/platform.ts';

/** Does something again and again, one at a time, until it is stopped. The first time comes at once. */
export function everySeconds(
  seconds: number,
  name: string,
  log: Log,
  work: () => Promise<unknown>,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const run = async () => {
    try {
      await work();
    } catch (error) {
      log.error('schedule.failed', { name, err: error });
    }
    if (!stopped) timer = setTimeout(next, seconds * 1_000);
  };
  const next = () => {
    current = run();
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
