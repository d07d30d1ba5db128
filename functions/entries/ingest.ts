import { openIngestRuntime } from '../../src/runtime/aws/ingest.ts';
import { createIngestFunction } from '../ingest.ts';

export const handler = createIngestFunction(await openIngestRuntime(process.env));
