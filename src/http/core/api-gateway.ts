import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { Refusal } from './http.ts';
import { refuseRepeatedHeaders } from './repeated-headers.ts';
import { standingHeadersFor } from './standing-headers.ts';

/**
 * The two shapes in which API Gateway calls a function: REST APIs (payload 1.0) and HTTP APIs (payload 2.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export type ApiGatewayEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;

export interface ApiGatewayResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const isHttpApi = (event: ApiGatewayEvent): event is APIGatewayProxyEventV2 => 'rawPath' in event;

/** @throws Refusal when the gateway may have altered the bytes of the body */
export const httpRequestFrom = (event: ApiGatewayEvent): HttpRequest =>
  isHttpApi(event) ? fromHttpApi(event) : fromRestApi(event);

function fromRestApi(event: APIGatewayProxyEvent): HttpRequest {
  const sent = Object.entries(event.multiValueHeaders ?? {});
  refuseRepeatedHeaders(sent.flatMap(([name, values]) => (values ?? []).map(() => name)));
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    for (const value of values ?? []) query.append(name, value);
  }
  return {
    requestId: event.requestContext.requestId,
    sourceAddress: event.requestContext.identity.sourceIp,
    method: methodOf(event.httpMethod),
    path: withoutTrailingSlash(event.path),
    hasTrailingSlash: event.path.endsWith('/'),
    isPathDecoded: false,
    basePath: pathBefore(event.path, event.requestContext.path),
    // `headers` has only the last value of a repeated header.
    headers: joined(event.multiValueHeaders ?? {}),
    query,
    body: bytesOf(event),
  };
}

function fromHttpApi(event: APIGatewayProxyEventV2): HttpRequest {
  const { stage, requestId, http } = event.requestContext;
  const stagePrefix = `/${stage}`;
  const hasPrefix = stage !== '$default' && event.rawPath.startsWith(`${stagePrefix}/`);
  const headers = lowerCaseNames(event.headers);
  const body = bytesOf(event);
  if (event.isBase64Encoded !== true) refuseAltered(body, headers['content-length']);
  return {
    requestId,
    sourceAddress: http.sourceIp,
    method: methodOf(http.method),
    path: decodedPath(hasPrefix ? event.rawPath.slice(stagePrefix.length) : event.rawPath),
    hasTrailingSlash: event.rawPath.endsWith('/'),
    isPathDecoded: true,
    basePath: hasPrefix ? stagePrefix : '',
    headers,
    query: new URLSearchParams(event.rawQueryString),
    body,
  };
}

const REPLACEMENT_CHARACTER = Buffer.from('\u{FFFD}');

/**
 * An HTTP API decodes text types as UTF-8 before we see them, and puts U+FFFD in place of bytes that are not UTF-8.
 * Altered bytes must never be delivered, so a body that may be altered is refused.
 */
function refuseAltered(body: Buffer, contentLength: string | undefined): void {
  const lengthDiffers = contentLength !== undefined && Number(contentLength) !== body.length;
  if (!lengthDiffers && !body.includes(REPLACEMENT_CHARACTER)) return;
  throw new Refusal(
    'unsupported-media-type',
    'API Gateway decoded this body as UTF-8 text and may have altered it. Send it with Content-Type: application/octet-stream.',
  );
}

const bytesOf = (event: ApiGatewayEvent): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded === true ? 'base64' : 'utf8');

/** A REST API passes the path both with and without its stage. */
const pathBefore = (path: string, wholePath: string | undefined): string =>
  wholePath?.endsWith(path) === true ? wholePath.slice(0, -path.length) : '';

/** A HEAD request is handled as GET. The server drops the body of the answer (RFC 9110, section 9.3.2). */
function methodOf(method: string): string {
  const upper = method.toUpperCase();
  return upper === 'HEAD' ? 'GET' : upper;
}

const NAMED_BY_CALLERS = /^\/(event-types|receivers)\/./s;

/** In a decoded path, the last slash may belong to a name: `/event-types/a%2F` is the event type `a/`. */
const decodedPath = (path: string): string =>
  NAMED_BY_CALLERS.test(path) ? path : withoutTrailingSlash(path);

const withoutTrailingSlash = (path: string): string =>
  path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;

function joined(headers: Readonly<Record<string, readonly string[] | undefined>>): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, values] of Object.entries(headers)) {
    if (values !== undefined) lower[name.toLowerCase()] = values.join(', ');
  }
  return lower;
}

function lowerCaseNames(
  headers: Readonly<Record<string, string | undefined>> | null,
): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value !== undefined) lower[name.toLowerCase()] = value;
  }
  return lower;
}

/** @param requestHeaders headers of the request that is answered */
export function resultFrom(
  { status, headers, body }: HttpAnswer,
  requestHeaders: Parameters<typeof standingHeadersFor>[0],
): ApiGatewayResult {
  const isBase64Encoded = body instanceof Uint8Array;
  const isJson = typeof body === 'object' && !isBase64Encoded;
  return {
    statusCode: status,
    headers: {
      ...standingHeadersFor(requestHeaders),
      ...(isJson && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: textOf(body),
    isBase64Encoded,
  };
}

function textOf(body: HttpAnswer['body']): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? Buffer.from(body).toString('base64') : JSON.stringify(body);
}
