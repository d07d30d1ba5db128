import { isIP } from 'node:net';
import { Redis, ReplyError } from 'iovalkey';

/** The address of Redis (or Valkey), and the user. */
export interface RedisEndpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Empty: the default user. */
  readonly username: string;
  /** Called for each connection; undefined if Redis needs no password. */
  readonly password: (() => Promise<string>) | undefined;
}

/**
 * A connection that is used until its first fault, and then replaced. The client neither reconnects, nor queues, nor
 * sends a command twice, so no caller ever waits for it.
 */
export type RedisConnection = Redis;

const DEFAULT_PORT = 6_379;
/** TCP, TLS and authentication together. No caller waits for it. */
const CONNECT_MS = 2_000;
/** The time for a connection to close gracefully. */
const DISCONNECT_MS = 100;

/**
 * @param url `redis[s]://[user[:password]@]host[:port]`
 * @throws if the URL is not valid. The message does not repeat it, because it can carry a password.
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

/** Connects, and authenticates if a password is set. */
export async function connect(endpoint: RedisEndpoint): Promise<RedisConnection> {
  const { host, port } = endpoint;
  const redis = new Redis({
    host,
    port,
    ...(endpoint.tls && { tls: { rejectUnauthorized: true, ...(isIP(host) === 0 && { servername: host }) } }),
    lazyConnect: true,
    retryStrategy: () => null,
    enableOfflineQueue: false,
    // The check uses INFO, which a user may lack the permission for.
    enableReadyCheck: false,
    disconnectTimeout: DISCONNECT_MS,
  });
  let fault: unknown;
  // Without a listener the client writes errors to the console.
  redis.on('error', (error) => {
    fault = error;
  });
  try {
    await within(CONNECT_MS, open(redis, endpoint));
    return redis;
  } catch (error) {
    redis.disconnect();
    // The error of the socket says more than "closed".
    throw fault ?? error;
  }
}

/** The client does not get the password: it would report a connection before the password is accepted. */
async function open(redis: Redis, { username, password }: RedisEndpoint): Promise<void> {
  await redis.connect();
  if (password === undefined) return;
  const secret = await password();
  await (username === '' ? redis.auth(secret) : redis.auth(username, secret));
}

/**
 * The result, or an error if it does not come in time. Allows one more turn of the event loop: in a process that was
 * busy or frozen, the timer fires before a reply that arrived long ago is read.
 */
export function within<Result>(timeMs: number, result: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const tooLate = () => reject(new Error(`no reply within ${timeMs} ms`));
    const timer = setTimeout(() => setImmediate(tooLate), timeMs);
    result.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Whether a new connection can do better: this one is lost, or its server has changed its role or forgotten the user.
 * Other error replies come over a working connection.
 */
export const isConnectionFault = (error: unknown): boolean =>
  !(error instanceof Error && error instanceof ReplyError) || /^(READONLY|NOAUTH) /.test(error.message);

/** The cause in words that are safe to log: replies and client errors can repeat the command. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof ReplyError) return error.message.replace(/ .*/s, '');
  return 'code' in error ? String(error.code) : error.message;
}
