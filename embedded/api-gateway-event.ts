import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * The event that a REST API of API Gateway would make of this request (payload 1.0). The gateway sends every body as
 * base64, since all media types are binary there; here text stays text, as the gateway does with text types.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function apiGatewayEventFrom(
  request: IncomingMessage,
  { url, address }: { readonly url: URL; readonly address: string },
  body: Buffer,
): APIGatewayProxyEvent {
  const isText = isUtf8(body);
  const { headers, multiValueHeaders } = headersOf(request);
  const query = queryOf(url);
  return {
    resource: '/{proxy+}',
    path: url.pathname,
    httpMethod: request.method ?? 'GET',
    headers,
    multiValueHeaders,
    ...query,
    pathParameters: { proxy: url.pathname.slice(1) },
    stageVariables: null,
    body: body.length === 0 ? null : body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: body.length > 0 && !isText,
    requestContext: {
      requestId: randomUUID(),
      stage: 'local',
      path: url.pathname,
      httpMethod: request.method ?? 'GET',
      identity: { sourceIp: address },
    } as APIGatewayProxyEvent['requestContext'],
  };
}

type Headers = Pick<APIGatewayProxyEvent, 'headers' | 'multiValueHeaders'>;

/** Each header as often as it was sent: of some repeated headers, Node.js would keep only the first. */
function headersOf(request: IncomingMessage): Headers {
  const headers: Headers['headers'] = {};
  const multiValueHeaders: Headers['multiValueHeaders'] = {};
  const distinct = request.headersDistinct;
  for (const name in distinct) {
    const values = distinct[name] ?? [];
    headers[name] = values.join(', ');
    multiValueHeaders[name] = values;
  }
  return { headers, multiValueHeaders };
}

type Query = Pick<APIGatewayProxyEvent, 'queryStringParameters' | 'multiValueQueryStringParameters'>;

function queryOf(url: URL): Query {
  if (url.search === '') return { queryStringParameters: null, multiValueQueryStringParameters: null };
  const names = [...new Set(url.searchParams.keys())];
  return {
    queryStringParameters: Object.fromEntries(url.searchParams),
    multiValueQueryStringParameters: Object.fromEntries(
      names.map((name) => [name, url.searchParams.getAll(name)]),
    ),
  };
}
