import { expect, it } from 'vitest';
import { lambdaContext, timeLeftOf } from '../../../embedded/lambda-context.ts';
import { flushingCounters } from '../../../src/runtime/aws/flushing-counters.ts';

const context = lambdaContext('deliver', timeLeftOf(1_000));

/** Notes what happens, in order. */
function notingHandler(work: () => Promise<string>) {
  const happened: string[] = [];
  const counters = { flushIfDue: async () => void happened.push('flushed') };
  const handler = flushingCounters(counters, async (event: string) => {
    happened.push(event);
    return work();
  });
  return { happened, handler };
}

it('writes the counters after the work of an invocation, and keeps its result', async () => {
  const { happened, handler } = notingHandler(async () => 'done');
  expect(await handler('event', context)).toBe('done');
  expect(happened).toEqual(['event', 'flushed']);
});

it('writes the counters also after a failed invocation', async () => {
  const { happened, handler } = notingHandler(() => Promise.reject(new Error('on purpose')));
  await expect(handler('event', context)).rejects.toThrow('on purpose');
  expect(happened).toEqual(['event', 'flushed']);
});
