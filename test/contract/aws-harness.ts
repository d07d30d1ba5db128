import { makeStorage } from '../../src/runtime/aws/storage.ts';
import { openAwsInfrastructure } from './aws-infrastructure.ts';
import type { StorageHarness } from './storage-harness.ts';

/** The adapters as the functions put them together, over a table, queues and a bucket of the test's own. */
export async function openAwsHarness(): Promise<StorageHarness> {
  const { needs, passSeconds, takeMessages, announcements, close } = await openAwsInfrastructure();
  return {
    ...makeStorage(needs),
    nowMs: () => needs.clock.nowMs(),
    passSeconds,
    takeMessages,
    announcements,
    close,
  };
}
