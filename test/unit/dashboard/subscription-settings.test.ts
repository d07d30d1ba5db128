import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../../client/src/posthorn.ts';
import { type Draft, draftOf, emptyDraft } from '../../../dashboard/src/pages/subscriptions/form/draft.ts';
import { inputOf, patchOf, textFaultsOf } from '../../../dashboard/src/pages/subscriptions/form/settings.ts';
import { sourceDraftOf, sourceOf } from '../../../dashboard/src/pages/subscriptions/form/source-draft.ts';

const stored: Subscription = {
  id: 'sub_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  tenant_id: 'ten_01KERMBK0RT6ZC9RPW8D5QJ3HN',
  target_url: 'https://shop.example/hooks',
  event_types: ['order.*'],
  filter: { order: { country: ['DE'] } },
  description: 'Orders',
  metadata: { team: 'shop', tier: 'gold' },
  headers: { 'X-Shop': '[redacted]', 'X-Old': '[redacted]' },
  retry_policy: { schedule: [5, 3_600] },
  timeout_seconds: 10,
  rate_limit: { per_second: 10, burst: 20 },
  auth: { type: 'bearer', token: '[redacted]' },
  signature_versions: ['v1'],
  signature_headers: ['webhook'],
  public_key: null,
  receiver_id: null,
  source: null,
  ingest_rate_limit: null,
  status: 'enabled',
  disabled_reason: null,
  failing_since: null,
  created_at: '2026-01-12T08:15:00.120Z',
  updated_at: '2026-01-12T08:15:00.120Z',
};

const before = draftOf(stored);
const patch = (change: Partial<Draft>) => patchOf(before, { ...before, ...change });

describe('patch of a subscription', () => {
  it('is empty when nothing was changed', () => {
    expect(patch({})).toEqual({});
  });

  it('replaces the filter, event types and retry policy as a whole', () => {
    expect(
      patch({
        filter: '{"order": {"total": [1]}}',
        eventTypeText: 'invoice.paid',
        retries: { ...before.retries, schedule: '5 s, 2 h' },
      }),
    ).toEqual({
      filter: { order: { total: [1] } },
      event_types: ['order.*', 'invoice.paid'],
      retry_policy: { schedule: [5, 7_200] },
    });
  });

  it('removes a member by null, and keeps stored secrets out', () => {
    expect(
      patch({
        headers: before.headers.filter(({ name }) => name !== 'X-Old'),
        metadata: before.metadata.map((entry) =>
          entry.name === 'tier' ? { ...entry, value: 'silver' } : entry,
        ),
        rateLimit: { perSecond: 10, burst: undefined },
      }),
    ).toEqual({ headers: { 'X-Old': null }, metadata: { tier: 'silver' }, rate_limit: { burst: null } });
  });

  it('sends the whole authentication when its kind changes, and only a new secret when it does not', () => {
    expect(patch({ auth: { ...before.auth, secret: 'new' } })).toEqual({ auth: { token: 'new' } });
    expect(patch({ auth: { ...before.auth, kind: 'basic', username: 'ann', secret: 'pass' } })).toEqual({
      auth: { type: 'basic', username: 'ann', password: 'pass' },
    });
    expect(patch({ auth: { ...before.auth, kind: 'none' } })).toEqual({ auth: null });
  });

  it('clears settings by null', () => {
    expect(
      patch({ filter: '', description: '', rateLimit: { perSecond: undefined, burst: undefined } }),
    ).toEqual({ filter: null, description: null, rate_limit: null });
  });

  it('keeps, changes and removes the ingest secret, which is never shown', () => {
    expect(patch({ ingestSecret: 'a secret of theirs' })).toEqual({ ingest_secret: 'a secret of theirs' });
    expect(patch({ removesIngestSecret: true })).toEqual({ ingest_secret: null });
  });
});

describe('input of a new subscription', () => {
  it('leaves out what is at its default', () => {
    expect(inputOf({ ...emptyDraft, targetUrl: ' https://shop.example/hooks ' })).toEqual({
      target_url: 'https://shop.example/hooks',
      signature_versions: ['v1'],
      signature_headers: ['webhook'],
    });
  });

  it('keeps rows that are half filled in, so that the API names their fault', () => {
    const row = { key: 0, isStored: false };
    const headers = [
      { ...row, name: '', value: 'x' },
      { ...row, key: 1, name: '', value: '' },
    ];
    expect(inputOf({ ...emptyDraft, headers }).headers).toEqual({ '': 'x' });
  });
});

describe('texts of the form', () => {
  it('finds JSON and waits that cannot be sent', () => {
    const faults = textFaultsOf({
      ...emptyDraft,
      filter: '{"order": ',
      retries: { ...emptyDraft.retries, kind: 'schedule', schedule: 'soon' },
    });
    expect(Object.keys(faults)).toEqual(['/filter', '/retry_policy/schedule']);
    expect(textFaultsOf({ ...emptyDraft, filter: '[1]' })['/filter']).toContain('must be a JSON object');
  });
});

describe('sources', () => {
  it.each([
    { type: 'github' as const },
    { type: 'square' as const, url: 'https://posthorn.example/ingest/{subscription_id}' },
    { type: 'meta' as const, verify_token: 'meatyhamhock' },
    { type: 'basic' as const, username: 'provider', event_type: { header: 'X-Event' } },
    { type: 'token' as const, header: 'X-Token', prefix: 'Bearer ', event_type: { member: 'type' } },
    {
      type: 'hmac' as const,
      header: 'X-Signature',
      algorithm: 'sha512' as const,
      encoding: 'base64' as const,
      prefix: 'v0=',
      signed: 'v0:{timestamp}:{id}:{url}:{body}',
      field: 'v1',
      separator: '; ' as const,
      timestamp: { field: 't', format: 'milliseconds' as const, tolerance_seconds: 60 },
      id: { header: 'X-Id' },
      url: 'https://posthorn.example/ingest/x',
      event_type: { member: 'type' },
    },
  ])('of type $type pass the form unchanged', (source) => {
    expect(sourceOf(sourceDraftOf(source))).toEqual(source);
  });
});
