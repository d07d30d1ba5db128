import type { SubscriptionId } from '../../domain/ids.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { SHARED_FRESH_MS, type SharedSubscriptionCache } from '../../ports/caches.ts';
import type { Clock, Log, Metrics } from '../../ports/platform.ts';
import type { FieldCipher } from '../crypto/field-cipher.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import {
  connect,
  isConnectionFault,
  type RedisConnection,
  type RedisEndpoint,
  reasonOf,
  within,
} from './connection.ts';

/** Rises when the shape of a subscription changes, so that releases do not read each other's entries. */
const SCHEMA_VERSION = 3;
const COMMAND_MS = 50;
/** Shorter, because a subscription that was just created can have been looked up before. */
const ABSENT_FRESH_MS = 5_000;
/** The clocks of two machines can differ by this much. */
const CLOCK_SKEW_MS = 5_000;

/**
 * Values are `<version> <Unix milliseconds of writing> <encrypted entry>`. Returns whether the value was kept. Any
 * version replaces a value that is too old, or too far in the future, for a process to trust.
 */
const PUT_IF_NEWER = `
local kept = redis.call('GET', KEYS[1])
local version, written = string.match(kept or '', '^(%d+) (%d+) ')
local fresh = version and tonumber(written) >= tonumber(ARGV[4]) and tonumber(written) <= tonumber(ARGV[5])
if fresh and tonumber(version) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

export interface RedisCacheNeeds {
  readonly cipher: FieldCipher;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

type Entry = Subscription | 'absent';

/**
 * Subscriptions in Redis. Whole entries are encrypted for their key, version and time of writing: an entry that another
 * program wrote, copied from another key, or restored later is a miss. Neither the contents nor the TTL of Redis are
 * trusted: the authenticated time decides how long an entry is valid. Connections are made in the background. A command
 * without a connection is skipped, and a command that takes longer than 50 ms is given up together with its connection.
 */
export class RedisSubscriptionCache implements SharedSubscriptionCache {
  readonly #endpoint: RedisEndpoint;
  readonly #needs: RedisCacheNeeds;
  readonly #breaker: CircuitBreaker;
  readonly #commandMs: number;
  #connection: RedisConnection | undefined;
  #isConnecting = false;
  #isClosed = false;

  constructor(endpoint: RedisEndpoint, needs: RedisCacheNeeds, commandMs = COMMAND_MS) {
    this.#endpoint = endpoint;
    this.#needs = needs;
    this.#commandMs = commandMs;
    this.#breaker = new CircuitBreaker(needs.clock);
  }

  async get(id: SubscriptionId): Promise<Entry | undefined> {
    const asked = await this.#ask((redis) => redis.get(keyOf(id)));
    if (asked === undefined) return undefined;
    const entry = asked.reply === null ? undefined : this.#opened(id, asked.reply);
    this.#needs.metrics.count(entry === undefined ? 'CacheMiss' : 'CacheHit');
    return entry;
  }

  putIfNewer(id: SubscriptionId, subscription: Entry): Promise<void> {
    return subscription === 'absent'
      ? this.#put(id, 0, 'absent', ABSENT_FRESH_MS)
      : this.#put(id, subscription.version, subscription, SHARED_FRESH_MS);
  }

  remove({ id, version }: Subscription): Promise<void> {
    return this.#put(id, version + 1, 'absent', SHARED_FRESH_MS);
  }

  /** Starts to connect if there is no connection, so that a later command finds one. */
  connect(): void {
    if (this.#isClosed || this.#isConnecting || this.#ready() !== undefined || !this.#breaker.mayTry) return;
    this.#isConnecting = true;
    void connect(this.#endpoint)
      .then((redis) => this.#use(redis))
      .catch((error) => this.#failed(error))
      .finally(() => {
        this.#isConnecting = false;
      });
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  async #put(id: SubscriptionId, version: number, entry: Entry, freshMs: number): Promise<void> {
    const key = keyOf(id);
    await this.#ask((redis) => {
      const nowMs = this.#needs.clock.nowMs();
      const context = contextOf(id, String(version), String(nowMs));
      const value = `${version} ${nowMs} ${this.#needs.cipher.encrypt(JSON.stringify(entry), context)}`;
      const [oldestMs, newestMs] = [nowMs - SHARED_FRESH_MS, nowMs + CLOCK_SKEW_MS];
      return redis.eval(PUT_IF_NEWER, 1, key, version, value, freshMs, oldestMs, newestMs);
    });
  }

  #opened(id: SubscriptionId, value: string): Entry | undefined {
    const [version = '', writtenAtMs = '', encrypted = ''] = value.split(' ');
    const ageMs = this.#needs.clock.nowMs() - Number(writtenAtMs);
    // `absent` from a read of the store has version 0.
    const freshMs = version === '0' ? ABSENT_FRESH_MS : SHARED_FRESH_MS;
    if (!(ageMs <= freshMs && ageMs >= -CLOCK_SKEW_MS)) return undefined;
    try {
      return JSON.parse(this.#needs.cipher.decrypt(encrypted, contextOf(id, version, writtenAtMs)));
    } catch {
      return undefined;
    }
  }

  /** Undefined: no reply, which is counted. */
  async #ask<Reply>(
    command: (redis: RedisConnection) => Promise<Reply>,
  ): Promise<{ reply: Reply } | undefined> {
    const redis = this.#ready();
    if (redis === undefined || !this.#breaker.admits()) {
      this.#needs.metrics.count('CacheSkipped');
      this.connect();
      return undefined;
    }
    try {
      const reply = await within(this.#commandMs, command(redis));
      this.#succeeded();
      return { reply };
    } catch (error) {
      this.#commandFailed(redis, error);
      return undefined;
    }
  }

  /** The connection, unless it has been closed. */
  #ready(): RedisConnection | undefined {
    return this.#connection?.status === 'ready' ? this.#connection : undefined;
  }

  #use(redis: RedisConnection): void {
    if (this.#isClosed) redis.disconnect();
    else this.#connection = redis;
  }

  #drop(): void {
    this.#connection?.disconnect();
    this.#connection = undefined;
  }

  #succeeded(): void {
    if (this.#breaker.isOpen)
      this.#needs.log.warn('subscription_cache.resumed', { host: this.#endpoint.host });
    this.#breaker.succeeded();
  }

  #commandFailed(redis: RedisConnection, error: unknown): void {
    // All commands on a connection fail with it. They count as one failure of the service.
    if (this.#connection !== redis) {
      this.#needs.metrics.count('CacheFailed');
      return;
    }
    if (isConnectionFault(error)) this.#drop();
    this.#failed(error);
    this.connect();
  }

  #failed(error: unknown): void {
    const { log, metrics } = this.#needs;
    const wasOpen = this.#breaker.isOpen;
    metrics.count('CacheFailed');
    this.#breaker.failed();
    const fields = { host: this.#endpoint.host, reason: reasonOf(error) };
    if (this.#breaker.isOpen && !wasOpen) log.warn('subscription_cache.suspended', fields);
    else log.debug('subscription_cache.failed', fields);
  }
}

/** The data authenticated with an entry. */
const contextOf = (id: SubscriptionId, version: string, writtenAtMs: string): string =>
  `${keyOf(id)} ${version} ${writtenAtMs}`;

const keyOf = (id: SubscriptionId): string => `posthorn:${SCHEMA_VERSION}:sub:${id}`;
