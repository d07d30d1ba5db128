import { expect, it, vi } from 'vitest';
import { disableGoneReceiver } from '../../../src/application/disable-gone-receiver.ts';
import { causeOf } from '../../../src/domain/health.ts';
import type { Subscription } from '../../../src/domain/subscription.ts';
import { runtimeForTest } from '../../support/embedded-service.ts';
import { aDelivery, anAttempt, anEvent, aSubscription } from '../../support/records.ts';

const subscription = aSubscription();

/** A store with one subscription; the versions written to it, and those that the caches are told. */
async function worldOf(stored: Subscription) {
  const needs = await runtimeForTest();
  await needs.store.add(stored);
  const replace = vi.spyOn(needs.store, 'replace');
  const changed = vi.spyOn(needs.subscriptions, 'changed');
  return {
    needs,
    written: () => replace.mock.calls.map(([one]) => one),
    cached: () => changed.mock.calls.map(([one]) => one),
  };
}

const causedBy = (eventType: string) =>
  causeOf(aDelivery(anEvent({ eventType }), subscription.id), anAttempt({ statusCode: 410 }));

it('caches share the written subscription with its pending notices, which a crash would lose otherwise', async () => {
  const { needs, written, cached } = await worldOf(subscription);
  expect(await disableGoneReceiver(needs, subscription, causedBy('order.created'))).toBe(true);
  expect(cached()).toEqual(written());
  expect(
    written().map(({ status, health }) => [status, health.pendingNotices.map(({ type }) => type)]),
  ).toEqual([
    ['disabled', ['posthorn.subscription.disabled']],
    ['disabled', []],
  ]);
});

it('there is nothing to tell if an operational event found its receiver gone', async () => {
  const { needs, written } = await worldOf(subscription);
  const cause = causedBy('posthorn.delivery.exhausted');
  expect(await disableGoneReceiver(needs, subscription, cause)).toBe(true);
  expect(written().map(({ status, health }) => [status, health.pendingNotices])).toEqual([['disabled', []]]);
});
