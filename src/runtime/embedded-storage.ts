import type { DatabaseSync } from 'node:sqlite';
import { CachedPortalVersions } from '../adapters/cache/cached-portal-versions.ts';
import { HkdfDerivedKeys } from '../adapters/crypto/derived-keys.ts';
import { MemoryEventLimiter } from '../adapters/memory/event-limiter.ts';
import { SqliteApiKeyStore } from '../adapters/sqlite/api-key-store.ts';
import { SqliteAuditTrail } from '../adapters/sqlite/audit-trail.ts';
import { SqliteCounters } from '../adapters/sqlite/counters.ts';
import { SqliteDeliveryOutcomes } from '../adapters/sqlite/delivery-outcomes.ts';
import { SqliteDeliveryReader } from '../adapters/sqlite/delivery-reader.ts';
import { SqliteDeliverySlots } from '../adapters/sqlite/delivery-slots.ts';
import { ErasedExcerpts } from '../adapters/sqlite/erased-excerpts.ts';
import { SqliteEventIntake } from '../adapters/sqlite/event-intake.ts';
import { SqliteEventPayloads } from '../adapters/sqlite/event-payloads.ts';
import { SqliteEventReader } from '../adapters/sqlite/event-reader.ts';
import { SqliteEventTypeStore } from '../adapters/sqlite/event-type-store.ts';
import { SqliteExhaustedDeliveries } from '../adapters/sqlite/exhausted-deliveries.ts';
import { Expiry } from '../adapters/sqlite/expiry.ts';
import type { GroupCommit } from '../adapters/sqlite/group-commit.ts';
import { SqliteIdempotencyKeys } from '../adapters/sqlite/idempotency-keys.ts';
import { SqliteLiveRecord } from '../adapters/sqlite/live-record.ts';
import { SqliteMissedDeliveries } from '../adapters/sqlite/missed-deliveries.ts';
import { hasOutsiders } from '../adapters/sqlite/outsiders.ts';
import { SqliteParkedDeliveries } from '../adapters/sqlite/parked-deliveries.ts';
import { SqlitePortalVersions } from '../adapters/sqlite/portal-versions.ts';
import type { SqliteQueue } from '../adapters/sqlite/queue.ts';
import { SqliteReceiverStore } from '../adapters/sqlite/receiver-store.ts';
import { RecentEvents } from '../adapters/sqlite/recent-events.ts';
import { SqliteRecipientReader } from '../adapters/sqlite/recipient-reader.ts';
import { SqliteRecoveryStore } from '../adapters/sqlite/recovery-store.ts';
import { SqliteStatsReader } from '../adapters/sqlite/stats-reader.ts';
import { SqliteSubscriptionStates } from '../adapters/sqlite/subscription-states.ts';
import type { SqliteSubscriptionStore } from '../adapters/sqlite/subscription-store.ts';
import { SqliteTenantStore } from '../adapters/sqlite/tenant-store.ts';
import type { Clock } from '../ports/platform.ts';

export interface EmbeddedStorageNeeds {
  readonly database: DatabaseSync;
  readonly commits: GroupCommit;
  readonly queue: SqliteQueue;
  readonly store: SqliteSubscriptionStore;
  /** The key that encrypts secrets. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly retentionHours: number;
}

/** All ports over one database. */
export function makeEmbeddedStorage(needs: EmbeddedStorageNeeds) {
  const { database, commits, queue, store, key, clock, retentionHours } = needs;
  const recent = new RecentEvents();
  const erased = new ErasedExcerpts();
  const counters = new SqliteCounters(database, commits, clock);
  const counting = counters.book;
  return {
    apiKeyStore: new SqliteApiKeyStore(database, commits),
    tenants: new SqliteTenantStore(database, commits),
    eventTypes: new SqliteEventTypeStore(database, commits),
    receivers: new SqliteReceiverStore(database, commits),
    eventLimiter: new MemoryEventLimiter(clock),
    slots: new SqliteDeliverySlots(database, commits, queue, clock),
    portalVersions: new CachedPortalVersions(new SqlitePortalVersions(database, commits)),
    auditTrail: new SqliteAuditTrail(database, commits, clock),
    derivedKeys: new HkdfDerivedKeys(key),
    store,
    erased,
    intake: new SqliteEventIntake(database, commits, queue, retentionHours, { recent, counting }),
    payloads: new SqliteEventPayloads(database, commits, { recent, erased }),
    events: new SqliteEventReader(database, clock, recent),
    deliveries: new SqliteDeliveryReader(database, clock),
    outcomes: new SqliteDeliveryOutcomes(database, commits, queue, { retentionHours, erased, counting }),
    parked: new SqliteParkedDeliveries(database, commits, queue, retentionHours),
    exhausted: new SqliteExhaustedDeliveries({ database, commits, queue, clock, counting, retentionHours }),
    missed: new SqliteMissedDeliveries({ database, commits, queue, recent, counting, retentionHours }),
    recipientReader: new SqliteRecipientReader(database),
    recoveries: new SqliteRecoveryStore(database, commits),
    subscriptionStates: new SqliteSubscriptionStates(database),
    idempotencyKeys: new SqliteIdempotencyKeys(database, commits, clock),
    liveRecord: new SqliteLiveRecord(database),
    stats: new SqliteStatsReader(database, counting),
    expiry: new Expiry(database, commits, counters),
    hasOutsiders: () => hasOutsiders(database),
  };
}
