// The small zod: functions without HTTP use no other, and the large one would be a fifth of their bundles.
import * as z from 'zod/mini';

/** The environment of a function: lib/ writes it, src/runtime/ reads it, both through this file. */

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof logLevels)[number];

export interface FunctionEnvironment {
  /** The version of Posthorn. */
  readonly version: string;
  readonly tableName: string;
  /** The queue in which deliveries wait for their attempt. */
  readonly queueUrl: string;
  /** The queue that announces exhausted deliveries. */
  readonly exhaustedQueueUrl: string;
  /** Holds the payloads that are too large for a row. */
  readonly payloadBucket: string;
  /** ARN of the KMS key that wraps the data key, which encrypts secrets. */
  readonly dataKeyId: string;
  /** Caches subscriptions: `redis[s]://[user[:password]@]host:port`. Undefined: no such cache. */
  readonly redisUrl: string | undefined;
  /**
   * Name of the ElastiCache cache at that URL, if its password is an IAM token signed for the cache and the URL's user.
   */
  readonly redisIamCache: string | undefined;
  /** The most invocations of the deliver function at the same time. */
  readonly deliverMaxConcurrency: number;
  /** Events per second that a tenant may publish, and the burst. Undefined: no limit. */
  readonly tenantRateLimit: TenantRateLimit | undefined;
  /** How long a delivery's records are kept after its last change. */
  readonly retentionHours: number;
  /** Whether targets may be `http:` as well. */
  readonly allowHttpTargets: boolean;
  /** Private address ranges that targets may be in despite the rules, for example `10.1.0.0/16`. */
  readonly allowedTargetCidrs: readonly string[];
  readonly logLevel: LogLevel;
}

export interface TenantRateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

const MOST_PER_SECOND = 10_000;
const RATE_FAULT = `must be events per second, 1 to ${MOST_PER_SECOND}, or rate and burst such as 100:200`;

/** `100`, or `100:200`: events per second, and the burst. */
export const tenantRateLimit = z.pipe(
  z.pipe(
    z.string(RATE_FAULT).check(z.regex(/^\d{1,5}(:\d{1,5})?$/, RATE_FAULT)),
    z.transform((text: string) => {
      const [perSecond = 0, burst = perSecond] = text.split(':').map(Number);
      return { perSecond, burst };
    }),
  ),
  z.object({
    perSecond: z.number().check(z.minimum(1, RATE_FAULT), z.maximum(MOST_PER_SECOND, RATE_FAULT)),
    burst: z.number().check(z.minimum(1, RATE_FAULT), z.maximum(MOST_PER_SECOND, RATE_FAULT)),
  }),
);

/** The items of a list in a variable, without empty ones. */
export const itemsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** CIDR ranges of IPv4 or IPv6, separated by commas; empty means none. */
export const cidrList = z.pipe(
  z.pipe(z.string(), z.transform(itemsOf)),
  z.array(z.union([z.cidrv4(), z.cidrv6()], 'must be CIDR ranges, separated by commas')),
);

const name = z.string('is missing').check(z.minLength(1, 'is empty'));

const matching = (pattern: RegExp, fault: string) => z.string('is missing').check(z.regex(pattern, fault));

const positive = (fault: string) =>
  z.pipe(
    matching(/^[1-9]\d*$/, fault),
    z.transform((digits: string) => Number(digits)),
  );

/** The URL of a Redis or Valkey server. */
export const redisUrl = z.url({
  protocol: /^rediss?$/,
  hostname: /./,
  error: 'must be a URL: redis[s]://[user[:password]@]host:port',
});

