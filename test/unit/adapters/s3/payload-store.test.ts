import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemRandomness } from '../../../../src/adapters/node/system-randomness.ts';
import { objectUrl, s3EndpointIn } from '../../../../src/adapters/s3/object-location.ts';
import { S3Error, S3PayloadStore } from '../../../../src/adapters/s3/payload-store.ts';
import { closedPort } from '../../../support/receiver.ts';
import { bytesOf } from '../../../support/records.ts';
import {
  type ScriptedAnswer,
  type ScriptedRequest,
  scriptedServer,
} from '../../../support/scripted-server.ts';
import { authorizationOf, signatureOf } from '../../../support/sigv4.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

const storeAt = (endpoint: string, sessionToken?: string) =>
  new S3PayloadStore({
    bucket: 'payloads',
    endpoint,
    randomness: systemRandomness,
    identity: {
      region: async () => 'eu-central-1',
      credentials: async () => ({
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: SECRET,
        ...(sessionToken !== undefined && { sessionToken }),
      }),
    },
  });

async function storeWith(
  answer: (request: ScriptedRequest, nth: number) => ScriptedAnswer,
  sessionToken?: string,
) {
  const server = await scriptedServer(answer);
  return { store: storeAt(server.origin, sessionToken), requests: server.requests };
}

const s3Error = (status: number, code: string): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>with AKIAIOSFODNN7EXAMPLE</Message><SignatureProvided>secret</SignatureProvided></Error>`,
});

const ok: ScriptedAnswer = { status: 200 };
const KEY = 'ten_1/evt 1+ü(2)*';

describe('the address of an object', () => {
  it.each([
    ['eu-central-1', undefined, 'https://payloads.s3.eu-central-1.amazonaws.com/ten_1/evt_1'],
    ['cn-north-1', undefined, 'https://payloads.s3.cn-north-1.amazonaws.com.cn/ten_1/evt_1'],
    ['us-gov-west-1', undefined, 'https://payloads.s3.us-gov-west-1.amazonaws.com/ten_1/evt_1'],
    ['us-east-1', 'http://127.0.0.1:4566', 'http://127.0.0.1:4566/payloads/ten_1/evt_1'],
    ['us-east-1', 'http://127.0.0.1:4566/', 'http://127.0.0.1:4566/payloads/ten_1/evt_1'],
  ])('in %s, endpoint %s, is %s', (region, endpoint, url) => {
    expect(objectUrl({ bucket: 'payloads', region, endpoint }, 'ten_1/evt_1').href).toBe(url);
  });

  it('is encoded but for its slashes', () => {
    const { pathname } = objectUrl({ bucket: 'payloads', region: 'us-east-1', endpoint: undefined }, KEY);
    expect(pathname).toBe('/ten_1/evt%201%2B%C3%BC%282%29%2A');
  });

  it.each([
    [{}, undefined],
    [{ AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_S3: '' }, undefined],
    [{ AWS_ENDPOINT_URL: 'http://all' }, 'http://all'],
    [{ AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_S3: 'http://s3' }, 'http://s3'],
  ])('is at the endpoint of the environment %j', (env, endpoint) => {
    expect(s3EndpointIn(env)).toBe(endpoint);
  });
});

describe('a signature, as these tests compute it', () => {
  it('is the one of the example in AWS’s documentation', () => {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Example: GET Object"
    const request = {
      method: 'GET',
      path: '/test.txt',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        'x-amz-date': '20130524T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=${'0'.repeat(64)}`,
      },
    };
    expect(signatureOf(request, SECRET)).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });
});

describe('a request to S3', () => {
  const calls: readonly [string, (store: S3PayloadStore) => Promise<unknown>][] = [
    ['put', (store) => store.put(KEY, bytesOf('payload'))],
    ['get', (store) => store.get(KEY)],
    ['refresh', (store) => store.refresh(KEY)],
  ];

  it.each(calls)('to %s is signed as S3 computes it, all that matters in it', async (_name, call) => {
    const { store, requests } = await storeWith(() => ok, 'session/token+');
    await call(store);
    const [request] = requests;
    const { keyId, scope, signedHeaders, signature } = authorizationOf(request!);
    expect(signature).toBe(signatureOf(request!, SECRET));
    expect(keyId).toBe('AKIAIOSFODNN7EXAMPLE');
    expect(scope).toMatch(/^\d{8}\/eu-central-1\/s3\/aws4_request$/);
    expect(request?.headers['x-amz-security-token']).toBe('session/token+');
    const digest = createHash('sha256').update(request!.body).digest('hex');
    expect(request?.headers['x-amz-content-sha256']).toBe(digest);
    const meant = Object.keys(request!.headers).filter(
      (name) => name.startsWith('x-amz-') || name === 'content-type',
    );
    expect(signedHeaders).toEqual(expect.arrayContaining(['host', ...meant]));
  });

  it('names the object and the operation', async () => {
    const { store, requests } = await storeWith(({ method }) => (method === 'DELETE' ? { status: 204 } : ok));
    await store.put(KEY, bytesOf('payload'));
    await store.refresh(KEY);
    await store.delete(KEY);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /payloads/ten_1/evt%201%2B%C3%BC%282%29%2A',
      'PUT /payloads/ten_1/evt%201%2B%C3%BC%282%29%2A',
      'DELETE /payloads/ten_1/evt%201%2B%C3%BC%282%29%2A',
    ]);
    expect(requests[0]?.body.toString()).toBe('payload');
    expect(requests[0]?.headers).not.toHaveProperty('x-amz-copy-source');
    expect(requests[1]?.body).toHaveLength(0);
    expect(requests[1]?.headers).toMatchObject({
      'x-amz-copy-source': '/payloads/ten_1/evt%201%2B%C3%BC%282%29%2A',
      'x-amz-metadata-directive': 'REPLACE',
    });
  });
});

