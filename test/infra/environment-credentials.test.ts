import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defaultProvider } from '../../lib/bundles/environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

describe("the credentials of a function's role", () => {
  test('are read from the environment at each call', async () => {
    const credentials = defaultProvider();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'first');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    expect(await credentials()).toEqual({
      accessKeyId: 'first',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'second');
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);
    expect(await credentials()).toEqual({ accessKeyId: 'second', secretAccessKey: 'secret' });
  });

  test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
    'are missed where there is no %s',
    async (name) => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
      vi.stubEnv(name, undefined);
      await expect(defaultProvider()()).rejects.toThrow('no AWS credentials');
    },
  );

  test("are what a client of the SDK takes, in the place of its own provider's", async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const client = new DynamoDBClient({ region: 'eu-west-1', credentialDefaultProvider: defaultProvider });
    expect(await client.config.credentials()).toMatchObject({
      accessKeyId: 'key',
      secretAccessKey: 'secret',
    });
    client.destroy();
  });
});
