import { openDeadLettersRuntime } from '../../src/runtime/aws/dead-letters.ts';
import { createDeadLettersFunction } from '../dead-letters.ts';

export const handler = createDeadLettersFunction(await openDeadLettersRuntime(process.env));
