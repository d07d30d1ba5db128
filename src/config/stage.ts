import * as z from 'zod';
import { cidrList, logLevels } from './function-environment.ts';

/** What may differ from stage to stage, read from the CDK context (`-c key=value` or cdk.json); and what may not. */

/** How SQS and the deliver function work together. */
export const deliverySettings = {
  /** Messages of one invocation: their attempts run at the same time. */
  batchSize: 10,
  /** One attempt of the longest timeout (30 s), and as much again for reading, writing and waiting for a free slot. */
  functionTimeoutSeconds: 60,
  /** Six times the function's timeout, as AWS asks for: a throttled batch is tried again before it shows up anew. */
  visibilityTimeoutSeconds: 360,
  /** Receives, which are not attempts: crashes and throttles count as well, so only poison ever gets here. */
  maxReceiveCount: 100,
  /** The most that SQS keeps a message. Its default of four days would end long schedules without a trace. */
  retentionDays: 14,
} as const;

/** How long records may be kept after a delivery's last change. */
export const retentionHours = { least: 1, most: 720, default: 72 } as const;

/** What CloudWatch Logs accepts, up to a year. */
const logRetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365] as const;

/** Stages whose data may be thrown away, unless their configuration says otherwise. */
const throwawayStages: readonly string[] = ['dev', 'local', 'test'];

/** The CLI hands over every value as text, cdk.json numbers and booleans as well: both are taken. */
const wholeNumber = (least: number, most: number) => {
  const fault = `must be a whole number from ${least} to ${most}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
    z.int(fault).min(least, fault).max(most, fault),
  );
};

const trueOrFalse = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean('must be true or false'),
);

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, `must be one of ${values.join(', ')}`);

const stageContext = z.strictObject({
  /** Its name, which is part of the stack's name and of a REST API's URL. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be 1 to 20 of a–z, 0–9 and hyphen, a letter first')
    .default('prod'),
  /** `rest`: also on emulators, takes WAF and usage plans. `http`: $1.00 instead of $3.50 a million requests. */
  apiType: oneOf(['rest', 'http']).default('rest'),
  /** How long records are kept after a delivery's last change. */
  retentionHours: wholeNumber(retentionHours.least, retentionHours.most).default(retentionHours.default),
  allowHttpTargets: trueOrFalse.default(false),
  /** Private ranges that targets may be in: `10.1.0.0/16,fd12::/48`. */
  allowedTargetCidrs: z
    .preprocess((value) => (Array.isArray(value) ? value.join(',') : value), cidrList)
    .default([]),
  /** Whether the table refuses to be deleted, and data outlives the stack. Default: all but dev, local and test. */
  deletionProtection: trueOrFalse.optional(),
  logLevel: oneOf(logLevels).default('info'),
  logRetentionDays: wholeNumber(1, 365)
    .refine((days) => logRetentionDays.some((accepted) => accepted === days), {
      error: `must be one of ${logRetentionDays.join(', ')}`,
    })
    .default(30),
  /** Invocations of the deliver function at the same time, ten attempts each. SQS allows 2 to 1,000. */
  deliverMaxConcurrency: wholeNumber(2, 1_000).default(100),
  /** The SNS topic that alarms are sent to; without it they only show in CloudWatch. */
  alarmTopicArn: z
    .string()
    .regex(/^arn:[^:]+:sns:[^:]+:\d+:.+$/, 'must be the ARN of an SNS topic')
    .optional(),
});

export type Stage = Omit<z.output<typeof stageContext>, 'stage' | 'deletionProtection'> & {
  readonly name: string;
  readonly deletionProtection: boolean;
};

/** The CDK's own keys look like `aws:cdk:…` and `@aws-cdk/…`; ours are plain words. */
const isOurs = (key: string): boolean => !/[:/]/.test(key);

const faultOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'unrecognized_keys'
    ? `${issue.keys.map((key) => `"${key}"`).join(', ')} is not known (known: ${Object.keys(stageContext.shape).join(', ')})`
    : `"${String(issue.path[0])}" ${issue.message}`;

/** Throws an error that names every context key that is unknown or has a value that is not allowed. */
export function parseStage(context: Readonly<Record<string, unknown>>): Stage {
  const ours = Object.fromEntries(Object.entries(context).filter(([key]) => isOurs(key)));
  const parsed = stageContext.safeParse(ours);
  if (!parsed.success) throw new Error(`CDK context: ${parsed.error.issues.map(faultOf).join('; ')}`);
  const { stage: name, deletionProtection = !throwawayStages.includes(name), ...rest } = parsed.data;
  return { ...rest, name, deletionProtection };
}
