import * as z from 'zod';
import { cidrList, logLevels, type TenantRateLimit, tenantRateLimit } from './function-environment.ts';
import { hostNames, listenAddress, proxyRanges } from './listening-variables.ts';
import { portalOrigins } from './portal-origins.ts';
import { retentionHours } from './stage.ts';
import { unknownVariables } from './unknown-variables.ts';

/** The environment of the embedded service, with its defaults. */
export interface EmbeddedEnvironment {
  readonly port: number;
  /** The address to listen on, or `localhost`. */
  readonly host: string;
  /** Names that the Host header may have besides loopback: in lower case, with a port if only that port is allowed. */
  readonly allowedHosts: readonly string[];
  /** Ranges of the proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: readonly string[];
  /** Origins of the web pages that may show the portal in an iframe. */
  readonly portalOrigins: readonly string[];
  readonly dataDir: string;
  /** An admin key to accept; otherwise the first start generates one. */
  readonly apiKey: string | undefined;
  readonly allowedTargetCidrs: readonly string[];
  readonly allowHttpTargets: boolean;
  /** Events per second that a tenant may publish, and the burst. */
  readonly tenantRateLimit: TenantRateLimit | undefined;
  readonly retentionHours: number;
  readonly logLevel: (typeof logLevels)[number];
}

/** Lets receivers on the same machine be tried; set the variable, even to an empty value, to change this. */
const LOOPBACK = '127.0.0.0/8,::1/128';
const API_KEY_CHARACTERS_MIN = 16;
const RETENTION_FAULT = `must be ${retentionHours.least} to ${retentionHours.most} whole hours`;

/** Digits only: `Number` would read '' as 0 and '0x10' as 16. */
const wholeNumber = (least: number, most: number, fault: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, fault)
    .transform(Number)
    .pipe(z.int(fault).min(least, fault).max(most, fault));

const variables = z.object({
  PORT: wholeNumber(0, 65_535, 'must be a port number, 0 to 65535').default(8_000),
  POSTHORN_HOST: listenAddress.default('127.0.0.1'),
  POSTHORN_ALLOWED_HOSTS: hostNames.default([]),
  POSTHORN_TRUSTED_PROXIES: proxyRanges.default([]),
  POSTHORN_PORTAL_ORIGINS: z.prefault(portalOrigins, ''),
  POSTHORN_DATA_DIR: z.string().min(1, 'is empty').default('.posthorn'),
  POSTHORN_API_KEY: z
    .string()
    .min(API_KEY_CHARACTERS_MIN, `must have at least ${API_KEY_CHARACTERS_MIN} characters`)
    .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII')
    .optional(),
  POSTHORN_ALLOWED_TARGET_CIDRS: z.prefault(cidrList, LOOPBACK),
  POSTHORN_ALLOW_HTTP_TARGETS: z.enum(['0', '1'], 'must be 0 or 1').default('1'),
  POSTHORN_RETENTION_HOURS: wholeNumber(retentionHours.least, retentionHours.most, RETENTION_FAULT).default(
    retentionHours.default,
  ),
  POSTHORN_TENANT_RATE_LIMIT: z.optional(tenantRateLimit),
  POSTHORN_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
});

/** @throws an error that names the invalid variables, never their values */
export function parseEmbeddedEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): EmbeddedEnvironment {
  const parsed = variables.safeParse(env);
  const issues = parsed.error?.issues ?? [];
  const faults = [
    ...unknownVariables(env, Object.keys(variables.shape)),
    ...issues.map(({ path, message }) => `${String(path[0])} ${message}`),
  ];
  if (!parsed.success || faults.length > 0) {
    throw new Error(`invalid environment: ${faults.join('; ')}`);
  }
  return {
    port: parsed.data.PORT,
    host: parsed.data.POSTHORN_HOST,
    allowedHosts: parsed.data.POSTHORN_ALLOWED_HOSTS,
    trustedProxies: parsed.data.POSTHORN_TRUSTED_PROXIES,
    portalOrigins: parsed.data.POSTHORN_PORTAL_ORIGINS,
    dataDir: parsed.data.POSTHORN_DATA_DIR,
    apiKey: parsed.data.POSTHORN_API_KEY,
    allowedTargetCidrs: parsed.data.POSTHORN_ALLOWED_TARGET_CIDRS,
    allowHttpTargets: parsed.data.POSTHORN_ALLOW_HTTP_TARGETS === '1',
    tenantRateLimit: parsed.data.POSTHORN_TENANT_RATE_LIMIT,
    retentionHours: parsed.data.POSTHORN_RETENTION_HOURS,
    logLevel: parsed.data.POSTHORN_LOG_LEVEL,
  };
}
