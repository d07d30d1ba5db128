import { composeAwsRuntime } from '../../src/runtime/aws.ts';
import { createIngestFunction } from '../ingest.ts';

export const handler = createIngestFunction(composeAwsRuntime(process.env));
