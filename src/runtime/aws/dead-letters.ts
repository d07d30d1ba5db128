import { CachedSubscriptions } from '../../adapters/cache/cached-subscriptions.ts';
import { openFoundation } from './foundation.ts';
import { openRecords } from './records.ts';

/** It makes no attempts, so it needs no sender. */
export async function openDeadLettersRuntime(env: NodeJS.ProcessEnv) {
  const records = await openRecords(openFoundation(env));
  return { ...records, subscriptions: new CachedSubscriptions(records.store, records.log) };
}