const variables = z.object({
  POSTHORN_VERSION: name,
  POSTHORN_TABLE_NAME: name,
  POSTHORN_QUEUE_URL: z.url('must be a URL'),
  POSTHORN_EXHAUSTED_QUEUE_URL: z.url('must be a URL'),
  POSTHORN_PAYLOAD_BUCKET: name,
  POSTHORN_DATA_KEY_ID: matching(/^arn:[^:]+:kms:/, 'must be the ARN of a KMS key'),
  POSTHORN_REDIS_URL: z.optional(redisUrl),
  POSTHORN_REDIS_IAM_CACHE: z.optional(name),
  POSTHORN_DELIVER_MAX_CONCURRENCY: positive('must be a number of invocations'),
  POSTHORN_TENANT_RATE_LIMIT: z.optional(tenantRateLimit),
  POSTHORN_RETENTION_HOURS: positive('must be a number of hours'),
  POSTHORN_ALLOW_HTTP_TARGETS: z.pipe(
    z.enum(['0', '1'], 'must be 0 or 1'),
    z.transform((digit: '0' | '1') => digit === '1'),
  ),
  POSTHORN_ALLOWED_TARGET_CIDRS: cidrList,
  POSTHORN_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`),
});

export type FunctionVariables = Readonly<{ [Name in keyof z.input<typeof variables>]: string }>;

/** The variables for these values; the type requires all of them, except optional ones. */
export const functionVariables = (environment: FunctionEnvironment): FunctionVariables => ({
  POSTHORN_VERSION: environment.version,
  POSTHORN_TABLE_NAME: environment.tableName,
  POSTHORN_QUEUE_URL: environment.queueUrl,
  POSTHORN_EXHAUSTED_QUEUE_URL: environment.exhaustedQueueUrl,
  POSTHORN_PAYLOAD_BUCKET: environment.payloadBucket,
  POSTHORN_DATA_KEY_ID: environment.dataKeyId,
  ...(environment.redisUrl !== undefined && { POSTHORN_REDIS_URL: environment.redisUrl }),
  ...(environment.redisIamCache !== undefined && { POSTHORN_REDIS_IAM_CACHE: environment.redisIamCache }),
  POSTHORN_DELIVER_MAX_CONCURRENCY: String(environment.deliverMaxConcurrency),
  ...(environment.tenantRateLimit !== undefined && {
    POSTHORN_TENANT_RATE_LIMIT: `${environment.tenantRateLimit.perSecond}:${environment.tenantRateLimit.burst}`,
  }),
  POSTHORN_RETENTION_HOURS: String(environment.retentionHours),
  POSTHORN_ALLOW_HTTP_TARGETS: environment.allowHttpTargets ? '1' : '0',
  POSTHORN_ALLOWED_TARGET_CIDRS: environment.allowedTargetCidrs.join(','),
  POSTHORN_LOG_LEVEL: environment.logLevel,
});

/** Reads them back. Throws an error that names the invalid variables, never their values. */
export function parseFunctionEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): FunctionEnvironment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
    throw new Error(`invalid environment of the function: ${faults.join('; ')}`);
  }
  return {
    version: parsed.data.POSTHORN_VERSION,
    tableName: parsed.data.POSTHORN_TABLE_NAME,
    queueUrl: parsed.data.POSTHORN_QUEUE_URL,
    exhaustedQueueUrl: parsed.data.POSTHORN_EXHAUSTED_QUEUE_URL,
    payloadBucket: parsed.data.POSTHORN_PAYLOAD_BUCKET,
    dataKeyId: parsed.data.POSTHORN_DATA_KEY_ID,
    redisUrl: parsed.data.POSTHORN_REDIS_URL,
    redisIamCache: parsed.data.POSTHORN_REDIS_IAM_CACHE,
    deliverMaxConcurrency: parsed.data.POSTHORN_DELIVER_MAX_CONCURRENCY,
    tenantRateLimit: parsed.data.POSTHORN_TENANT_RATE_LIMIT,
    retentionHours: parsed.data.POSTHORN_RETENTION_HOURS,
    allowHttpTargets: parsed.data.POSTHORN_ALLOW_HTTP_TARGETS,
    allowedTargetCidrs: parsed.data.POSTHORN_ALLOWED_TARGET_CIDRS,
    logLevel: parsed.data.POSTHORN_LOG_LEVEL,
  };
}
