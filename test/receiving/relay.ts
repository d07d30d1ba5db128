import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendHttp } from '../support/api-client.ts';

export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Alteration = (delivered: Delivered) => Delivered;

/** An attacker between Posthorn and its receivers, which changes requests on their way. */
export interface Relay {
  /** A target that leads to a receiver, with the change made on the way. */
  target(receiverOrigin: string, alter: Alteration): string;
  stop(): Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  const routes = new Map<string, (delivered: Delivered) => Promise<number>>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const status = await routes.get(`${request.url}`)?.({ headers: request.headers, body });
    response.writeHead(status ?? 404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    target(receiverOrigin, alter) {
      const path = `/${routes.size + 1}`;
      routes.set(path, (delivered) => pass(receiverOrigin, alter(delivered)));
      return `http://127.0.0.1:${port}${path}`;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function pass(origin: string, { headers, body }: Delivered): Promise<number> {
  const { host, connection, 'content-length': length, ...others } = headers;
  const answer = await sendHttp(origin, 'POST', '/', { headers: others as Record<string, string>, body });
  return answer.status;
}
