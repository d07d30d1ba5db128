import { describe, expect, it } from 'vitest';
import { goodHealth } from '../../../../src/domain/health.ts';
import {
  defaultSettings,
  type Subscription,
  type SubscriptionSettings,
} from '../../../../src/domain/subscription.ts';
import {
  newSubscription,
  subscriptionPatch,
  subscriptionReplacement,
} from '../../../../src/http/subscriptions/input.ts';
import { changesOf, replacementOf, settingsOf } from '../../../../src/http/subscriptions/settings.ts';

const defaults: SubscriptionSettings = {
  targetUrl: 'https://shop.example/hooks',
  eventTypes: [],
  description: null,
  metadata: {},
  headers: {},
  retryPolicy: null,
  timeoutSeconds: 10,
  receiverId: null,
  ingestSecret: null,
  ...defaultSettings,
};

const stored: Subscription = {
  targetUrl: 'https://shop.example/hooks',
  eventTypes: ['order.*'],
  description: 'orders',
  metadata: { team: 'logistics', site: 'north' },
  headers: { 'X-Key': 'k-1', 'X-Zone': 'z-1' },
  retryPolicy: { baseSeconds: 5, factor: 2, maxDelaySeconds: 600, maxAttempts: 4 },
  timeoutSeconds: 20,
  receiverId: 'customer-42',
  ingestSecret: 'hunter2',
  ...defaultSettings,
  id: 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  tenantId: 'ten_1',
  version: 3,
  health: goodHealth,
  status: 'enabled',
  disabledReason: null,
  signingSecrets: [],
  createdAtMs: 1,
  updatedAtMs: 2,
};
const storedSettings: SubscriptionSettings = {
  targetUrl: stored.targetUrl,
  eventTypes: stored.eventTypes,
  description: stored.description,
  metadata: stored.metadata,
  headers: stored.headers,
  retryPolicy: stored.retryPolicy,
  timeoutSeconds: stored.timeoutSeconds,
  receiverId: stored.receiverId,
  ingestSecret: stored.ingestSecret,
  ...defaultSettings,
};

const target_url = defaults.targetUrl;
function created(fields: object): SubscriptionSettings {
  const result = settingsOf(newSubscription.parse({ target_url, ...fields }));
  return result.ok ? result.settings : expect.fail(JSON.stringify(result.errors));
}
const replaced = (fields: object) =>
  replacementOf(subscriptionReplacement.parse({ target_url, ...fields }), stored);
const patched = (patch: object, of: Subscription = stored) => changesOf(subscriptionPatch.parse(patch), of);

const ok = (changes: Partial<SubscriptionSettings>, of = storedSettings) => ({
  ok: true,
  settings: { ...of, ...changes },
});
const refused = (...faults: readonly (readonly [string, string])[]) => ({
  ok: false,
  errors: faults.map(([pointer, detail]) => ({ in: 'body', pointer, detail })),
});

describe('a rate limit', () => {
  it('lets as many through at once as in a second, unless it says otherwise', () => {
    expect(created({ rate_limit: { per_second: 2.5 } }).rateLimit).toEqual({ perSecond: 2.5, burst: 3 });
    expect(created({ rate_limit: { per_second: 0.1 } }).rateLimit).toEqual({ perSecond: 0.1, burst: 1 });
    expect(created({ rate_limit: { per_second: 5, burst: 1 } }).rateLimit).toEqual({
      perSecond: 5,
      burst: 1,
    });
  });

  it('is merged with the stored one, replaced, or cleared', () => {
    const limited = { ...stored, rateLimit: { perSecond: 5, burst: 9 } };
    const limitOf = (patch: object) => {
      const result = patched(patch, limited);
      return result.ok ? result.settings.rateLimit : result.errors;
    };
    expect(limitOf({})).toEqual({ perSecond: 5, burst: 9 });
    expect(limitOf({ rate_limit: { per_second: 2 } })).toEqual({ perSecond: 2, burst: 9 });
    expect(limitOf({ rate_limit: { burst: null } })).toEqual({ perSecond: 5, burst: 5 });
    expect(limitOf({ rate_limit: null })).toBeNull();
    expect(limitOf({ rate_limit: { per_second: null } })).toMatchObject([
      { pointer: '/rate_limit/per_second' },
    ]);
  });
});

