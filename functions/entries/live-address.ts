import { openLiveAddressRuntime } from '../../src/runtime/aws/live.ts';
import { createLiveAddressFunction } from '../live-address.ts';

export const handler = createLiveAddressFunction(openLiveAddressRuntime(process.env));
