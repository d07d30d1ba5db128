import { openDeliverRuntime } from '../../src/runtime/aws/deliver.ts';
import { flushingCounters } from '../../src/runtime/aws/flushing-counters.ts';
import { createDeliverFunction } from '../deliver.ts';

const runtime = await openDeliverRuntime(process.env);

export const handler = flushingCounters(runtime.counters, createDeliverFunction(runtime));