describe('the settings of a new subscription', () => {
  it('have defaults', () => {
    expect(created({})).toEqual(defaults);
    const nulls = {
      event_types: null,
      metadata: null,
      headers: null,
      retry_policy: null,
      timeout_seconds: null,
    };
    expect(created(nulls)).toEqual(defaults);
  });

  it('are those that were given', () => {
    const fields = {
      event_types: ['order.*', 'a'],
      description: '',
      metadata: { a: 'b' },
      headers: { 'X-Key': 'k' },
      retry_policy: { base_seconds: 1, factor: 1.5, max_delay_seconds: 60, max_attempts: 5 },
      timeout_seconds: 1,
      receiver_id: 'r',
      ingest_secret: 's',
    };
    expect(created(fields)).toEqual({
      ...defaultSettings,
      targetUrl: target_url,
      eventTypes: ['order.*', 'a'],
      description: '',
      metadata: { a: 'b' },
      headers: { 'X-Key': 'k' },
      retryPolicy: { baseSeconds: 1, factor: 1.5, maxDelaySeconds: 60, maxAttempts: 5 },
      timeoutSeconds: 1,
      receiverId: 'r',
      ingestSecret: 's',
    });
  });

  it('may be given in the words of the original service', () => {
    expect(created({ secret: 's', event_type: 'order.created' })).toEqual({
      ...defaults,
      eventTypes: ['order.created'],
      ingestSecret: 's',
    });
    expect(created({ secret: null, event_type: null })).toEqual(defaults);
  });
});

describe('a replacement', () => {
  it('resets all that it leaves out, but the ingest secret', () => {
    expect(replaced({})).toEqual(ok({ ingestSecret: 'hunter2' }, defaults));
  });

  it.each([
    [{ ingest_secret: null }, null],
    [{ secret: null }, null],
    [{ ingest_secret: 'new' }, 'new'],
    [{ secret: 'new' }, 'new'],
  ])('%# with %j makes the ingest secret %s', (fields, ingestSecret) => {
    expect(replaced(fields)).toEqual(ok({ ingestSecret }, defaults));
  });

  it('keeps the stored value where a header is sent back redacted', () => {
    const headers = { 'x-key': '[redacted]', 'X-New': 'n' };
    const expected = { 'x-key': 'k-1', 'X-New': 'n' };
    expect(replaced({ headers })).toEqual(ok({ headers: expected, ingestSecret: 'hunter2' }, defaults));
  });

  it('is refused where there is no stored value', () => {
    const headers = { 'X-Key': '[redacted]', 'X~Other': '[redacted]' };
    const detail = 'is [redacted], but no value is stored. Send the value itself';
    expect(replaced({ headers })).toEqual(refused(['/headers/X~0Other', detail]));
  });
});

describe('a patch', () => {
  it.each<[object, Partial<SubscriptionSettings>]>([
    [{}, {}],
    [{ target_url: 'https://shop.example/other' }, { targetUrl: 'https://shop.example/other' }],
    [
      { target_url: 'https://b.example', headers: null },
      { targetUrl: 'https://b.example', headers: {} },
    ],
    [{ event_types: ['a'] }, { eventTypes: ['a'] }],
    [{ event_types: null }, { eventTypes: [] }],
    [{ event_type: 'a' }, { eventTypes: ['a'] }],
    [{ event_type: null }, { eventTypes: [] }],
    [{ description: null }, { description: null }],
    [{ timeout_seconds: null }, { timeoutSeconds: 10 }],
    [{ receiver_id: null }, { receiverId: null }],
    [{ ingest_secret: null }, { ingestSecret: null }],
    [{ secret: 'new' }, { ingestSecret: 'new' }],
    [{ metadata: { team: null, colour: 'red' } }, { metadata: { site: 'north', colour: 'red' } }],
    [{ metadata: null }, { metadata: {} }],
    [{ headers: { 'X-Key': 'k-2' } }, { headers: { 'X-Key': 'k-2', 'X-Zone': 'z-1' } }],
    [{ headers: { 'x-key': 'k-2' } }, { headers: { 'X-Zone': 'z-1', 'x-key': 'k-2' } }],
    [{ headers: { 'x-key': null } }, { headers: { 'X-Zone': 'z-1' } }],
    [{ headers: { 'X-Key': '[redacted]', 'X-New': 'n' } }, { headers: { ...stored.headers, 'X-New': 'n' } }],
    [{ headers: null }, { headers: {} }],
    [{ retry_policy: null }, { retryPolicy: null }],
    [
      { retry_policy: { max_attempts: 6 } },
      { retryPolicy: { baseSeconds: 5, factor: 2, maxDelaySeconds: 600, maxAttempts: 6 } },
    ],
    [{ retry_policy: { schedule: [7] } }, { retryPolicy: { scheduleSeconds: [7] } }],
    [{ retry_policy: { schedule: [7], factor: null } }, { retryPolicy: { scheduleSeconds: [7] } }],
  ])('%# with %j changes %j', (patch, changes) => {
    expect(patched(patch)).toEqual(ok(changes));
  });

  it('replaces one kind of retry policy with the other, and the default with either', () => {
    const scheduled: Subscription = { ...stored, retryPolicy: { scheduleSeconds: [1] } };
    const exponential = { base_seconds: 1, factor: 2, max_delay_seconds: 3, max_attempts: 4 };
    const retryPolicy = { baseSeconds: 1, factor: 2, maxDelaySeconds: 3, maxAttempts: 4 };
    expect(patched({ retry_policy: exponential }, scheduled)).toEqual(ok({ retryPolicy }));
    expect(patched({ retry_policy: exponential }, { ...stored, retryPolicy: null })).toEqual(
      ok({ retryPolicy }),
    );
    expect(patched({ retry_policy: { schedule: [2, 3] } }, scheduled)).toEqual(
      ok({ retryPolicy: { scheduleSeconds: [2, 3] } }),
    );
  });

  it('is checked together with the stored settings', () => {
    const full = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`m${index}`, 'x']));
    expect(patched({ metadata: { extra: 'x' } }, { ...stored, metadata: full })).toEqual(
      refused(['/metadata', 'has more than 50 members']),
    );
    expect(patched({ retry_policy: { factor: null } })).toEqual(
      refused(['/retry_policy/factor', 'is required where there is no "schedule"']),
    );
    expect(
      patched({ retry_policy: { max_attempts: 51, base_seconds: 86_400, max_delay_seconds: 86_400 } }),
    ).toEqual(refused(['/retry_policy/max_attempts', 'the waits add up to more than 604800 seconds']));
    expect(patched({ headers: { 'X-Other': '[redacted]' } })).toEqual(
      refused(['/headers/X-Other', 'is [redacted], but no value is stored. Send the value itself']),
    );
  });
});