describe('when S3 does not do it', () => {
  it.each<[string, ScriptedAnswer]>([
    ['500', s3Error(500, 'InternalError')],
    ['503', s3Error(503, 'SlowDown')],
    ['429', s3Error(429, 'TooManyRequests')],
    ['400 RequestTimeout', s3Error(400, 'RequestTimeout')],
    ['a connection that breaks', 'hang up'],
  ])('%s is tried again, signed anew', async (_name, answer) => {
    const { store, requests } = await storeWith((_request, nth) =>
      nth < 3 ? answer : { status: 200, body: 'payload' },
    );
    expect(Buffer.from((await store.get('key'))!).toString()).toBe('payload');
    expect(requests).toHaveLength(3);
    for (const request of requests)
      expect(authorizationOf(request).signature).toBe(signatureOf(request, SECRET));
  });

  it('is given up after three tries', async () => {
    const { store, requests } = await storeWith(() => s3Error(503, 'SlowDown'));
    await expect(store.put('key', bytesOf('x'))).rejects.toThrow('S3 failed to PUT a payload: 503 SlowDown');
    expect(requests).toHaveLength(3);
  });

  it('is given up when S3 never answers', async () => {
    const { store, requests } = await storeWith(() => 'hang');
    await expect(store.get('key')).rejects.toThrow('S3 failed to GET a payload: TimeoutError');
    expect(requests).toHaveLength(3);
  });

  it('says when there was no connection', async () => {
    const store = storeAt(`http://127.0.0.1:${await closedPort()}`);
    await expect(store.get('key')).rejects.toThrow('S3 failed to GET a payload: ECONNREFUSED');
  });

  it.each([
    [403, 'AccessDenied'],
    [403, 'SignatureDoesNotMatch'],
    [404, 'NoSuchBucket'],
    [301, 'PermanentRedirect'],
  ])('%d %s is an error at once, which repeats nothing of the request', async (status, code) => {
    const { store, requests } = await storeWith(() => s3Error(status, code));
    const error = await store.get(KEY).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(S3Error);
    expect(error).toMatchObject({ message: `S3 failed to GET a payload: ${status} ${code}`, code });
    expect(JSON.stringify({ ...(error as S3Error) })).not.toMatch(/AKIA|ten_1|secret/);
    expect(requests).toHaveLength(1);
  });

  it('an answer that is not S3’s is an error', async () => {
    const { store } = await storeWith(() => ({ status: 418, body: '<html>teapot</html>' }));
    await expect(store.put('key', bytesOf('x'))).rejects.toThrow('418 unknown');
  });

  it('an object that is not there is none', async () => {
    const { store, requests } = await storeWith(() => s3Error(404, 'NoSuchKey'));
    expect(await store.get('key')).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  it('an object that looks like an error is none', async () => {
    const body = '<Error><Code>InternalError</Code></Error>';
    const { store } = await storeWith(() => ({ status: 200, body }));
    expect(Buffer.from((await store.get('key'))!).toString()).toBe(body);
  });

  it('a copy that fails after its status was sent is tried again', async () => {
    const { store, requests } = await storeWith((_request, nth) =>
      nth === 1
        ? s3Error(200, 'InternalError')
        : { status: 200, body: '<CopyObjectResult></CopyObjectResult>' },
    );
    await store.refresh('key');
    expect(requests).toHaveLength(2);
  });

  it('a copy of a missing object is none', async () => {
    const { store, requests } = await storeWith(() => s3Error(404, 'NoSuchKey'));
    await store.refresh('key');
    expect(requests).toHaveLength(1);
  });
});
