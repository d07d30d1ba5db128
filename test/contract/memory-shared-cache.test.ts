import { MemorySharedCache } from '../support/memory-shared-cache.ts';
import { describeSharedCacheContract } from './shared-cache.contract.ts';

/** The replacement for Redis in tests of the directory keeps the same contract. */
describeSharedCacheContract('memory', async () => ({
  cache: new MemorySharedCache(),
  close: async () => {},
}));
