import type { TenantId } from '../domain/ids.ts';
import { portalLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { EventLimiter, LimitedId } from '../ports/rate-limits.ts';
import type { Needs } from './needs.ts';

type AdmissionNeeds = Pick<Needs, 'eventLimiter' | 'tenantLimit'>;

/** The state of a limit after a call, for its caller. */
export interface Quota {
  readonly of: 'subscription' | 'tenant' | 'receiver';
  readonly limit: RateLimit;
  readonly remaining: number;
  /** When the next event may come in, in milliseconds from now. */
  readonly nextInMs: number;
}

export interface Admitted {
  /** How many events may come in, counted from the first. */
  readonly count: number;
  readonly quotas: readonly Quota[];
}

export type RateLimited = { readonly outcome: 'rate-limited'; readonly quotas: readonly Quota[] };

/**
 * Admits as many of the faultless items as the limits allow, the first ones first.
 * @param faults the fault of each item, in order; an item with a fault takes no slot
 * @returns the refusal of each item, in order; undefined: admitted
 */
export async function admitEach<Fault>(
  needs: AdmissionNeeds,
  { tenantId, subscription }: Limited,
  faults: readonly (Fault | undefined)[],
): Promise<{
  readonly refusals: readonly (Fault | RateLimited | undefined)[];
  readonly quotas: readonly Quota[];
}> {
  const wanted = faults.filter((fault) => fault === undefined).length;
  const { count, quotas } = await admitEvents(needs, { tenantId, subscription }, wanted);
  let slots = count;
  const refusals = faults.map((fault): Fault | RateLimited | undefined => {
    if (fault !== undefined) return fault;
    if (slots === 0) return { outcome: 'rate-limited', quotas };
    slots -= 1;
    return undefined;
  });
  return { refusals, quotas };
}

interface Limited {
  readonly tenantId: TenantId;
  /** Undefined: the events are not for one subscription. */
  readonly subscription?: Pick<Subscription, 'id' | 'ingestRateLimit'> | undefined;
}

/** Admits as many events as the limits of the subscription and of the tenant both allow. */
export const admitEvents = (
  { eventLimiter, tenantLimit }: AdmissionNeeds,
  { tenantId, subscription }: Limited,
  wanted: number,
): Promise<Admitted> =>
  admitUnder(
    eventLimiter,
    [
      { of: 'subscription', id: subscription?.id, limit: subscription?.ingestRateLimit ?? undefined },
      { of: 'tenant', id: tenantId, limit: tenantLimit },
    ],
    wanted,
  );

/** Admits a call that sends a request (again), if the limits of the receiver and of the tenant both allow it. */
export const admitSending = (
  { eventLimiter, tenantLimit }: AdmissionNeeds,
  { tenantId, receiverId }: Reach,
): Promise<Admitted> =>
  admitUnder(
    eventLimiter,
    [
      {
        of: 'receiver',
        id: receiverId === undefined ? undefined : `${tenantId} ${receiverId}`,
        limit: portalLimits.sendings,
      },
      { of: 'tenant', id: tenantId, limit: tenantLimit },
    ],
    1,
  );

interface NamedLimit {
  readonly of: Quota['of'];
  readonly id: LimitedId | undefined;
  readonly limit: RateLimit | undefined;
}

/** The narrow limit comes first, so that rejected events take no slot under the wide limit. */
async function admitUnder(
  eventLimiter: EventLimiter,
  limits: readonly NamedLimit[],
  wanted: number,
): Promise<Admitted> {
  const quotas: Quota[] = [];
  let count = wanted;
  for (const { of, id, limit } of limits) {
    if (count === 0 || id === undefined || limit === undefined) continue;
    const { admitted, remaining, nextInMs } = await eventLimiter.admit(id, limit, count);
    quotas.push({ of, limit, remaining, nextInMs });
    count = admitted;
  }
  return { count, quotas };
}
