import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as startRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What stands between a caller and a service, and gets in the way:
 * `refuse` closes the connection before the service hears of the request; `lose` hands it over, and closes before the
 * answer; `cut` passes half of the answer on; a status is answered in the service's place.
 */
export type Mischief = 'refuse' | 'lose' | 'cut' | 429 | 503 | 'none';

export interface FlakyProxy {
  readonly url: string;
  /** What came, in its order, with what was done to it. */
  readonly seen: { readonly method: string; readonly path: string; readonly mischief: Mischief }[];
  stop(): Promise<void>;
}

/** @param next what is done to the nth request, from 0 */
export async function startFlakyProxy(
  origin: string,
  next: (nth: number, request: IncomingMessage) => Mischief,
): Promise<FlakyProxy> {
  const seen: FlakyProxy['seen'] = [];
  const server = createServer((request, response) => {
    const mischief = next(seen.length, request);
    seen.push({ method: request.method ?? '', path: request.url ?? '', mischief });
    if (mischief === 'refuse') request.socket.destroy();
    else if (typeof mischief === 'number') {
      request.resume().on('end', () => response.writeHead(mischief, { 'retry-after': '0' }).end('busy'));
    } else pass(origin, request, response, mischief);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(origin: string, request: IncomingMessage, response: ServerResponse, mischief: Mischief): void {
  const { hostname, port } = new URL(origin);
  const { method, url: path, headers } = request;
  const onward = startRequest(
    { hostname, port, method, path, headers: { ...headers, host: `${hostname}:${port}` } },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        if (mischief === 'lose') request.socket.destroy();
        else if (mischief === 'cut') {
          response.writeHead(answer.statusCode ?? 0, { ...answer.headers, 'content-length': body.length });
          response.write(body.subarray(0, Math.floor(body.length / 2)), () => request.socket.destroy());
        } else response.writeHead(answer.statusCode ?? 0, answer.headers).end(body);
      });
    },
  );
  onward.on('error', () => request.socket.destroy());
  request.pipe(onward);
}
