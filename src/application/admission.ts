import type { TenantId } from '../domain/ids.ts';
import { portalLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { EventLimiter, LimitedId } from '../ports/rate-limits.ts';
import type { Needs } from './needs.ts';

type AdmissionNeeds = Pick<Needs, 'eventLimiter' | 'tenantLimit'>;

/** How a limit stands after a call, for its caller. */
export interface Quota {
  readonly of: 'subscription' | 'tenant' | 'receiver';
  readonly limit: RateLimit;
  readonly remaining: number;
  /** When the next event may come in, in milliseconds from now. */
  readonly nextInMs: number;
}

export interface Admitted {
  /** The first so many of those who asked may come in. */
  readonly count: number;
  readonly quotas: readonly Quota[];
}

export type RateLimited = { readonly outcome: 'rate-limited'; readonly quotas: readonly Quota[] };

/**
 * Lets those of many in that nothing is wrong with, as many as the limits allow, the first ones first.
 * @param faults what each is refused for, in their order; what is refused takes no place
 * @returns why each is refused, in their order; undefined: it is let in
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
  /** Undefined: the events are for no one subscription. */
  readonly subscription?: Pick<Subscription, 'id' | 'ingestRateLimit'> | undefined;
}

/** Lets events in, as many as the limits of the subscription and of the tenant both allow. */
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

/** Lets a call in that has something sent (again), if the limits of the receiver and of the tenant both allow one more. */
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

/** The narrow limit comes first: what it turns away takes no place under the wide one. */
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
