import { isIP } from 'node:net';
import { Redis, ReplyError } from 'iovalkey';

/** Where Redis (or Valkey) is, and who asks. */
export interface RedisEndpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Empty: the default user. */
  readonly username: string;
  /** Asked for at each connection; undefined where Redis wants none. */
  readonly password: (() => Promise<string>) | undefined;
}

/**
 * A connection that is used until its first fault, and then replaced by another: the client neither reconnects, nor
 * queues, nor sends anything twice, so that nobody ever waits for it.
 */
export type RedisConnection = Redis;

const DEFAULT_PORT = 6_379;
/** TCP, TLS and authentication together. Nobody waits for it. */
const CONNECT_MS = 2_000;
/** How long a connection that is given up may take to say goodbye. */
const DISCONNECT_MS = 100;

/**
 * @param url `redis[s]://[user[:password]@]host[:port]`
 * @throws when it is none; the message does not repeat it, since it may carry a password
 */
export function redisEndpointFrom(url: string): RedisEndpoint {
  const { protocol, hostname, port, username, password } = URL.parse(url) ?? {};
  if ((protocol !== 'redis:' && protocol !== 'rediss:') || !hostname)
    throw new Error('the address of Redis must be redis[s]://[user[:password]@]host[:port]');
  const plainPassword = decodeURIComponent(password ?? '');
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port ? Number(port) : DEFAULT_PORT,
    tls: protocol === 'rediss:',
    username: decodeURIComponent(username ?? ''),
    password: plainPassword === '' ? undefined : async () => plainPassword,
  };
}

/** Connects, and authenticates where a password is wanted. */
export async function connect(endpoint: RedisEndpoint): Promise<RedisConnection> {
  const { host, port } = endpoint;
  const redis = new Redis({
    host,
    port,
    ...(endpoint.tls && { tls: { rejectUnauthorized: true, ...(isIP(host) === 0 && { servername: host }) } }),
    lazyConnect: true,
    retryStrategy: () => null,
    enableOfflineQueue: false,
    // Asks for INFO, which a user may not be allowed to.
    enableReadyCheck: false,
    disconnectTimeout: DISCONNECT_MS,
  });
  let fault: unknown;
  // Without a listener the client would write its errors to the console.
  redis.on('error', (error) => {
    fault = error;
  });
  try {
    await within(CONNECT_MS, open(redis, endpoint));
    return redis;
  } catch (error) {
    redis.disconnect();
    // What the socket said tells more than "closed".
    throw fault ?? error;
  }
}

/** The client is not given the password: it would take itself for connected before it is known to be right. */
async function open(redis: Redis, { username, password }: RedisEndpoint): Promise<void> {
  await redis.connect();
  if (password === undefined) return;
  const secret = await password();
  await (username === '' ? redis.auth(secret) : redis.auth(username, secret));
}

/**
 * The result, or an error when it does not come in time. One more turn of the event loop is allowed for: in a process
 * that was busy or frozen, the timer is due before a reply that has long arrived is read.
 */
export function within<Result>(timeMs: number, result: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const tooLate = () => reject(new Error(`no reply within ${timeMs} ms`));
    const timer = setTimeout(() => setImmediate(tooLate), timeMs);
    result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Whether another connection may do better: this one is lost, or leads to a server that has changed its role or has
 * forgotten who is asking. Other replies are refusals over a connection that works.
 */
export const isConnectionFault = (error: unknown): boolean =>
  !(error instanceof Error && error instanceof ReplyError) || /^(READONLY|NOAUTH) /.test(error.message);

/** What went wrong, in words that are safe to log: replies and the client's errors may repeat what was sent. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof ReplyError) return error.message.replace(/ .*/s, '');
  return 'code' in error ? String(error.code) : error.message;
}
