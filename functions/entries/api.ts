import { openApiRuntime } from '../../src/runtime/aws/api.ts';
import { flushingCounters } from '../../src/runtime/aws/flushing-counters.ts';
import { createApiFunction } from '../api.ts';

const runtime = await openApiRuntime(process.env);

export const handler = flushingCounters(runtime.counters, createApiFunction(runtime));
