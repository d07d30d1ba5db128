import { openDeadLettersRuntime } from '../../src/runtime/aws/dead-letters.ts';
import { flushingCounters } from '../../src/runtime/aws/flushing-counters.ts';
import { createDeadLettersFunction } from '../dead-letters.ts';

const runtime = await openDeadLettersRuntime(process.env);

export const handler = flushingCounters(runtime.counters, createDeadLettersFunction(runtime));
