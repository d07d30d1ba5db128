import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../../ports/platform.ts';
import { Sha256 } from '../aws/sha256.ts';

export interface IamTokenRequest {
  /** The name of an ElastiCache Serverless cache, not its address. */
  readonly cacheName: string;
  /** The id of the cache's user, which is its name too. */
  readonly username: string;
}

/** The longest time that ElastiCache accepts a token. The connection can then stay open for up to 12 hours. */
const EXPIRES_SECONDS = 900;

/**
 * A password for ElastiCache with IAM authentication: a presigned URL without its scheme, for one connection, made with
 * the credentials and the region in Lambda's environment.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 * @throws if the environment has no credentials or no region
 */
export async function iamToken(
  { cacheName, username }: IamTokenRequest,
  clock: Clock,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const signer = new SignatureV4({
    service: 'elasticache',
    region: needed(env, 'AWS_REGION'),
    credentials: {
      accessKeyId: needed(env, 'AWS_ACCESS_KEY_ID'),
      secretAccessKey: needed(env, 'AWS_SECRET_ACCESS_KEY'),
      ...(env['AWS_SESSION_TOKEN'] && { sessionToken: env['AWS_SESSION_TOKEN'] }),
    },
    sha256: Sha256,
  });
  // ElastiCache keeps the names of caches in lower case.
  const host = cacheName.toLowerCase();
  const request = {
    method: 'GET',
    protocol: 'http:',
    hostname: host,
    path: '/',
    query: { Action: 'connect', User: username, ResourceType: 'ServerlessCache' },
    headers: { host },
  };
  const signingDate = new Date(clock.nowMs());
  const { query = {} } = await signer.presign(request, { expiresIn: EXPIRES_SECONDS, signingDate });
  const parameters = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return `${host}/?${parameters.join('&')}`;
}

function needed(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`the environment has no ${name}`);
  return value;
}
