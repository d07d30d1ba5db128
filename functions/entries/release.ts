import { flushingCounters } from '../../src/runtime/aws/flushing-counters.ts';
import { openReleaseRuntime } from '../../src/runtime/aws/release.ts';
import { createReleaseFunction } from '../release.ts';

const runtime = openReleaseRuntime(process.env);

export const handler = flushingCounters(runtime.counters, createReleaseFunction(runtime));
