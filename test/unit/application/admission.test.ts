import { describe, expect, it } from 'vitest';
import { admitEvents, admitPublished } from '../../../src/application/admission.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { RateLimit } from '../../../src/domain/rate-limit.ts';
import { exampleSubscription } from '../../../src/http/subscriptions/examples.ts';

const { tenantId } = exampleSubscription;
const ulid = tenantId.slice('ten_'.length);
const rateLimit: RateLimit = { perSecond: 1, burst: 2 };

/** Limits with so many places for each id, and the calls that were made. */
function limits(ofReceivers: Readonly<Record<string, RateLimit | null>>, tenantLimit?: RateLimit) {
  const reads: string[] = [];
  const counts: string[] = [];
  const left = new Map<string, number>();
  const needs = {
    tenantLimit,
    receiverLimits: {
      limitsOf: async (_tenant: TenantId, receiverId: string) => {
        reads.push(receiverId);
        const limit = ofReceivers[receiverId];
        return limit === undefined ? undefined : { rateLimit: limit, subscriptionsLimit: 1 };
      },
      changed: () => {},
    },
    eventLimiter: {
      admit: async (id: string, { burst }: RateLimit, count: number) => {
        counts.push(`${id} ${count}`);
        const free = left.get(id) ?? burst;
        const admitted = Math.min(free, count);
        left.set(id, free - admitted);
        return { admitted, remaining: free - admitted, nextInMs: 1_000 };
      },
    },
  };
  return { needs, reads, counts };
}

const itemsOf = (...receiverIds: readonly (string | null)[]) =>
  receiverIds.map((receiverId) => ({ receiverId }));
const faultless = (count: number): undefined[] => Array(count).fill(undefined);
const outcomes = (refusals: readonly ({ outcome: string } | undefined)[]) =>
  refusals.map((refusal) => refusal?.outcome ?? 'admitted');

describe('an event without a receiver', () => {
  const subscription = { ...exampleSubscription, receiverId: null, ingestRateLimit: null };

  it('reads no limit of a receiver, and counts under none', async () => {
    const { needs, reads, counts } = limits({ 'customer-42': rateLimit });
    expect(await admitEvents(needs, { tenantId, subscription }, 1)).toEqual({ count: 1, quotas: [] });
    await admitPublished(needs, { tenantId, items: itemsOf(null, null) }, faultless(2));
    expect([reads, counts]).toEqual([[], []]);
  });
});

describe('an event of a receiver without a rate limit', () => {
  it.each([
    ['without a record', {}],
    ['with a record', { 'customer-42': null }],
  ])('%s counts under no limit of a receiver', async (_, ofReceivers) => {
    const { needs, counts } = limits(ofReceivers, rateLimit);
    const subscription = { ...exampleSubscription, receiverId: 'customer-42', ingestRateLimit: null };
    await admitEvents(needs, { tenantId, subscription }, 1);
    await admitPublished(needs, { tenantId, items: itemsOf('customer-42') }, faultless(1));
    expect(counts).toEqual([`${tenantId} 1`, `${tenantId} 1`]);
  });
});

describe('published events of several receivers', () => {
  it('count under the limit of each receiver once, and then under that of the tenant', async () => {
    const { needs, reads, counts } = limits({ a: rateLimit, b: rateLimit }, { perSecond: 1, burst: 4 });
    const items = itemsOf('a', 'b', 'a', null, 'a', 'c', 'b');
    const { refusals, quotas } = await admitPublished(needs, { tenantId, items }, faultless(7));
    expect(reads.toSorted()).toEqual(['a', 'b', 'c']);
    expect(counts).toEqual([`rcv_${ulid} a 3`, `rcv_${ulid} b 2`, `${tenantId} 6`]);
    const [admitted, limited] = ['admitted', 'rate-limited'];
    expect(outcomes(refusals)).toEqual([admitted, admitted, admitted, admitted, limited, limited, limited]);
    expect(quotas.map(({ of, receiverId, remaining }) => [of, receiverId, remaining])).toEqual([
      ['receiver', 'a', 0],
      ['tenant', undefined, 0],
    ]);
    expect(refusals[4]).toMatchObject({ quotas: [{ of: 'receiver', receiverId: 'a' }] });
    expect(refusals[6]).toMatchObject({ quotas: [{ of: 'tenant' }] });
  });

  it('with a fault take no place', async () => {
    const { needs, counts } = limits({ a: rateLimit });
    const fault = { outcome: 'payload-too-large' };
    const faults = [fault, undefined, undefined, undefined];
    const { refusals } = await admitPublished(
      needs,
      { tenantId, items: itemsOf('a', 'a', 'a', 'a') },
      faults,
    );
    expect(counts).toEqual([`rcv_${ulid} a 3`]);
    expect(outcomes(refusals)).toEqual(['payload-too-large', 'admitted', 'admitted', 'rate-limited']);
  });
});
