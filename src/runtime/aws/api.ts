import { setTimeout as pause } from 'node:timers/promises';
import { CachedReceiverLimits } from '../../adapters/cache/cached-receiver-limits.ts';
import { CachedSchemas } from '../../adapters/cache/cached-schemas.ts';
import { CachedSubscriptions } from '../../adapters/cache/cached-subscriptions.ts';
import { DynamoLiveAddress } from '../../adapters/dynamodb/live-address.ts';
import { DynamoLiveTickets } from '../../adapters/dynamodb/live-tickets.ts';
import { Table } from '../../adapters/dynamodb/table.ts';
import { ResolvingTargetGuard } from '../../adapters/http/target-guard.ts';
import { systemClock } from '../../adapters/node/system-clock.ts';
import { systemRandomness } from '../../adapters/node/system-randomness.ts';
import { STALE_MS } from '../../ports/caches.ts';
import type { LiveEntrance } from '../../ports/live.ts';
import { type Foundation, openFoundation } from './foundation.ts';
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
    live: openLiveEntrance(foundation),
    // DynamoDB has its own alarms, and a read for each health check would cost more than it is worth.
    storeHealth: { faultNow: async () => undefined },
  };
}

/** Costs nothing until a caller asks for the live view. */
function openLiveEntrance({ clients, environment }: Foundation): LiveEntrance {
  const table = new Table(clients.documents, environment.tableName, systemRandomness);
  const nowMs = () => systemClock.nowMs();
  const address = new DynamoLiveAddress(table, nowMs);
  return {
    tickets: new DynamoLiveTickets(table, nowMs),
    address: async () => {
      const url = await address.url();
      return url === undefined ? undefined : { url };
    },
  };
}
