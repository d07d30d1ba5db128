import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { functionFor, type RoutedFunction } from '../src/config/function-routes.ts';
import type { CallerAddress } from '../src/domain/forwarded-address.ts';
import { requestLimits } from '../src/domain/limits.ts';
import type { ApiGatewayResult } from '../src/http/core/api-gateway.ts';
import type { HttpFunction } from '../src/http/core/http-function.ts';
import type { ProblemCode } from '../src/http/core/problem.ts';
import { apiGatewayEventFrom } from './api-gateway-event.ts';
import { BodyBudget } from './body-budget.ts';
import { limitConnections } from './connection-limits.ts';
import type { HostCheck } from './known-hosts.ts';
import { lambdaContext, unlimitedMs } from './lambda-context.ts';
import type { LiveServer } from './live/live-server.ts';
import { UpgradableRequest } from './live/upgradable-request.ts';
import { ownProblem } from './raw-problem.ts';
import { type BodyLimits, readBody } from './request-body.ts';
import type { RequestLog } from './request-log.ts';
import { answerUnreadableRequests } from './unreadable-requests.ts';

export type HttpFunctions = Readonly<Record<RoutedFunction, HttpFunction>>;

/** Slower requests are cut: they would hold their memory for nothing. */
const REQUEST_TIMEOUT_MS = 60_000;
/** The head of a request is small, and must arrive sooner. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often slow requests are looked for. */
const TIMEOUT_LOOK_MS = 5_000;
const KEEP_ALIVE_MS = 60_000;
/** How long a caller may continue to send a refused request. */
const LINGER_MS = 5_000;
const HEAD_BYTES = 16 * 1024;
/** API Gateway limits only the bytes; no known request has more headers than this. */
const HEADERS_MOST = 100;
/** One for all requests, since no HTTP function reads anything of a single invocation out of it. */
const CONTEXT = lambdaContext('http', unlimitedMs);
/** A body that came in the same piece as its head is in memory already. */
const ARRIVED: BodyLimits = { bodyBytes: requestLimits.bodyBytes, isKnown: true };

/** How the server reads the head of a request. */
export interface HeadRules {
  readonly isKnownHost: HostCheck;
  readonly callerAddress: CallerAddress;
}

interface Serving {
  readonly functions: HttpFunctions;
  readonly rules: HeadRules;
  readonly budget: BodyBudget;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly finish: (result: ApiGatewayResult) => void;
}

/**
 * Stands in for API Gateway: each request becomes an event for the function of its route. Answers only to known hosts.
 * Refusals by the head of a request are sent before its body is read, and before `100 Continue`.
 */
export function createHttpServer(
  functions: HttpFunctions,
  rules: HeadRules,
  { logRequest, live }: { readonly logRequest?: RequestLog | undefined; readonly live?: LiveServer } = {},
): Server {
  const budget = new BodyBudget();
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    logRequest?.(request, response);
    // An answer sent while the server closes must not keep its connection: the server would wait for it.
    const finish = (result: ApiGatewayResult) => write(response, result, server.listening);
    answer({ functions, rules, budget, request, response, finish }).catch(() => {
      // The client went away, or the function broke its contract: no caller is left to answer.
      response.destroy();
    });
  };
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_LOOK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: HEAD_BYTES,
      // Refused here instead of by Node.js, with a body and our headers.
      requireHostHeader: false,
      noDelay: true,
      IncomingMessage: UpgradableRequest,
    },
    serve,
  );
  // Node.js would silently drop the headers beyond a number.
  server.maxHeadersCount = 0;
  server.on('checkContinue', serve);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    refuse(request, response, 'malformed-request', 'The header Expect must be 100-continue.');
  });
  const releaseConnection = limitConnections(server);
  live?.attach(server, { faultOfHead: (request) => faultOfHead(request, rules), releaseConnection });
  answerUnreadableRequests(server);
  return server;
}

