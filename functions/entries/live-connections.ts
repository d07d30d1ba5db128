import { openLiveConnectionsRuntime } from '../../src/runtime/aws/live.ts';
import { createLiveConnectionsFunction } from '../live-connections.ts';

export const handler = createLiveConnectionsFunction(openLiveConnectionsRuntime(process.env));
