import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { awsClients } from '../../../../src/adapters/aws/clients.ts';
import { isOutage } from '../../../../src/adapters/aws/outages.ts';
import { StoreUnavailableError } from '../../../../src/ports/storage.ts';

const errorOf = (name: string, more: object = {}) => Object.assign(new Error('said so'), { name, ...more });
const answered = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe('an error of the SDK', () => {
  it.each([
    ['a throttle', errorOf('ProvisionedThroughputExceededException', answered(400))],
    ['another throttle', errorOf('ThrottlingException', answered(400))],
    ['a server error', errorOf('InternalServerError', answered(500))],
    ['no answer in time', errorOf('TimeoutError', { $metadata: {} })],
    ['a refused connection', errorOf('Error', { code: 'ECONNREFUSED', $metadata: {} })],
  ])('is an outage: %s', (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    [
      'a condition that did not hold',
      new ConditionalCheckFailedException({ message: '', ...answered(400) } as never),
    ],
    ['a fault of the request', errorOf('ValidationException', answered(400))],
    ['a missing table', errorOf('ResourceNotFoundException', answered(400))],
    ['a fault of ours before the request', new TypeError('x is undefined')],
    ['no error', 'text'],
  ])('is none: %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
  });
});

describe('the client of DynamoDB', () => {
  it('says that the store is unavailable when it is answered 500 again and again, and keeps the cause', async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await vi.waitFor(() => expect(server.listening).toBe(true));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    onTestFinished(() => void vi.unstubAllEnvs());
    const clients = awsClients();
    onTestFinished(() => clients.destroy());
    const get = clients.documents.send(new GetCommand({ TableName: 'table', Key: { PK: 'a', SK: 'b' } }));
    const error = await get.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).toMatchObject({ fault: 'failing', cause: { name: 'InternalServerError' } });
  });
});
