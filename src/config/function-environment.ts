import * as z from 'zod';

/** What a function is told by its environment: lib/ writes it, src/runtime/ reads it, both through this file. */

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof logLevels)[number];

export interface FunctionEnvironment {
  readonly tableName: string;
  /** Where deliveries wait for their attempt. */
  readonly queueUrl: string;
  /** Where deliveries are announced that the retry policy gave up. */
  readonly exhaustedQueueUrl: string;
  /** Holds the payloads that are too large for a row. */
  readonly payloadBucket: string;
  /** How long a delivery's records are kept after its last change. */
  readonly retentionHours: number;
  /** Whether targets may be `http:` as well. */
  readonly allowHttpTargets: boolean;
  /** Private address ranges that targets may be in all the same. */
  readonly allowedTargetCidrs: readonly string[];
  readonly logLevel: LogLevel;
}

/** CIDR ranges of IPv4 or IPv6, separated by commas; empty means none. */
export const cidrList = z
  .string()
  .transform((text) => text.split(',').map((range) => range.trim()))
  .transform((ranges) => ranges.filter((range) => range !== ''))
  .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()], 'must be CIDR ranges, separated by commas')));

const name = z.string('is missing').min(1, 'is empty');

const variables = z.object({
  POSTHORN_TABLE_NAME: name,
  POSTHORN_QUEUE_URL: z.url('must be a URL'),
  POSTHORN_EXHAUSTED_QUEUE_URL: z.url('must be a URL'),
  POSTHORN_PAYLOAD_BUCKET: name,
  POSTHORN_RETENTION_HOURS: z
    .string('is missing')
    .regex(/^[1-9]\d*$/, 'must be a number of hours')
    .transform(Number),
  POSTHORN_ALLOW_HTTP_TARGETS: z.enum(['0', '1'], 'must be 0 or 1').transform((digit) => digit === '1'),
  POSTHORN_ALLOWED_TARGET_CIDRS: cidrList,
  POSTHORN_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`),
});

export type FunctionVariables = Readonly<Record<keyof z.input<typeof variables>, string>>;

/** The variables that say this; every one of them, so that none can be forgotten. */
export const functionVariables = (environment: FunctionEnvironment): FunctionVariables => ({
  POSTHORN_TABLE_NAME: environment.tableName,
  POSTHORN_QUEUE_URL: environment.queueUrl,
  POSTHORN_EXHAUSTED_QUEUE_URL: environment.exhaustedQueueUrl,
  POSTHORN_PAYLOAD_BUCKET: environment.payloadBucket,
  POSTHORN_RETENTION_HOURS: String(environment.retentionHours),
  POSTHORN_ALLOW_HTTP_TARGETS: environment.allowHttpTargets ? '1' : '0',
  POSTHORN_ALLOWED_TARGET_CIDRS: environment.allowedTargetCidrs.join(','),
  POSTHORN_LOG_LEVEL: environment.logLevel,
});

/** Reads them back. Throws an error that names the variables at fault, never their values. */
export function parseFunctionEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): FunctionEnvironment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
    throw new Error(`the function's environment is unusable: ${faults.join('; ')}`);
  }
  return {
    tableName: parsed.data.POSTHORN_TABLE_NAME,
    queueUrl: parsed.data.POSTHORN_QUEUE_URL,
    exhaustedQueueUrl: parsed.data.POSTHORN_EXHAUSTED_QUEUE_URL,
    payloadBucket: parsed.data.POSTHORN_PAYLOAD_BUCKET,
    retentionHours: parsed.data.POSTHORN_RETENTION_HOURS,
    allowHttpTargets: parsed.data.POSTHORN_ALLOW_HTTP_TARGETS,
    allowedTargetCidrs: parsed.data.POSTHORN_ALLOWED_TARGET_CIDRS,
    logLevel: parsed.data.POSTHORN_LOG_LEVEL,
  };
}
