import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../../ports/platform.ts';
import { Sha256 } from '../aws/sha256.ts';

export interface IamTokenRequest {
  /** The name of an ElastiCache Serverless cache, not its address. */
  readonly cacheName: string;
  /** Id of the cache's user, which is its name as well. */
  readonly username: string;
}

/** ElastiCache takes a token for no longer. The connection that it opens may stay for up to 12 hours. */
const EXPIRES_SECONDS = 900;

/**
 * A password for ElastiCache with IAM authentication: a presigned URL without its scheme, made for one connection with
 * the credentials and the region that Lambda puts into the environment.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 * @throws when the environment has no credentials or no region
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
