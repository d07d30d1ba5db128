import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Exchange, type Json, type NotedCall, notedCall } from './noted-call.ts';

/**
 * Between a function and the emulators of AWS: notes the calls of the function. Each DynamoDB request is changed
 * to ask for its consumed units, so that the engine itself counts them.
 */

export interface Upstreams {
  readonly dynamodb: string;
  /** SQS, S3 and KMS. */
  readonly services: string;
}

export interface CountingProxy {
  readonly url: string;
  /** The calls since the last time. */
  takeCalls(): readonly NotedCall[];
  close(): Promise<void>;
}

const targets: Readonly<Record<string, Exchange['service']>> = {
  DynamoDB_20120810: 'DynamoDB',
  AmazonSQS: 'SQS',
  TrentService: 'KMS',
};

export async function startCountingProxy(upstreams: Upstreams): Promise<CountingProxy> {
  let calls: NotedCall[] = [];
  const server = createServer((incoming, outgoing) => {
    passOn(upstreams, incoming, outgoing).then(
      (call) => calls.push(call),
      // The function sees it as a fault of AWS, logs it, and the scenario fails.
      (error: unknown) => outgoing.writeHead(502).end(String(error)),
    );
  });
  const url = await listen(server);
  return {
    url,
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Of this hop only; the answer is unpacked already. */
const unforwarded: readonly string[] = [
  'connection',
  'content-encoding',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
];

async function passOn(
  upstreams: Upstreams,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<NotedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { service, operation } = addresseeOf(incoming);
  const isDynamo = service === 'DynamoDB';
  const body = isDynamo ? asking(Buffer.concat(chunks)) : Buffer.concat(chunks);
  const response = await fetch(`${isDynamo ? upstreams.dynamodb : upstreams.services}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers: forwarded(Object.entries(incoming.headers)),
    body: incoming.method === 'GET' ? null : body,
  });
  const answer = Buffer.from(await response.arrayBuffer());
  const call = notedCall({ service, operation, request: jsonIn(body), response: jsonIn(answer) });
  outgoing.writeHead(response.status, Object.fromEntries(forwarded([...response.headers]))).end(answer);
  return call;
}

/** Only S3 has its operation in method and path. */
function addresseeOf({ headers, method = '' }: IncomingMessage): Pick<Exchange, 'service' | 'operation'> {
  const [target = '', operation = method] = String(headers['x-amz-target'] ?? '').split('.');
  return { service: targets[target] ?? 'S3', operation };
}

const forwarded = (headers: readonly (readonly [string, unknown])[]): [string, string][] =>
  headers.flatMap(([name, value]) =>
    value === undefined || unforwarded.includes(name) ? [] : [[name, String(value)] as [string, string]],
  );

const asking = (body: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ ...jsonIn(body), ReturnConsumedCapacity: 'TOTAL' }));

/** Payloads, and some answers, are none. */
function jsonIn(body: Buffer): Json {
  try {
    return JSON.parse(body.toString()) as Json;
  } catch {
    return {};
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
