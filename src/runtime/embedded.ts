import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { CachedApiKeys } from '../adapters/cache/cached-api-keys.ts';
import { CachedReceiverLimits } from '../adapters/cache/cached-receiver-limits.ts';
import { CachedSchemas } from '../adapters/cache/cached-schemas.ts';
import { FieldCipher } from '../adapters/crypto/field-cipher.ts';
import { GuardedResolver } from '../adapters/http/guarded-resolver.ts';
import { OAuth2AccessTokens } from '../adapters/http/oauth2-access-tokens.ts';
import { ResolvingTargetGuard } from '../adapters/http/target-guard.ts';
import { HttpWebhookSender } from '../adapters/http/webhook-sender.ts';
import { MemoryFailureBrake } from '../adapters/memory/failure-brake.ts';
import { MemorySignInCodes } from '../adapters/memory/sign-in-codes.ts';
import { keptSecret, SecretDamagedError } from '../adapters/node/kept-secret.ts';
import { systemClock } from '../adapters/node/system-clock.ts';
import { systemRandomness } from '../adapters/node/system-randomness.ts';
import { ENCRYPTION_KEY_FILE } from '../adapters/sqlite/data-folder.ts';
import { lockDataFolder, openDatabase } from '../adapters/sqlite/database.ts';
import { checkDatabase } from '../adapters/sqlite/database-check.ts';
import { GroupCommit } from '../adapters/sqlite/group-commit.ts';
import { StoreWatch } from '../adapters/sqlite/store-watch.ts';
import { SqliteSubscriptionStore } from '../adapters/sqlite/subscription-store.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import { targetRules } from '../domain/target-address.ts';
import type { Clock, Log } from '../ports/platform.ts';
import { watchedStorage } from './embedded-live.ts';
import { openQueues } from './embedded-queues.ts';
import { makeEmbeddedStorage } from './embedded-storage.ts';
import { PacedSubscriptions } from './paced-subscriptions.ts';

export interface EmbeddedSettings {
  readonly dataDir: string;
  readonly retentionHours: number;
  /** For each tenant; undefined: no limit. */
  readonly tenantRateLimit?: RateLimit | undefined;
  readonly allowHttpTargets: boolean;
  readonly allowedTargetCidrs: readonly string[];
  readonly version: string;
  readonly log: Log;
  readonly clock?: Clock;
}

const CIPHER_KEY_BYTES = 32;

export type EmbeddedRuntime = ReturnType<typeof openEmbeddedRuntime>;

/**
 * The subscriptions, and the key that encrypts their secrets.
 * @throws if the key file is missing, or has another key than the one that encrypted the stored subscriptions
 */
function openSubscriptionStore(dataDir: string, database: DatabaseSync, commits: GroupCommit, log: Log) {
  const isNeeded = database.prepare('SELECT 1 FROM subscriptions LIMIT 1').get() !== undefined;
  const file = join(dataDir, ENCRYPTION_KEY_FILE);
  const key = keptSecret(file, () => systemRandomness.bytes(CIPHER_KEY_BYTES), isNeeded);
  if (key.length !== CIPHER_KEY_BYTES) throw new SecretDamagedError(file);
  const store = new SqliteSubscriptionStore(database, commits, new FieldCipher(key), log);
  if (!store.canDecrypt()) throw new SecretDamagedError(file);
  return { store, key };
}

/**
 * Everything that the functions need, over one folder: SQLite for store and queue, memory for the cache, HTTP for
 * sending. Only one process at a time can use a folder.
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
  const { dataDir, log } = settings;
  const watch = new StoreWatch(dataDir, log);
  const database = openDatabase(dataDir, (error) => watch.note(error));
  try {
    return composeOver(settings, lock, { watch, database });
  } catch (error) {
    watch.close();
    database.close();
    throw error;
  }
}

function composeOver(
  settings: EmbeddedSettings,
  lock: { release(): void },
  { watch, database }: { readonly watch: StoreWatch; readonly database: DatabaseSync },
) {
  const { dataDir, retentionHours, log, version } = settings;
  const clock = settings.clock ?? systemClock;
  const check = checkDatabase(dataDir, database, {
    damaged: (finding) => watch.noteDamage(finding),
    failed: (error) => log.error('store.not_checked', { err: error }),
  });
  watch.start(database);
  const commits = new GroupCommit(database, watch);
  const { queue, deadLetters } = openQueues(database, commits, clock);
  const { store, key } = openSubscriptionStore(dataDir, database, commits, log);
  const storage = makeEmbeddedStorage({ database, commits, queue, store, key, clock, retentionHours });
  const rules = targetRules({
    allowHttp: settings.allowHttpTargets,
    allowedCidrs: settings.allowedTargetCidrs,
  });
  const resolver = new GuardedResolver(rules);
  const sender = new HttpWebhookSender({ rules, resolver });
  return {
    ...storage,
    ...watchedStorage(storage, { clock, log }),
    apiKeys: new CachedApiKeys({ store: storage.apiKeyStore, clock, log }),
    subscriptions: new PacedSubscriptions(store, log, storage.slots),
    schemas: new CachedSchemas(storage.eventTypes),
    receiverLimits: new CachedReceiverLimits(storage.receivers),
    failureBrake: new MemoryFailureBrake(clock),
    signInCodes: new MemorySignInCodes(clock, systemRandomness),
    accessTokens: new OAuth2AccessTokens(sender, clock),
    pause,
    targetGuard: new ResolvingTargetGuard(rules, resolver),
    randomness: systemRandomness,
    queue,
    deadLetters,
    storeHealth: watch,
    sender,
    clock,
    log,
    retentionHours,
    tenantLimit: settings.tenantRateLimit,
    // With one process, a change takes effect before its next step.
    staleMs: 0,
    version,
    family: 'embedded' as const,
    async close(): Promise<void> {
      queue.close();
      deadLetters.close();
      storage.slots.close();
      watch.close();
      check.stop();
      await sender.close();
      commits.flush();
      database.close();
      lock.release();
    },
  };
}
