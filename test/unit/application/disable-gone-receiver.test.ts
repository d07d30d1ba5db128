import { expect, it } from 'vitest';
import { disableGoneReceiver } from '../../../src/application/disable-gone-receiver.ts';
import { causeOf } from '../../../src/domain/health.ts';
import type { Subscription } from '../../../src/domain/subscription.ts';
import { aDelivery, anAttempt, anEvent, aSubscription } from '../../support/records.ts';

const subscription = aSubscription();

/** One subscription in a store, and a directory that records its notifications. */
function worldOf(stored: Subscription) {
  const written: Subscription[] = [];
  const cached: Subscription[] = [];
  const needs = {
    store: {
      find: async () => written.at(-1) ?? stored,
      replace: async (one: Subscription) => {
        written.push(one);
        return 'replaced';
      },
    },
    subscriptions: {
      recipientsFor: async () => [],
      changed: async (one: Subscription) => {
        cached.push(one);
      },
    },
    clock: { nowMs: () => 1_900_000_000_000 },
    log: { info: () => {}, warn: () => {} },
  } as unknown as Parameters<typeof disableGoneReceiver>[0];
  return { needs, written, cached };
}

const causedBy = (eventType: string) =>
  causeOf(aDelivery(anEvent({ eventType }), subscription.id), anAttempt({ statusCode: 410 }));

it('caches share the written subscription with its pending announcement, which would be lost in a crash otherwise', async () => {
  const { needs, written, cached } = worldOf(subscription);
  expect(await disableGoneReceiver(needs, subscription, causedBy('order.created'))).toBe(true);
  expect(cached).toEqual(written);
  expect(
    written.map(({ status, health }) => [status, health.pendingNotices.map(({ type }) => type)]),
  ).toEqual([
    ['disabled', ['posthorn.subscription.disabled']],
    ['disabled', []],
  ]);
});

it('there is nothing to tell if an operational event found its receiver gone', async () => {
  const { needs, written } = worldOf(subscription);
  const cause = causedBy('posthorn.delivery.exhausted');
  expect(await disableGoneReceiver(needs, subscription, cause)).toBe(true);
  expect(written.map(({ status, health }) => [status, health.pendingNotices])).toEqual([['disabled', []]]);
});
