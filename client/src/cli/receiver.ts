import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, WebhookVerificationError } from '../webhooks.ts';
import { FailedError } from './failures.ts';

/** A receiver of webhooks on this machine. */

/** A delivery has at most 1 MiB: anything larger is not a delivery. */
const BODY_BYTES_MOST = 4 * 1_048_576;

export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array<ArrayBuffer>;
  readonly receivedAtMs: number;
  readonly verification: Verification;
}

/** `unknown`: there was no key to verify with. */
type Verification =
  | { readonly outcome: 'verified' }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'refused'; readonly reason: string };

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface Receiver {
  readonly port: number;
  /** Lets running requests end, for a moment. */
  close(): Promise<void>;
}

interface ReceiverNeeds {
  /** Secrets and public keys; read for each webhook, as there may be none yet. */
  readonly keys: () => readonly string[];
  readonly nowMs: () => number;
  readonly onWebhook: (webhook: ReceivedWebhook) => Promise<Answer>;
}

const HOST = '127.0.0.1';
const CLOSE_TIMEOUT_MS = 1_000;

/** @throws FailedError if the port is not available */
export async function startReceiver(port: number, needs: ReceiverNeeds): Promise<Receiver> {
  const server = createServer((request, response) => {
    serve(request, needs).then(
      (answer) => write(response, answer),
      // The sender has closed the connection in the middle.
      () => response.destroy(),
    );
  });
  await listening(server, port);
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `is not available (${error.code})`;
      reject(
        new FailedError(`port ${port} ${why}. Choose another one with --port, or any free one with --port 0`),
      );
    });
    server.listen(port, HOST, resolve);
  });
}

async function closed(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

async function serve(request: IncomingMessage, needs: ReceiverNeeds): Promise<Answer> {
  if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
  const body = await bodyOf(request);
  if (body === undefined) return { status: 413, headers: { connection: 'close' } };
  const headers = headersOf(request);
  const receivedAtMs = needs.nowMs();
  const verification = await verify(needs.keys(), headers, body, receivedAtMs);
  const { rawHeaders } = request;
  return needs.onWebhook({ headers, rawHeaders, body, receivedAtMs, verification });
}

/** Undefined for a body that is too large. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MOST) return undefined;
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

const headersOf = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

async function verify(
  keys: readonly string[],
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  nowMs: number,
): Promise<Verification> {
  if (keys.length === 0) return { outcome: 'unknown' };
  try {
    await verifyWebhook(keys, headers, body, { nowMs });
    return { outcome: 'verified' };
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return { outcome: 'refused', reason: error.message };
  }
}

function write(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}
