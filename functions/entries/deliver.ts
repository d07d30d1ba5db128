import { composeAwsRuntime } from '../../src/runtime/aws.ts';
import { createDeliverFunction } from '../deliver.ts';

export const handler = createDeliverFunction(composeAwsRuntime(process.env));