async function answer({ functions, rules, budget, request, response, finish }: Serving): Promise<void> {
  const url = urlOf(request);
  const fault = faultOfHead(request, rules) ?? (url === undefined ? NOT_A_PATH : undefined);
  if (url === undefined || fault !== undefined) return refuse(request, response, ...(fault ?? NOT_A_PATH));
  const serve = functions[functionFor(request.method ?? 'GET', url.pathname)];
  // One turn later the parser has read the whole piece that the head was in.
  await Promise.resolve();
  const source = { url, address: callerOf(request, rules) };
  let limits = ARRIVED;
  if (!request.complete) {
    const admission = await serve.admit(apiGatewayEventFrom(request, source, NO_BODY));
    if ('statusCode' in admission) return refuseWith(request, response, answerOf(admission));
    limits = admission;
  }
  if (request.headers.expect !== undefined) response.writeContinue();
  const reading = await readBody(request, limits, budget);
  switch (reading.outcome) {
    case 'too-large':
      return refuse(
        request,
        response,
        'payload-too-large',
        `The body is larger than ${limits.bodyBytes} bytes.`,
      );
    case 'no-room':
      return refuse(
        request,
        response,
        'overloaded',
        'Too many bodies are being read. Try again in a moment.',
      );
    case 'read':
      try {
        finish(await serve(apiGatewayEventFrom(request, source, reading.body), CONTEXT));
      } finally {
        reading.release();
      }
  }
}

type HeadFault = readonly [code: ProblemCode, detail: string];

const NO_BODY = Buffer.alloc(0);
const NOT_A_PATH: HeadFault = ['malformed-request', 'The request target is not a path.'];

function faultOfHead(request: IncomingMessage, { isKnownHost }: HeadRules): HeadFault | undefined {
  const { rawHeaders, httpVersion } = request;
  if (rawHeaders.length > 2 * HEADERS_MOST) {
    return ['headers-too-large', `The request has more than ${HEADERS_MOST} headers.`];
  }
  const hosts = rawHeaders.filter((name, n) => n % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) return ['malformed-request', 'The header host was sent more than once.'];
  // RFC 9112, section 3.2.
  if (hosts.length === 0 && httpVersion === '1.1')
    return ['malformed-request', 'The header host is missing.'];
  return isKnownHost(request) ? undefined : UNKNOWN_HOST;
}

const UNKNOWN_HOST: HeadFault = [
  'misdirected',
  'The header host is not allowed. Use localhost, or add the host to POSTHORN_ALLOWED_HOSTS.',
];

/** Node.js joins a repeated X-Forwarded-For to one list (RFC 9110, section 5.3). */
const callerOf = ({ socket, headers }: IncomingMessage, { callerAddress }: HeadRules): string =>
  callerAddress(socket.remoteAddress ?? '', headers['x-forwarded-for']?.toString());

function urlOf(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '';
  return target.startsWith('/') ? (URL.parse(`http://localhost${target}`) ?? undefined) : undefined;
}

function write(response: ServerResponse, result: ApiGatewayResult, keepsConnection: boolean): void {
  const { status, headers, body } = answerOf(result);
  response.writeHead(status, { ...headers, ...(!keepsConnection && { connection: 'close' }) });
  response.end(body);
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Buffer | undefined;
}

function answerOf({ statusCode: status, headers, body, isBase64Encoded }: ApiGatewayResult): Answer {
  if (status === 204 || status === 304) return { status, headers, body: undefined };
  // Text is sent as text: Node.js sends it together with the head in a single write.
  const content = isBase64Encoded ? Buffer.from(body, 'base64') : body;
  return { status, headers: { ...headers, 'content-length': Buffer.byteLength(content) }, body: content };
}

/** For requests that are refused before they become events. */
const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  code: ProblemCode,
  detail: string,
): void => refuseWith(request, response, ownProblem(code, detail));

/**
 * For requests whose body is not read. The answer is sent at once, but the connection closes only when its caller has
 * stopped sending, or after a limit: closing it earlier would lose the answer (RFC 9112, section 9.6). Later bytes are
 * dropped.
 */
function refuseWith(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  response.writeHead(status, { ...headers, connection: 'close' });
  response.flushHeaders();
  if (body !== undefined) response.write(body);
  const patience = setTimeout(() => request.destroy(), LINGER_MS);
  finished(request.resume(), () => {
    clearTimeout(patience);
    response.end();
  });
}
