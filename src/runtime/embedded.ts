import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { CachedApiKeys } from '../adapters/cache/cached-api-keys.ts';
import { CachedSubscriptions } from '../adapters/cache/cached-subscriptions.ts';
import { HkdfDerivedKeys } from '../adapters/crypto/derived-keys.ts';
import { FieldCipher } from '../adapters/crypto/field-cipher.ts';
import { GuardedResolver } from '../adapters/http/guarded-resolver.ts';
import { ResolvingTargetGuard } from '../adapters/http/target-guard.ts';
import { UndiciWebhookSender } from '../adapters/http/webhook-sender.ts';
import { keptSecret, SecretDamagedError } from '../adapters/node/kept-secret.ts';
import { systemClock } from '../adapters/node/system-clock.ts';
import { systemRandomness } from '../adapters/node/system-randomness.ts';
import { SqliteApiKeyStore } from '../adapters/sqlite/api-key-store.ts';
import { SqliteAuditTrail } from '../adapters/sqlite/audit-trail.ts';
import { lockDataFolder, openDatabase } from '../adapters/sqlite/database.ts';
import { SqliteDeliveryOutcomes } from '../adapters/sqlite/delivery-outcomes.ts';
import { SqliteDeliveryReader } from '../adapters/sqlite/delivery-reader.ts';
import { SqliteEventIntake } from '../adapters/sqlite/event-intake.ts';
import { SqliteEventReader } from '../adapters/sqlite/event-reader.ts';
import { Expiry } from '../adapters/sqlite/expiry.ts';
import { GroupCommit } from '../adapters/sqlite/group-commit.ts';
import { SqliteIdempotencyKeys } from '../adapters/sqlite/idempotency-keys.ts';
import { DELIVERY_QUEUE } from '../adapters/sqlite/outgoing-messages.ts';
import { SqliteParkedDeliveries } from '../adapters/sqlite/parked-deliveries.ts';
import { SqliteQueue } from '../adapters/sqlite/queue.ts';
import { RecentEvents } from '../adapters/sqlite/recent-events.ts';
import { SqliteSubscriptionStore } from '../adapters/sqlite/subscription-store.ts';
import { SqliteTenantStore } from '../adapters/sqlite/tenant-store.ts';
import { deliverySettings } from '../config/stage.ts';
import { targetRules } from '../domain/target-address.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

export interface EmbeddedSettings {
  readonly dataDir: string;
  readonly retentionHours: number;
  readonly allowHttpTargets: boolean;
  readonly allowedTargetCidrs: readonly string[];
  readonly version: string;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Where messages end that the deliver function could never process. */
const DEAD_LETTER_QUEUE = 'deliver-dlq';

/** 64 attempts of one subscription at a time, and never more than an eighth of what is free. */
const groupLimits = { total: 2_048, perGroup: 64, shareOfFree: 8 } as const;

const CIPHER_KEY_BYTES = 32;

export type EmbeddedRuntime = ReturnType<typeof openEmbeddedRuntime>;

/**
 * The subscriptions, and the key that their secrets are encrypted with.
 * @throws when the key file is missing or is not the one that the stored subscriptions were encrypted with
 */
function openSubscriptionStore(dataDir: string, database: DatabaseSync, commits: GroupCommit) {
  const isNeeded = database.prepare('SELECT 1 FROM subscriptions LIMIT 1').get() !== undefined;
  const file = join(dataDir, 'encryption-key');
  const key = keptSecret(file, () => systemRandomness.bytes(CIPHER_KEY_BYTES), isNeeded);
  if (key.length !== CIPHER_KEY_BYTES) throw new SecretDamagedError(file);
  const store = new SqliteSubscriptionStore(database, commits, new FieldCipher(key));
  if (!store.canDecrypt()) throw new SecretDamagedError(file);
  return { store, key };
}

/**
 * Everything that the functions need, over one folder: SQLite for store and queue, memory for the cache, undici for
 * sending. One process at a time has a folder.
 */
export function openEmbeddedRuntime(settings: EmbeddedSettings) {
  const lock = lockDataFolder(settings.dataDir);
  try {
    return compose(settings, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function compose(settings: EmbeddedSettings, lock: { release(): void }) {
  const { dataDir, retentionHours, log, version } = settings;
  const clock = settings.clock ?? systemClock;
  const database = openDatabase(dataDir);
  const commits = new GroupCommit(database);
  const queue = new SqliteQueue(database, commits, clock, {
    name: DELIVERY_QUEUE,
    deadLetterQueue: DEAD_LETTER_QUEUE,
    maxReceiveCount: deliverySettings.maxReceiveCount,
    visibilityTimeoutSeconds: deliverySettings.visibilityTimeoutSeconds,
    limits: groupLimits,
  });
  const { store, key } = openSubscriptionStore(dataDir, database, commits);
  const apiKeyStore = new SqliteApiKeyStore(database, commits);
  const recentEvents = new RecentEvents();
  const rules = targetRules({
    allowHttp: settings.allowHttpTargets,
    allowedCidrs: settings.allowedTargetCidrs,
  });
  const resolver = new GuardedResolver(rules);
  const sender = new UndiciWebhookSender({ rules, resolver });
  return {
    apiKeys: new CachedApiKeys({ store: apiKeyStore, clock, log }),
    apiKeyStore,
    tenants: new SqliteTenantStore(database, commits),
    auditTrail: new SqliteAuditTrail(database, commits, clock),
    derivedKeys: new HkdfDerivedKeys(key),
    store,
    subscriptions: new CachedSubscriptions(store, log),
    intake: new SqliteEventIntake(database, commits, queue, retentionHours, recentEvents),
    events: new SqliteEventReader(database, clock, recentEvents),
    deliveries: new SqliteDeliveryReader(database, clock),
    outcomes: new SqliteDeliveryOutcomes(database, commits, queue, retentionHours),
    parked: new SqliteParkedDeliveries(database, commits, queue, retentionHours),
    idempotencyKeys: new SqliteIdempotencyKeys(database, commits, clock),
    expiry: new Expiry(database, commits),
    targetGuard: new ResolvingTargetGuard(rules, resolver),
    randomness: systemRandomness,
    queue,
    sender,
    clock,
    log,
    retentionHours,
    version,
    async close(): Promise<void> {
      queue.close();
      await sender.close();
      commits.flush();
      database.close();
      lock.release();
    },
  };
}
