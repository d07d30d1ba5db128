import { setTimeout as pause } from 'node:timers/promises';
import { CachedReceiverLimits } from '../../adapters/cache/cached-receiver-limits.ts';
import { CachedSchemas } from '../../adapters/cache/cached-schemas.ts';
import { CachedSubscriptions } from '../../adapters/cache/cached-subscriptions.ts';
import { ResolvingTargetGuard } from '../../adapters/http/target-guard.ts';
import { STALE_MS } from '../../ports/caches.ts';
import { openFoundation } from './foundation.ts';
import { openRecords } from './records.ts';
import { openSharedCache } from './shared-cache.ts';
import { openTargets } from './targets.ts';

export async function openApiRuntime(env: NodeJS.ProcessEnv) {
  const foundation = openFoundation(env);
  const records = await openRecords(foundation);
  const shared = await openSharedCache(foundation, records.cipher);
  const { rules, resolver } = openTargets(foundation.environment);
  return {
    ...records,
    tenantLimit: foundation.environment.tenantRateLimit,
    subscriptions: new CachedSubscriptions(records.store, records.log, shared),
    schemas: new CachedSchemas(records.eventTypes),
    receiverLimits: new CachedReceiverLimits(records.receivers),
    targetGuard: new ResolvingTargetGuard(rules, resolver),
    pause,
    staleMs: STALE_MS,
    version: foundation.environment.version,
    family: 'aws' as const,
    hasLive: false,
    // DynamoDB has its own alarms, and a read for each health check would cost more than it is worth.
    live: undefined,
    storeHealth: { faultNow: async () => undefined },
  };
}
