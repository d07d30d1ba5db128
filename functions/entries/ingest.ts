import { flushingCounters } from '../../src/runtime/aws/flushing-counters.ts';
import { openIngestRuntime } from '../../src/runtime/aws/ingest.ts';
import { createIngestFunction } from '../ingest.ts';

const runtime = await openIngestRuntime(process.env);

export const handler = flushingCounters(runtime.counters, createIngestFunction(runtime));
