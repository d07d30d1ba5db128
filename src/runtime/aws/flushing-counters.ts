import type { Context } from 'aws-lambda';
import type { HeldCounters } from '../../ports/storage.ts';

/** The same function, which writes its counters at the end of an invocation if it is time. */
export const flushingCounters =
  <Event, Result>(
    counters: HeldCounters,
    handler: (event: Event, context: Context) => Promise<Result>,
  ): ((event: Event, context: Context) => Promise<Result>) =>
  async (event, context) => {
    try {
      return await handler(event, context);
    } finally {
      await counters.flushIfDue();
    }
  };
