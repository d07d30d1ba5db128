import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, Context, SQSEvent } from 'aws-lambda';
import { lambdaContext } from '../../embedded/lambda-context.ts';
import type { ReceivedQueueMessage } from '../../src/adapters/sqlite/queue.ts';

/** Events as AWS hands them to functions. The shapes are those of AWS's own examples. */

export interface GatewayCall {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  /** Names as the caller spelled them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

const STAGE = 'prod';

/** Of a caller that API Gateway does not authenticate. */
const nobody = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/**
 * A REST API's (payload 1.0) with all media types binary: every body comes as base64, and the path without the stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function restEvent({
  method,
  path,
  query = '',
  headers = {},
  body,
}: GatewayCall): APIGatewayProxyEvent {
  const parameters = new URLSearchParams(query);
  const names = [...new Set(parameters.keys())];
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: names.length === 0 ? null : Object.fromEntries(parameters),
    multiValueQueryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, parameters.getAll(name)])),
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    body: body === undefined ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined,
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdef1234',
      authorizer: null,
      protocol: 'HTTP/1.1',
      httpMethod: method,
      path: `/${STAGE}${path}`,
      stage: STAGE,
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      requestTimeEpoch: 1_769_851_800_000,
      resourceId: '123456',
      resourcePath: '/{proxy+}',
      identity: { ...nobody, sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' },
    },
  };
}

interface HttpApiCall extends GatewayCall {
  /** `$default` has no place in the path, others begin it. */
  readonly stage?: string;
  /** The gateway decodes text types as UTF-8: invalid bytes become U+FFFD. */
  readonly decodesBody?: boolean;
}

/**
 * An HTTP API's (payload 2.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(call: HttpApiCall): APIGatewayProxyEventV2 {
  const { method, path, query = '', headers = {}, body, stage = '$default', decodesBody = false } = call;
  const rawPath = stage === '$default' ? path : `/${stage}${path}`;
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: query,
    headers: {
      ...(body !== undefined && { 'content-length': String(body.length) }),
      ...Object.fromEntries(lowerCase),
    },
    ...(body !== undefined && { body: Buffer.from(body).toString(decodesBody ? 'utf8' : 'base64') }),
    isBase64Encoded: body !== undefined && !decodesBody,
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdef1234',
      domainName: 'abcdef1234.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abcdef1234',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage,
      time: '31/Jan/2026:09:30:00 +0000',
      timeEpoch: 1_769_851_800_000,
    },
  };
}

/**
 * The event of an event source after a receive.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export const sqsEvent = (messages: readonly ReceivedQueueMessage[]): SQSEvent => ({
  Records: messages.map((message) => ({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAtMs),
      MessageGroupId: message.groupId,
      SenderId: 'AROAWXYZEXAMPLE:posthorn-ingest',
      ApproximateFirstReceiveTimestamp: String(message.sentAtMs),
    },
    messageAttributes: {},
    md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:posthorn-deliver',
    awsRegion: 'eu-central-1',
  })),
});

/** A context with this much time left. */
export const contextWith = (remainingMs: number): Context => lambdaContext('posthorn', () => remainingMs);

/** With as much time as a function behind API Gateway has. */
export const httpContext = contextWith(29_000);