describe('a new origin', () => {
  const elsewhere = 'https://other.example/hooks';
  const authorized: Subscription = {
    ...stored,
    headers: {},
    auth: { type: 'basic', username: 'shop', password: 'p-1' },
  };
  const oauth2 = {
    type: 'oauth2',
    tokenUrl: 'https://login.example/token',
    clientId: 'shop',
    clientSecret: 'c-1',
    scope: null,
    audience: null,
  } as const;
  const pointersOf = (result: ReturnType<typeof patched>) =>
    result.ok ? [] : result.errors.map(({ pointer }) => pointer);

  it.each([
    ['another host', 'https://other.example/hooks'],
    ['a subdomain', 'https://a.shop.example/hooks'],
    ['another port', 'https://shop.example:8443/hooks'],
    ['another scheme', 'http://shop.example/hooks'],
    ['the host with a full stop at its end', 'https://shop.example./hooks'],
  ])('gets no stored secret: %s', (_, url) => {
    expect(pointersOf(patched({ target_url: url }))).toEqual(['/headers']);
    expect(pointersOf(patched({ target_url: url }, authorized))).toEqual(['/auth']);
    expect(pointersOf(patched({ target_url: url }, { ...stored, auth: oauth2 }))).toEqual([
      '/auth',
      '/headers',
    ]);
    expect(pointersOf(replaced({ target_url: url, headers: { 'X-Key': '[redacted]' } }))).toEqual([
      '/headers',
    ]);
  });

  it('is rejected with a message that says how to repair it', () => {
    const detail =
      'has stored secrets, and target_url changes its origin. Send the secrets again in this call, or remove them';
    expect(patched({ target_url: elsewhere })).toEqual(refused(['/headers', `${detail}: X-Key, X-Zone`]));
    expect(patched({ target_url: elsewhere }, authorized)).toEqual(refused(['/auth', detail]));
  });

  it('is refused when only some of the secrets are given again', () => {
    const someHeaders = patched({ target_url: elsewhere, headers: { 'x-key': 'k-2' } });
    expect(pointersOf(someHeaders)).toEqual(['/headers']);
    const otherName = patched({ target_url: elsewhere, auth: { username: 'store' } }, authorized);
    expect(pointersOf(otherName)).toEqual(['/auth']);
  });

  it.each([
    [{ headers: { 'X-Key': 'k-1', 'X-Zone': null } }, { headers: { 'X-Key': 'k-1' } }],
    [{ headers: null }, { headers: {} }],
  ])('is taken with the secrets given again or removed: %j', (fields, changes) => {
    expect(patched({ target_url: elsewhere, ...fields })).toEqual(ok({ targetUrl: elsewhere, ...changes }));
  });

  it.each(['https://SHOP.example:443/hooks', 'https://shop.example/else?x=1'])(
    'is not what a new path or spelling makes: %s',
    (targetUrl) => {
      expect(patched({ target_url: targetUrl })).toEqual(ok({ targetUrl }));
    },
  );

  it('of the token endpoint gets no stored client secret', () => {
    const withOauth2 = { ...stored, headers: {}, auth: oauth2 };
    const url = { token_url: 'https://evil.example/token' };
    expect(pointersOf(patched({ auth: url }, withOauth2))).toEqual(['/auth']);
    expect(patched({ auth: { ...url, client_secret: 'c-2' } }, withOauth2).ok).toBe(true);
    expect(patched({ auth: { token_url: 'https://login.example/other' } }, withOauth2).ok).toBe(true);
  });
});
