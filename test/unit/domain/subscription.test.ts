import { describe, expect, it } from 'vitest';
import { goodHealth } from '../../../src/domain/health.ts';
import {
  changed,
  defaultSettings,
  disabled,
  enabled,
  type Subscription,
  secretsInForce,
} from '../../../src/domain/subscription.ts';

const CREATED_MS = 1_700_000_000_000;
const NOW_MS = CREATED_MS + 60_000;

const subscription: Subscription = {
  id: 'sub_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  tenantId: 'ten_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  version: 7,
  health: goodHealth,
  status: 'enabled',
  disabledReason: null,
  signingSecrets: [{ secret: 'whsec_current', expiresAtMs: null }],
  targetUrl: 'https://receiver.example/hook',
  eventTypes: ['order.*'],
  description: null,
  metadata: {},
  headers: {},
  retryPolicy: null,
  timeoutSeconds: 10,
  receiverId: null,
  ingestSecret: null,
  ...defaultSettings,
  createdAtMs: CREATED_MS,
  updatedAtMs: CREATED_MS,
};

describe('a changed subscription', () => {
  it('has the changes, a newer version and the time, and all else as it was', () => {
    const changes = { targetUrl: 'https://new.example/', eventTypes: [], description: 'Orders' };
    expect(changed(subscription, changes, NOW_MS)).toEqual({
      ...subscription,
      ...changes,
      version: 8,
      updatedAtMs: NOW_MS,
    });
  });

  it('can have a setting removed', () => {
    const signed = { ...subscription, ingestSecret: 's3cr3t', receiverId: 'acme' };
    const plain = changed(signed, { ingestSecret: null, receiverId: null }, NOW_MS);
    expect(plain).toEqual({ ...subscription, version: 8, updatedAtMs: NOW_MS });
  });

  it('is newer even when nothing changed', () => {
    expect(changed(subscription, {}, NOW_MS).version).toBe(8);
  });

  it('leaves the one before as it was', () => {
    const before = structuredClone(subscription);
    changed(subscription, { timeoutSeconds: 30 }, NOW_MS);
    disabled(subscription, 'by_request', NOW_MS);
    expect(subscription).toEqual(before);
  });
});

describe('disabling and enabling', () => {
  it.each(['by_request', 'receiver_gone'] as const)('says why it is disabled: %s', (reason) => {
    expect(disabled(subscription, reason, NOW_MS)).toEqual({
      ...subscription,
      status: 'disabled',
      disabledReason: reason,
      version: 8,
      updatedAtMs: NOW_MS,
    });
  });

  it('forgets the reason when it is enabled again', () => {
    expect(enabled(disabled(subscription, 'receiver_gone', NOW_MS), NOW_MS + 1)).toEqual({
      ...subscription,
      version: 9,
      updatedAtMs: NOW_MS + 1,
    });
  });
});

describe('the secrets that sign', () => {
  const rotated = (...expiriesMs: (number | null)[]): Subscription => ({
    ...subscription,
    signingSecrets: expiriesMs.map((expiresAtMs, index) => ({ secret: `whsec_${index}`, expiresAtMs })),
  });

  it('are the current one, when none was rotated', () => {
    expect(secretsInForce(subscription, NOW_MS)).toEqual(['whsec_current']);
  });

  it('are the current one first, then the rotated ones in their grace period', () => {
    expect(secretsInForce(rotated(null, NOW_MS + 2, NOW_MS + 1), NOW_MS)).toEqual([
      'whsec_0',
      'whsec_1',
      'whsec_2',
    ]);
  });

  it('lose a rotated one at the millisecond at which it expires', () => {
    const withOld = rotated(null, NOW_MS);
    expect(secretsInForce(withOld, NOW_MS - 1)).toEqual(['whsec_0', 'whsec_1']);
    expect(secretsInForce(withOld, NOW_MS)).toEqual(['whsec_0']);
    expect(secretsInForce(withOld, NOW_MS + 1)).toEqual(['whsec_0']);
  });

  it('never lose the current one', () => {
    expect(secretsInForce(rotated(null, 1), Number.MAX_SAFE_INTEGER)).toEqual(['whsec_0']);
  });
});
