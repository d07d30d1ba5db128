import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ScriptedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * `hang up`: the connection is cut without an answer; `hang`: there is none until the end of the test; `cutAt`: it is cut
 * in the middle of the status line, or of the body.
 */
export type ScriptedAnswer =
  | {
      readonly status: number;
      readonly body?: string | Uint8Array;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cutAt?: 'head' | 'body';
    }
  | 'hang up'
  | 'hang';

type SpokenAnswer = Exclude<ScriptedAnswer, string>;

export interface ScriptedServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly requests: readonly ScriptedRequest[];
}

/** A server of the test's own that stands for a service and answers as it is told; `nth` counts from 1. */
export async function scriptedServer(
  answer: (request: ScriptedRequest, nth: number) => ScriptedAnswer | Promise<ScriptedAnswer>,
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const server = createServer(async ({ method = '', url: path = '', headers, socket }, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response.req) chunks.push(chunk);
    const request = { method, path, headers, body: Buffer.concat(chunks) };
    const given = await answer(request, requests.push(request));
    if (given === 'hang up') socket.destroy();
    else if (given !== 'hang') say(response, given);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function say(response: ServerResponse, { status, headers, body = '', cutAt }: SpokenAnswer): void {
  if (cutAt === undefined) {
    response.writeHead(status, headers).end(body);
    return;
  }
  const { socket } = response.req;
  const hangUp = () => socket.destroy();
  if (cutAt === 'head') {
    socket.write(`HTTP/1.1 ${status} `, hangUp);
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), hangUp);
}
