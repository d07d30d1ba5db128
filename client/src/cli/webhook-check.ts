import { verifyWebhook, WebhookVerificationError } from '../webhooks.ts';
import { bodyVariants } from './body-variants.ts';
import type { RecordedHeaders, RecordedRequest } from './recorded-request.ts';
import type { WebhookKey } from './webhook-keys.ts';

/** Checks a recorded webhook part by part, where `verifyWebhook` stops at the first fault. */

interface SignatureReport {
  readonly version: string;
  /** The flag or variable with the key that the signature matches; null: none. */
  readonly matches: string | null;
  readonly fault: string | null;
}

/** The headers of one prefix: Posthorn sends `webhook-…`, and also `svix-…` if a subscription asks for them. */
export interface HeadersReport {
  readonly headers: 'webhook' | 'svix';
  readonly id: string | null;
  readonly timestamp: string | null;
  readonly age_seconds: number | null;
  readonly signatures: readonly SignatureReport[];
  /** All faults, as sentences. */
  readonly faults: readonly string[];
  readonly verified: boolean;
}

interface CheckOptions {
  readonly nowMs: number;
  /** Undefined: the age is reported, and is no fault. */
  readonly toleranceSeconds: number | undefined;
}

const prefixes = ['webhook', 'svix'] as const;
const parts = ['id', 'timestamp', 'signature'] as const;
const versions: Readonly<Record<string, string>> = { v1: 'whsec_', v1a: 'whpk_' };

export function checkWebhook(
  { headers, body }: RecordedRequest,
  keys: readonly WebhookKey[],
  options: CheckOptions,
): Promise<readonly HeadersReport[]> {
  const present = prefixes.filter((prefix) => parts.some((part) => headers[`${prefix}-${part}`]));
  const checked = present.length === 0 ? (['webhook'] as const) : present;
  return Promise.all(checked.map((prefix) => checkHeaders(prefix, { headers, body }, keys, options)));
}

async function checkHeaders(
  prefix: (typeof prefixes)[number],
  { headers, body }: RecordedRequest,
  keys: readonly WebhookKey[],
  { nowMs, toleranceSeconds }: CheckOptions,
): Promise<HeadersReport> {
  const [id, timestamp, signature] = parts.map((part) => only(headers, `${prefix}-${part}`));
  const signedAt = secondsFrom(timestamp);
  const age = signedAt === undefined ? null : Math.floor(nowMs / 1_000) - signedAt;
  const faults = [
    ...parts.flatMap((part) => headerFaults(headers, `${prefix}-${part}`)),
    ...(timestamp === undefined ? [] : timestampFaults(prefix, timestamp, age, toleranceSeconds)),
    ...(id === undefined ? [] : idFaults(prefix, id)),
  ];
  const given = signature?.split(' ').filter(Boolean) ?? [];
  const webhook = id !== undefined && signedAt !== undefined ? { id, timestamp: signedAt, body } : undefined;
  const signatures = await Promise.all(given.map((one) => checkSignature(one, webhook, keys)));
  const matches = signatures.some((one) => one.matches !== null);
  if (!matches && webhook !== undefined && given.length > 0) {
    faults.push(await mismatchReason(webhook, given, signatures, keys));
  }
  return {
    ...{ headers: prefix, id: id ?? null, timestamp: timestamp ?? null, age_seconds: age },
    ...{ signatures, faults, verified: matches && faults.length === 0 },
  };
}

const secondsFrom = (timestamp: string | undefined): number | undefined =>
  timestamp !== undefined && /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : undefined;

/** Undefined if the header is missing or repeated. */
function only(headers: RecordedHeaders, name: string): string | undefined {
  const [value, ...others] = headers[name] ?? [];
  return others.length === 0 && value !== '' ? value : undefined;
}

function headerFaults(headers: RecordedHeaders, name: string): string[] {
  const count = headers[name]?.length ?? 0;
  if (count > 1) return [`The header ${name} is repeated ${count} times.`];
  if (count === 0) return [`The header ${name} is missing.`];
  return headers[name]?.[0] === '' ? [`The header ${name} is empty.`] : [];
}

const idFaults = (prefix: string, id: string): string[] =>
  /[^!-\-/-~]/.test(id) ? [`${prefix}-id must be visible ASCII characters without a full stop.`] : [];

function timestampFaults(
  prefix: string,
  timestamp: string,
  ageSeconds: number | null,
  tolerance: number | undefined,
): string[] {
  if (ageSeconds === null || timestamp.length > 11) {
    const hint = /^\d{13}$/.test(timestamp) ? ': it is in milliseconds' : '';
    return [`${prefix}-timestamp must be Unix time in seconds${hint}.`];
  }
  if (tolerance === undefined || Math.abs(ageSeconds) <= tolerance) return [];
  const when = ageSeconds > 0 ? `${ageSeconds} s ago` : `${-ageSeconds} s in the future`;
  return [
    `${prefix}-timestamp is out of range: it was signed ${when}, and --tolerance allows ${tolerance} s.`,
  ];
}

interface Webhook {
  readonly id: string;
  readonly timestamp: number;
  readonly body: Uint8Array;
}

async function checkSignature(
  signature: string,
  webhook: Webhook | undefined,
  keys: readonly WebhookKey[],
): Promise<SignatureReport> {
  const [version = '', encoded, ...more] = signature.split(',');
  const prefix = Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (encoded === undefined || more.length > 0) {
    return { version, matches: null, fault: 'not of the form <version>,<base64>' };
  }
  if (prefix === undefined) {
    return { version, matches: null, fault: 'not a version that Posthorn sends (v1 and v1a)' };
  }
  const fitting = keys.filter(({ key }) => key.startsWith(prefix));
  if (fitting.length === 0) {
    return { version, matches: null, fault: `not checked: no key ${prefix}… is given` };
  }
  if (webhook === undefined) return { version, matches: null, fault: 'not checked' };
  for (const { key, from } of fitting) {
    if (await isSignedWith(key, signature, webhook)) return { version, matches: from, fault: null };
  }
  return { version, matches: null, fault: 'does not match' };
}

/** Independent of the age. */
async function isSignedWith(
  key: string,
  signature: string,
  { id, timestamp, body }: Webhook,
): Promise<boolean> {
  const headers = {
    ...{ 'webhook-id': id, 'webhook-timestamp': String(timestamp) },
    'webhook-signature': signature,
  };
  try {
    await verifyWebhook(key, headers, body, { nowMs: timestamp * 1_000 });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

async function mismatchReason(
  webhook: Webhook,
  given: readonly string[],
  reports: readonly SignatureReport[],
  keys: readonly WebhookKey[],
): Promise<string> {
  if (reports.every(({ fault }) => fault !== 'does not match')) {
    return 'None of the signatures can be checked with the given keys.';
  }
  for (const { body, explanation } of bodyVariants(Uint8Array.from(webhook.body))) {
    for (const { key } of keys) {
      for (const signature of given) {
        if (await isSignedWith(key, signature, { ...webhook, body })) {
          return `The signature matches ${explanation}.`;
        }
      }
    }
  }
  return 'No signature matches: the key differs, or the id, the timestamp or the body was changed after signing.';
}
