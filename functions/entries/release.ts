import { composeAwsRuntime } from '../../src/runtime/aws.ts';
import { createReleaseFunction } from '../release.ts';

export const handler = createReleaseFunction(composeAwsRuntime(process.env));
