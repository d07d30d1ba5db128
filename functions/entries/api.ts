import { composeAwsRuntime } from '../../src/runtime/aws.ts';
import { createApiFunction } from '../api.ts';

export const handler = createApiFunction(composeAwsRuntime(process.env));
