import * as z from 'zod';
import { cidrList, logLevels, redisUrl, tenantRateLimit } from './function-environment.ts';
import { portalOrigins } from './portal-origins.ts';

/** The settings of a stage, read from the CDK context, for example `-c profile=lean`, or from cdk.json. */

/** How long records may be kept after a delivery's last change. */
export const retentionHours = { least: 1, most: 720, default: 72 } as const;

/** The values that CloudWatch Logs accepts, up to a year. */
const logRetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365] as const;

const STAGE_NAME_FAULT = 'must be 1 to 20 of a–z, 0–9 and single hyphens between them, a letter first';

/** Stages whose data may be deleted, unless their configuration forbids it. */
const throwawayStages: readonly string[] = ['dev', 'local', 'test'];

/** The CLI passes every value as text, cdk.json also numbers and booleans: both are accepted. */
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

const arnOf = (service: string, what: string) =>
  z.string().regex(new RegExp(`^arn:[^:]+:${service}:[^:]+:\\d+:.+$`), `must be the ARN of ${what}`);

const domainName = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'must be a domain name in lower case');

const ZONES_FAULT = 'must be two availability zones, separated by a comma';
const zoneName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, ZONES_FAULT);

const stageContext = z.strictObject({
  /** The name, which is part of the stack's name, of a REST API's URL, and of the cache's name. */
  stage: z
    .string()
    .max(20, STAGE_NAME_FAULT)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, STAGE_NAME_FAULT)
    .default('prod'),
  /**
   * `lean`: no VPC and no cache, so idle time costs nothing. `standard`: api and ingest in a VPC, with a cache.
   * `static-egress`: as standard, and attempts come from fixed addresses.
   */
  profile: oneOf(['lean', 'standard', 'static-egress']).default('standard'),
  /** `rest`: also on emulators, supports WAF and usage plans. `http`: $1.00 instead of $3.50 per million requests. */
  apiType: oneOf(['rest', 'http']).default('rest'),
  /** How long records are kept after a delivery's last change. */
  retentionHours: wholeNumber(retentionHours.least, retentionHours.most).default(retentionHours.default),
  allowHttpTargets: trueOrFalse.default(false),
  /** Private ranges that targets may be in: `10.1.0.0/16,fd12::/48`. */
  allowedTargetCidrs: z
    .preprocess((value) => (Array.isArray(value) ? value.join(',') : value), cidrList)
    .default([]),
  /** Origins of the web pages that may show the portal in an iframe: `https://app.example.com`. */
  portalOrigins: z
    .preprocess((value) => (Array.isArray(value) ? value.join(',') : value), portalOrigins)
    .default([]),
  /** Whether the table refuses to be deleted, and data outlives the stack. Default: all but dev, local and test. */
  deletionProtection: trueOrFalse.optional(),
  /** Events per second that a tenant may publish, or rate and burst: `100:200`. */
  tenantRateLimit: z
    .preprocess((value) => (typeof value === 'number' ? String(value) : value), tenantRateLimit)
    .optional(),
  logLevel: oneOf(logLevels).default('info'),
  logRetentionDays: wholeNumber(1, 365)
    .refine((days) => logRetentionDays.some((accepted) => accepted === days), {
      error: `must be one of ${logRetentionDays.join(', ')}`,
    })
    .default(30),
  /** Invocations of the deliver function at the same time, ten attempts each. SQS allows 2 to 1,000. */
  deliverMaxConcurrency: wholeNumber(2, 1_000).default(100),
  /** The SNS topic that alarms are sent to; without it they only show in CloudWatch. */
  alarmTopicArn: arnOf('sns', 'an SNS topic').optional(),
  /** The live view: a stream of the table, and the stack `PosthornLive-<stage>`. LocalStack has no WebSocket APIs. */
  live: trueOrFalse.default(true),
  /** Some emulators of CloudFormation do not support dashboards. */
  dashboard: trueOrFalse.default(true),
  /** Your own Redis or Valkey server, in place of the profile's cache. */
  redisUrl: z.optional(redisUrl),
  /** For accounts in which the first two zones lack ElastiCache Serverless: `us-east-1b,us-east-1c`. */
  availabilityZones: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',') : value),
      z.tuple([zoneName, zoneName], ZONES_FAULT),
    )
    .optional(),
  /** For static-egress: 1 costs half as much, 2 survive the loss of a zone. Each has an address. */
  natGateways: wholeNumber(1, 2).default(2),
  /** The API's own name, and its certificate in the stack's region. */
  domainName: domainName.optional(),
  certificateArn: arnOf('acm', 'a certificate in ACM').optional(),
  /** The zone in Route 53 that gets the name's record. Without it, create the record yourself. */
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]+$/, 'must be the id of a hosted zone')
    .optional(),
  hostedZoneName: domainName.optional(),
  /** A web application firewall in front of the REST API. */
  waf: trueOrFalse.default(false),
  /** Requests that the firewall lets through from one address in five minutes. */
  wafRequestsPer5Minutes: wholeNumber(10, 2_000_000_000).default(300_000),
  /** CloudFront before the API, without `waf`, its pages cached near their readers. */
  cdn: trueOrFalse.default(false),
  /** Provisioned environments of the ingest function: kept warm, for a price. */
  ingestProvisionedConcurrency: wholeNumber(1, 10_000).optional(),
});

