import { openReleaseRuntime } from '../../src/runtime/aws/release.ts';
import { createReleaseFunction } from '../release.ts';

export const handler = createReleaseFunction(openReleaseRuntime(process.env));
