import { MemorySharedCache } from '../support/memory-shared-cache.ts';
import { describeSharedCacheContract } from './shared-cache.contract.ts';

/** What the tests of the directory use instead of Redis keeps the same contract. */
describeSharedCacheContract('memory', async () => ({
  cache: new MemorySharedCache(),
  close: async () => {},
}));
