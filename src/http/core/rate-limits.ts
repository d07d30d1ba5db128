import { admitSending, type Quota } from '../../application/admission.ts';
import type { Needs } from '../../application/needs.ts';
import type { Reach } from '../../domain/principal.ts';
import { Refusal } from './http.ts';

/** Rate limits, as callers see them. */

const SECOND_MS = 1_000;
const seconds = (ms: number): number => Math.ceil(ms / SECOND_MS);

/**
 * The state of the caller's limits, one item a limit: a quota `q` within a window of `w` seconds; `r` are left, and the
 * next one is available in `t` seconds. https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function rateLimitHeaders(quotas: readonly Quota[]): Record<string, string> {
  if (quotas.length === 0) return {};
  const window = ({ limit }: Quota) => Math.max(1, Math.ceil(limit.burst / limit.perSecond));
  return {
    'ratelimit-policy': quotas
      .map((quota) => `"${quota.of}";q=${quota.limit.burst};w=${window(quota)}`)
      .join(', '),
    ratelimit: quotas
      .map(({ of, remaining, nextInMs }) => `"${of}";r=${remaining};t=${seconds(nextInMs)}`)
      .join(', '),
  };
}

export function rateLimited(quotas: readonly Quota[]): Refusal {
  const used = quotas.find(({ remaining, nextInMs }) => remaining === 0 && nextInMs > 0) ?? quotas.at(-1);
  const wait = Math.max(1, seconds(used?.nextInMs ?? SECOND_MS));
  return new Refusal(
    'rate-limited',
    `The rate limit of the ${nameOf(used)} is used up. Try again in ${wait} s.`,
    { headers: { 'retry-after': String(wait), ...rateLimitHeaders(quotas) } },
  );
}

function nameOf(quota: Quota | undefined): string {
  const { of = 'tenant', receiverId, limit } = quota ?? {};
  if (receiverId === undefined || limit === undefined) return of;
  return `receiver ${receiverId} (${limit.perSecond} events per second, burst ${limit.burst})`;
}

/** For calls that send something. @throws Refusal 429 */
export async function refuseOverLimit(
  needs: Pick<Needs, 'eventLimiter' | 'tenantLimit'>,
  reach: Reach,
): Promise<void> {
  const { count, quotas } = await admitSending(needs, reach);
  if (count === 0) throw rateLimited(quotas);
}
