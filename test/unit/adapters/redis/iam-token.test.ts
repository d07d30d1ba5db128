import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { iamToken } from '../../../../src/adapters/redis/iam-token.ts';

const NOW = { nowMs: () => Date.parse('2026-11-24T05:06:07.891Z') };
const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'session/token+with=signs',
};
const REQUEST = { cacheName: 'Posthorn-Cache', username: 'posthorn-user' };

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * Signature Version 4 of a presigned request, worked out from its description.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function signatureOf(host: string, parameters: URLSearchParams): string {
  const [, date = '', region = '', service = ''] = parameters.get('X-Amz-Credential')?.split('/') ?? [];
  const query = [...parameters]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const canonical = ['GET', '/', query, `host:${host}`, '', 'host', createHash('sha256').digest('hex')].join(
    '\n',
  );
  const scope = `${date}/${region}/${service}/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', parameters.get('X-Amz-Date'), scope, hash].join('\n');
  const dateKey = hmac(`AWS4${ENVIRONMENT.AWS_SECRET_ACCESS_KEY}`, date);
  const key = [region, service, 'aws4_request'].reduce(hmac, dateKey);
  return hmac(key, toSign).toString('hex');
}

describe('a token for ElastiCache', () => {
  it('is a presigned URL without its scheme, for one cache, one user, a quarter of an hour', async () => {
    const token = await iamToken(REQUEST, NOW, ENVIRONMENT);
    expect(token.startsWith('posthorn-cache/?')).toBe(true);
    const parameters = new URL(`http://${token}`).searchParams;
    expect(Object.fromEntries(parameters)).toEqual({
      Action: 'connect',
      User: 'posthorn-user',
      ResourceType: 'ServerlessCache',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20261124/eu-central-1/elasticache/aws4_request',
      'X-Amz-Date': '20261124T050607Z',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'session/token+with=signs',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': signatureOf('posthorn-cache', parameters),
    });
  });

  it('has no session token where the environment has none', async () => {
    const { AWS_SESSION_TOKEN: _, ...environment } = ENVIRONMENT;
    const parameters = new URL(`http://${await iamToken(REQUEST, NOW, environment)}`).searchParams;
    expect(parameters.has('X-Amz-Security-Token')).toBe(false);
    expect(parameters.get('X-Amz-Signature')).toBe(signatureOf('posthorn-cache', parameters));
  });

  it.each(['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
    'is not made in an environment without %s',
    async (name) => {
      const environment = { ...ENVIRONMENT, [name]: '' };
      await expect(iamToken(REQUEST, NOW, environment)).rejects.toThrow(`the environment has no ${name}`);
    },
  );
});
