import { openLivePumpRuntime } from '../../src/runtime/aws/live.ts';
import { createLivePumpFunction } from '../live-pump.ts';

export const handler = createLivePumpFunction(await openLivePumpRuntime(process.env));
