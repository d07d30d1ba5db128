import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a receiver got. */
interface ReceivedRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface Receiver {
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  readonly connectionCount: () => number;
}

type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

/** An HTTP server on loopback that keeps its requests. It is closed when the test ends. */
export const startReceiver = (answer: Answer): Promise<Receiver> =>
  receive(answer, (listener) => createHttpServer(listener));

export const startTlsReceiver = (answer: Answer, tls: ServerOptions): Promise<Receiver> =>
  receive(answer, (listener) => createHttpsServer(tls, listener));

/** A TCP server on loopback that speaks for itself. */
export async function startRawReceiver(onConnection: (socket: Socket) => void): Promise<Receiver> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {}); // The sender may hang up at any time: the tests are about that.
    onConnection(socket);
  });
  return { requests: [], ...(await listen(server)) };
}

async function receive(answer: Answer, serve: (listener: RequestListener) => Server): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const server = serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url: path, headers, rawHeaders } = request;
    const received = { method, path, headers, rawHeaders, body: Buffer.concat(chunks) };
    requests.push(received);
    answer(response, received);
  });
  return { requests, ...(await listen(server)) };
}

async function listen(server: Server): Promise<Omit<Receiver, 'requests'>> {
  const sockets = new Set<Socket>();
  let connectionCount = 0;
  server.on('connection', (socket: Socket) => {
    connectionCount += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, connectionCount: () => connectionCount };
}
