import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, onTestFinished } from 'vitest';

/** A request as it came in: nothing is decoded, nothing is left out. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly arrivedAtMs: number;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** `hang`: no answer until the target is released. */
type Instruction = Answer | number | 'hang';

/** The reaction of a target to the nth request (from 1) of the same `webhook-id`. */
export type Behaviour = (nth: number, request: ReceivedRequest) => Instruction;

export const always =
  (instruction: Instruction): Behaviour =>
  () =>
    instruction;

/** One instruction an attempt; the last one is for all that follow. */
export const inTurn =
  (...instructions: readonly [Instruction, ...Instruction[]]): Behaviour =>
  (nth) =>
    instructions[Math.min(nth, instructions.length) - 1] ?? instructions[0];

/** One path of a receiver, for one subscription: keeps its requests, and reacts as the test says. */
export interface Target {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Requests that wait for an answer. */
  readonly hangingCount: () => number;
  /** From now on it behaves otherwise. */
  behave(behaviour: Behaviour): void;
  /** Answers all requests that hang, and all later ones. */
  release(answer?: number): void;
}

export interface Receiver {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  /** A new path. */
  target(behaviour?: Behaviour): Target;
  /** Requests that still hang are cut off. */
  stop(): Promise<void>;
}

/** An HTTP server on loopback that receives webhooks. */
export async function startReceiver(): Promise<Receiver> {
  const paths = new Map<string, (request: ReceivedRequest, response: ServerResponse) => void>();
  const server = createServer(async (incoming, response) => {
    const request = await received(incoming).catch(() => undefined);
    if (request === undefined) return; // The sender has hung up in the middle.
    const serve = paths.get(new URL(request.path, 'http://receiver').pathname);
    if (serve === undefined) response.writeHead(404).end();
    else serve(request, response);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket).size);
  // The service under test must never meet a connection that is just being closed.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    port,
    target(behaviour = always(200)) {
      const path = `/hooks/${paths.size + 1}`;
      const target = new HttpTarget(`${origin}${path}`, behaviour);
      paths.set(path, (request, response) => target.receive(request, response));
      return target;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * The same, stopped when the test ends. Start it after the service, so that it is stopped before it: hanging requests are cut
 * off, and the service need not wait for it.
 */
export async function receiverForTest(): Promise<Receiver> {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  return receiver;
}

/** The same for all tests of a file, stopped after them. Start it after the service here too. */
export async function receiverForFile(): Promise<Receiver> {
  const receiver = await startReceiver();
  afterAll(() => receiver.stop());
  return receiver;
}

/** A port of loopback without a listener. */
export async function closedPort(): Promise<number> {
  const receiver = await startReceiver();
  await receiver.stop();
  return receiver.port;
}

async function received(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const arrivedAtMs = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = '', url: path = '', headers, rawHeaders } = incoming;
  return { method, path, headers, rawHeaders, body: Buffer.concat(chunks), arrivedAtMs };
}

class HttpTarget implements Target {
  readonly url: string;
  readonly requests: ReceivedRequest[] = [];
  readonly #countOf = new Map<string, number>();
  readonly #hanging = new Set<ServerResponse>();
  #behaviour: Behaviour;

  constructor(url: string, behaviour: Behaviour) {
    this.url = url;
    this.#behaviour = behaviour;
  }

  receive(request: ReceivedRequest, response: ServerResponse): void {
    this.requests.push(request);
    const id = String(request.headers['webhook-id']);
    const nth = (this.#countOf.get(id) ?? 0) + 1;
    this.#countOf.set(id, nth);
    const instruction = this.#behaviour(nth, request);
    if (instruction !== 'hang') {
      answer(response, instruction);
      return;
    }
    this.#hanging.add(response);
    response.once('close', () => this.#hanging.delete(response));
  }

  readonly hangingCount = (): number => this.#hanging.size;

  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  release(status = 200): void {
    this.#behaviour = always(status);
    for (const response of this.#hanging) answer(response, status);
  }
}

function answer(response: ServerResponse, instruction: Answer | number): void {
  const {
    status,
    headers = {},
    body,
  } = typeof instruction === 'number' ? { status: instruction } : instruction;
  response.writeHead(status, headers).end(body);
}
