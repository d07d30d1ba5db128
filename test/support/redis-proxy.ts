import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A proxy between a client and Redis, for one test. */
export interface RedisProxy {
  readonly url: string;
  /** How late answers are passed on. */
  delayMs: number;
  /** Connections that there are now stay open, and nothing passes over them any more. */
  forgetConnections(): void;
  connectionCount(): number;
}

export async function startRedisProxy(redisPort: number): Promise<RedisProxy> {
  const sockets = new Set<Socket>();
  const forgotten = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const redis = connect(redisPort, '127.0.0.1');
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        redis.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (!forgotten.has(client)) redis.write(chunk);
    });
    redis.on('data', async (chunk) => {
      await pause(proxy.delayMs);
      client.write(chunk);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const proxy: RedisProxy = {
    url: `redis://127.0.0.1:${port}`,
    delayMs: 0,
    forgetConnections: () => {
      for (const socket of sockets) forgotten.add(socket);
    },
    connectionCount: () => connections,
  };
  return proxy;
}
