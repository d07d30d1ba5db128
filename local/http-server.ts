import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import type { ApiGatewayResult } from '../functions/middleware/api-gateway.ts';
import type { HttpFunction } from '../functions/middleware/http-function.ts';
import { type ProblemCode, problem, problemMediaType } from '../src/api/problem.ts';
import { functionFor, type RoutedFunction } from '../src/config/function-routes.ts';
import { requestLimits } from '../src/domain/limits.ts';
import { apiGatewayEventFrom } from './api-gateway-event.ts';

export type HttpFunctions = Readonly<Record<RoutedFunction, HttpFunction>>;

/** Slower requests than this are not waited for: they would hold their memory for nothing. */
const REQUEST_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 60_000;
/** How long a caller may go on sending what was refused already. */
const LINGER_MS = 5_000;

/**
 * Stands in for API Gateway: each request becomes an event for the function whose route it is. It answers only to
 * names of this machine's loopback, so that a page from elsewhere cannot reach it by a name of its own (DNS rebinding).
 */
export function createHttpServer(functions: HttpFunctions): Server {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true },
    (request, response) => {
      // What is answered while the server closes must not keep its connection: the server would wait for it.
      const finish = (result: ApiGatewayResult) => write(response, result, server.listening);
      answer(functions, request, response, finish).catch(() => {
        // The client went away, or the function broke its contract: there is nobody to tell.
        response.destroy();
      });
    },
  );
  return server;
}

async function answer(
  functions: HttpFunctions,
  request: IncomingMessage,
  response: ServerResponse,
  finish: (result: ApiGatewayResult) => void,
): Promise<void> {
  if (!isLoopbackName(request.headers.host)) {
    return refuse(
      request,
      response,
      'misdirected',
      'This server answers to localhost and loopback addresses only.',
    );
  }
  const body = await bodyOf(request);
  if (body === undefined) {
    return refuse(
      request,
      response,
      'payload-too-large',
      `The body is larger than ${requestLimits.bodyBytes} bytes.`,
    );
  }
  const url = urlOf(request);
  if (url === undefined)
    return refuse(request, response, 'malformed-request', 'The request target is not a path.');
  const event = apiGatewayEventFrom(request, url, body);
  const serve = functions[functionFor(event.httpMethod, event.path)];
  finish(await serve(event, {}));
}

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

const isLoopbackName = (host: string | undefined): boolean => host !== undefined && LOOPBACK_NAME.test(host);

function urlOf(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '';
  return target.startsWith('/') ? (URL.parse(`http://localhost${target}`) ?? undefined) : undefined;
}

/** The whole body, or undefined as soon as it is larger than any request may be. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > requestLimits.bodyBytes) return undefined;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= requestLimits.bodyBytes) chunks.push(chunk);
    else resolve(undefined);
  });
  request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  request.on('error', reject);
  return promise;
}

function write(
  response: ServerResponse,
  { statusCode, headers, body, isBase64Encoded }: ApiGatewayResult,
  keepsConnection: boolean,
): void {
  const mayHaveBody = statusCode !== 204;
  // Text goes as text: Node.js sends it together with the head in a single write.
  const content = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  const length = Buffer.byteLength(content);
  response.writeHead(statusCode, {
    ...headers,
    ...(mayHaveBody && { 'content-length': length }),
    ...(!keepsConnection && { connection: 'close' }),
  });
  response.end(mayHaveBody ? content : undefined);
}

/**
 * For requests that are not even to be made events. The answer is out at once, but the connection is only closed when
 * its caller has stopped sending, or has gone on for too long: closed under a sender, it would take the answer with it
 * (RFC 9112, section 9.6). What still comes is forgotten.
 */
function refuse(request: IncomingMessage, response: ServerResponse, code: ProblemCode, detail: string): void {
  const document = problem(code, { detail, requestId: crypto.randomUUID() });
  const body = Buffer.from(JSON.stringify(document));
  const { status } = document;
  response.writeHead(status, {
    'content-type': problemMediaType,
    'content-length': body.length,
    connection: 'close',
  });
  response.write(body);
  const patience = setTimeout(() => request.destroy(), LINGER_MS);
  finished(request.resume(), () => {
    clearTimeout(patience);
    response.end();
  });
}