type StageContext = z.output<typeof stageContext>;

/** Keys that need another key. */
function faultsOfCombination(context: StageContext): string[] {
  const needs = (key: keyof StageContext, needed: keyof StageContext) =>
    context[key] !== undefined && context[needed] === undefined ? [`"${key}" needs "${needed}"`] : [];
  return [
    ...needs('domainName', 'certificateArn'),
    ...needs('certificateArn', 'domainName'),
    ...needs('hostedZoneId', 'hostedZoneName'),
    ...needs('hostedZoneName', 'hostedZoneId'),
    ...needs('hostedZoneId', 'domainName'),
    ...(context.waf && context.apiType === 'http'
      ? ['"waf" needs "apiType" rest: an HTTP API supports no firewall']
      : []),
    // The first address in X-Forwarded-For is the caller's own claim, through CloudFront and past it, so the firewall
    // cannot count by that header instead.
    ...(context.waf && context.cdn
      ? [
          '"waf" and "cdn" cannot be combined: the firewall would count the requests of all callers under the addresses ' +
            'of CloudFront. Use one of them, or attach a web ACL of your own to the distribution',
        ]
      : []),
  ];
}

/** A domain name for the API. */
export interface ApiDomain {
  readonly name: string;
  readonly certificateArn: string;
  readonly zone: { readonly id: string; readonly name: string } | undefined;
}

function domainOf(context: StageContext): ApiDomain | undefined {
  const { domainName: name, certificateArn, hostedZoneId: id, hostedZoneName } = context;
  if (name === undefined || certificateArn === undefined) return undefined;
  const zone = id === undefined || hostedZoneName === undefined ? undefined : { id, name: hostedZoneName };
  return { name, certificateArn, zone };
}

type DomainKey = 'domainName' | 'certificateArn' | 'hostedZoneId' | 'hostedZoneName';

export type Stage = Omit<StageContext, 'stage' | 'deletionProtection' | DomainKey> & {
  readonly name: string;
  readonly deletionProtection: boolean;
  readonly domain: ApiDomain | undefined;
};

/** The CDK's own keys look like `aws:cdk:…` and `@aws-cdk/…`; ours are plain words. */
const isOurs = (key: string): boolean => !/[:/]/.test(key);

const faultOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'unrecognized_keys'
    ? `${issue.keys.map((key) => `"${key}"`).join(', ')} is not known (known: ${Object.keys(stageContext.shape).join(', ')})`
    : `"${String(issue.path[0])}" ${issue.message}`;

/** Throws an error that names every unknown context key and every invalid value. */
export function parseStage(context: Readonly<Record<string, unknown>>): Stage {
  const ours = Object.fromEntries(Object.entries(context).filter(([key]) => isOurs(key)));
  const parsed = stageContext.safeParse(ours);
  if (!parsed.success) throw contextError(parsed.error.issues.map(faultOf));
  const faults = faultsOfCombination(parsed.data);
  if (faults.length > 0) throw contextError(faults);
  const { stage: name, domainName, certificateArn, hostedZoneId, hostedZoneName, ...settings } = parsed.data;
  return {
    ...settings,
    name,
    deletionProtection: settings.deletionProtection ?? !throwawayStages.includes(name),
    domain: domainOf(parsed.data),
  };
}

const contextError = (faults: readonly string[]) => new Error(`CDK context: ${faults.join('; ')}`);
