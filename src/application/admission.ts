import { type TenantId, ulidOf } from '../domain/ids.ts';
import { portalLimits } from '../domain/limits.ts';
import type { Reach } from '../domain/principal.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { EventLimiter, LimitedId } from '../ports/rate-limits.ts';
import type { Needs } from './needs.ts';

type AdmissionNeeds = Pick<Needs, 'eventLimiter' | 'tenantLimit' | 'receiverLimits'>;

/** The state of a limit after a call, for its caller. */
export interface Quota {
  readonly of: 'subscription' | 'tenant' | 'receiver';
  /** The receiver whose events are limited. */
  readonly receiverId?: string;
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

interface Limited {
  readonly tenantId: TenantId;
  readonly subscription: Pick<Subscription, 'id' | 'ingestRateLimit' | 'receiverId'>;
}

/** Admits as many events for a subscription as its limit and those of its receiver and its tenant all allow. */
export async function admitEvents(
  needs: AdmissionNeeds,
  { tenantId, subscription }: Limited,
  wanted: number,
): Promise<Admitted> {
  const { id, ingestRateLimit, receiverId } = subscription;
  const ofReceiver = receiverId === null ? undefined : await limitOfReceiver(needs, tenantId, receiverId);
  return admitUnder(
    needs.eventLimiter,
    [
      { of: 'subscription', id, limit: ingestRateLimit ?? undefined },
      ...(ofReceiver === undefined ? [] : [ofReceiver]),
      { of: 'tenant', id: tenantId, limit: needs.tenantLimit },
    ],
    wanted,
  );
}

/** Most receivers have no limit, and most events no receiver: these cost no read and no count. */
async function limitOfReceiver(
  { receiverLimits }: AdmissionNeeds,
  tenantId: TenantId,
  receiverId: string | null,
): Promise<NamedLimit | undefined> {
  if (receiverId === null) return undefined;
  const limit = (await receiverLimits.limitsOf(tenantId, receiverId))?.rateLimit ?? undefined;
  return limit && { of: 'receiver', id: `rcv_${ulidOf(tenantId)} ${receiverId}`, limit, receiverId };
}

interface AdmittedEach<Fault> {
  /** The refusal of each item, in order; undefined: admitted. */
  readonly refusals: readonly (Fault | RateLimited | undefined)[];
  readonly quotas: readonly Quota[];
}

/**
 * Admits as many of the faultless items for a subscription as the limits allow, the first ones first.
 * @param faults the fault of each item, in order; an item with a fault takes no slot
 */
export async function admitEach<Fault>(
  needs: AdmissionNeeds,
  limited: Limited,
  faults: readonly (Fault | undefined)[],
): Promise<AdmittedEach<Fault>> {
  const wanted = faults.filter((fault) => fault === undefined).length;
  const { count, quotas } = await admitEvents(needs, limited, wanted);
  return { refusals: refusedBeyond(count, faults, quotas), quotas };
}

/** The first `count` faultless items are admitted. */
function refusedBeyond<Fault>(
  count: number,
  faults: readonly (Fault | undefined)[],
  quotas: readonly Quota[],
): readonly (Fault | RateLimited | undefined)[] {
  let slots = count;
  return faults.map((fault): Fault | RateLimited | undefined => {
    if (fault !== undefined) return fault;
    if (slots === 0) return { outcome: 'rate-limited', quotas };
    slots -= 1;
    return undefined;
  });
}

interface Published {
  readonly tenantId: TenantId;
  /** In order, each with a receiver of its own. */
  readonly items: readonly { readonly receiverId: string | null }[];
}

/** The same for published items: first under the limits of their receivers, then under the limit of the tenant. */
export async function admitPublished<Fault>(
  needs: AdmissionNeeds,
  published: Published,
  faults: readonly (Fault | undefined)[],
): Promise<AdmittedEach<Fault>> {
  const ofReceivers = await admitByReceiver(needs, published, faults);
  const wanted = ofReceivers.refusals.filter((refusal) => refusal === undefined).length;
  const ofTenant: NamedLimit = { of: 'tenant', id: published.tenantId, limit: needs.tenantLimit };
  const { count, quotas } = await admitUnder(needs.eventLimiter, [ofTenant], wanted);
  return {
    refusals: refusedBeyond(count, ofReceivers.refusals, quotas),
    quotas: [...ofReceivers.quotas, ...quotas],
  };
}

async function admitByReceiver<Fault>(
  needs: AdmissionNeeds,
  { tenantId, items }: Published,
  faults: readonly (Fault | undefined)[],
): Promise<AdmittedEach<Fault>> {
  if (items.every(({ receiverId }) => receiverId === null)) return { refusals: faults, quotas: [] };
  const refusals: (Fault | RateLimited | undefined)[] = [...faults];
  const admitOf = async (receiverId: string | null): Promise<readonly Quota[]> => {
    const limit = await limitOfReceiver(needs, tenantId, receiverId);
    if (limit === undefined) return [];
    const own = [...items.keys()].filter(
      (n) => items[n]?.receiverId === receiverId && faults[n] === undefined,
    );
    const { count, quotas } = await admitUnder(needs.eventLimiter, [limit], own.length);
    for (const n of own.slice(count)) refusals[n] = { outcome: 'rate-limited', quotas };
    return quotas;
  };
  const receiverIds = new Set(items.map(({ receiverId }) => receiverId));
  const quotas = (await Promise.all([...receiverIds].map(admitOf))).flat();
  // The headers of an answer name the limit of one receiver: the tightest.
  return { refusals, quotas: quotas.toSorted((a, b) => a.remaining - b.remaining).slice(0, 1) };
}

/** Admits a call that sends a request (again), if the limits of the receiver and of the tenant both allow it. */
export const admitSending = (
  { eventLimiter, tenantLimit }: Pick<Needs, 'eventLimiter' | 'tenantLimit'>,
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
  readonly receiverId?: string;
}

/** The narrow limit comes first, so that rejected events take no slot under the wide limit. */
async function admitUnder(
  eventLimiter: EventLimiter,
  limits: readonly NamedLimit[],
  wanted: number,
): Promise<Admitted> {
  const quotas: Quota[] = [];
  let count = wanted;
  for (const { id, limit, ...named } of limits) {
    if (count === 0 || id === undefined || limit === undefined) continue;
    const { admitted, remaining, nextInMs } = await eventLimiter.admit(id, limit, count);
    quotas.push({ ...named, limit, remaining, nextInMs });
    count = admitted;
  }
  return { count, quotas };
}
