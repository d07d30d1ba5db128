import { CachedReceiverLimits } from '../../adapters/cache/cached-receiver-limits.ts';
import { CachedSchemas } from '../../adapters/cache/cached-schemas.ts';
import { CachedSubscriptions } from '../../adapters/cache/cached-subscriptions.ts';
import { openFoundation } from './foundation.ts';
import { openRecords } from './records.ts';
import { openSharedCache } from './shared-cache.ts';

export async function openIngestRuntime(env: NodeJS.ProcessEnv) {
  const foundation = openFoundation(env);
  const records = await openRecords(foundation);
  const shared = await openSharedCache(foundation, records.cipher);
  return {
    ...records,
    tenantLimit: foundation.environment.tenantRateLimit,
    subscriptions: new CachedSubscriptions(records.store, records.log, shared),
    schemas: new CachedSchemas(records.eventTypes),
    receiverLimits: new CachedReceiverLimits(records.receivers),
  };
}
