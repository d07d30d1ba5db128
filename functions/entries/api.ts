import { openApiRuntime } from '../../src/runtime/aws/api.ts';
import { createApiFunction } from '../api.ts';

export const handler = createApiFunction(await openApiRuntime(process.env));
