import type { Log } from '../src/ports/platform.ts';

/** Repeats a task, one run at a time, until it is stopped. The first run starts at once. */
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
