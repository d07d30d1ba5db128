import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiGatewayLivePosts, watcherAddress } from '../../../../src/adapters/apigateway/live-posts.ts';
import { FunctionStarter } from '../../../../src/adapters/aws/function-starter.ts';
import { SignedRequests } from '../../../../src/adapters/aws/signed-requests.ts';
import { pinoLog } from '../../../../src/adapters/pino/log.ts';

const identity = {
  region: async () => 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
};
const location = { apiId: 'abc', apiStage: 'prod' };

describe('requests to AWS that Posthorn signs itself', () => {
  const requests: { method: string; url: string; authorization: string; body: string }[] = [];
  let status = 200;
  const server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      requests.push({ method, url, authorization: headers.authorization ?? '', body });
      if (status === 0) incoming.socket.destroy();
      else outgoing.writeHead(status).end();
    });
  });
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    requests.length = 0;
    status = 200;
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  });
  afterEach(async () => {
    await new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
  });

  const posts = () =>
    new ApiGatewayLivePosts({
      ...location,
      requests: new SignedRequests('execute-api', identity),
      identity,
      env,
      log: pinoLog('silent', { write: () => {} }),
    });

  it('post to a connection, whose id is encoded', async () => {
    expect(await posts().post('L0SM9cOFvHcCIhw=', '{"type":"pong"}')).toBe('sent');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: '/_aws/execute-api/abc/prod/@connections/L0SM9cOFvHcCIhw%3D',
      body: '{"type":"pong"}',
    });
    expect(requests[0]?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\//,
    );
  });

  it.each([
    [410, 'gone'],
    [429, 'slow'],
    [500, 'slow'],
    [403, 'slow'],
    [0, 'slow'],
  ])('take a %i as %s', async (answered, posted) => {
    status = answered;
    expect(await posts().post('c1', '{}')).toBe(posted);
  });

  it('close a connection, also one that is closed already', async () => {
    status = 410;
    await posts().close('c1');
    expect(requests[0]).toMatchObject({ method: 'DELETE', body: '' });
  });

  it('start a function without waiting for it', async () => {
    const starter = new FunctionStarter({
      requests: new SignedRequests('lambda', identity),
      identity,
      functionName: 'pump',
      env,
    });
    status = 202;
    await starter.start({ handover: { from: 'a' } });
    expect(requests[0]).toMatchObject({
      url: '/2015-03-31/functions/pump/invocations',
      body: '{"handover":{"from":"a"}}',
    });
    status = 429;
    await expect(starter.start({})).rejects.toThrow('Lambda did not start pump: 429');
  });

  it.each([
    ['eu-west-1', {}, 'wss://abc.execute-api.eu-west-1.amazonaws.com/prod'],
    ['cn-north-1', {}, 'wss://abc.execute-api.cn-north-1.amazonaws.com.cn/prod'],
    [
      'us-east-1',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
      'ws://127.0.0.1:4566/_aws/execute-api/abc/prod',
    ],
  ])('know the address for watchers in %s', (region, environment, url) => {
    expect(watcherAddress(location, region, environment)).toBe(url);
  });
});
