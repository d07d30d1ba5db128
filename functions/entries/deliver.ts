import { openDeliverRuntime } from '../../src/runtime/aws/deliver.ts';
import { createDeliverFunction } from '../deliver.ts';

export const handler = createDeliverFunction(await openDeliverRuntime(process.env));
