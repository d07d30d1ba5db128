import { describe, expect, it } from 'vitest';
import type { Attempt, DeliveryWithAttempts } from '../../../../client/src/generated/openapi.ts';
import { Follower } from '../../../../client/src/live/follower.ts';
import { Posthorn } from '../../../../client/src/posthorn.ts';

/** The view of `tail` on an API that consists of some deliveries. */

const START_MS = Date.parse('2026-01-31T09:30:00Z');
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();

const attempt = (number: number, seconds: number): Attempt => ({
  number,
  trigger: 'scheduled',
  started_at: at(seconds),
  duration_ms: 1,
  status_code: 500,
  outcome: 'failed',
  failure_kind: 'http_status',
  error: null,
  response_excerpt: null,
});

class FakeApi {
  readonly deliveries = new Map<string, DeliveryWithAttempts>();
  readonly requests: string[] = [];
  readonly warnings: string[] = [];
  nowMs = START_MS;
  /** Requests whose path begins so fail. */
  broken: string | undefined;
  subscriptions = ['sub_1'];

  put(id: string, createdSeconds: number, fields: Partial<DeliveryWithAttempts> = {}): void {
    const attempts = fields.attempts ?? [];
    this.deliveries.set(id, {
      id,
      task_id: id,
      event_id: `evt_${id}`,
      event_type: 'a.b',
      subscription_id: 'sub_1',
      target_url: 'https://receiver.example/',
      status: 'pending',
      status_reason: null,
      attempt_count: attempts.length,
      next_attempt_at: at(createdSeconds),
      created_at: at(createdSeconds),
      updated_at: at(createdSeconds),
      expires_at: null,
      attempts,
      ...fields,
    });
  }

  follower(named: readonly string[] = ['sub_1'], since?: string): Follower {
    const fetch = (async (url: string) => this.answer(new URL(url))) as typeof globalThis.fetch;
    const api = new Posthorn({ url: 'http://posthorn.test', apiKey: 'key', maxRetries: 0, fetch });
    const signal = new AbortController().signal;
    const warn = (text: string) => this.warnings.push(text);
    return new Follower({ api, signal, warn, nowMs: () => this.nowMs }, named, since);
  }

  answer({ pathname, searchParams, search }: URL): Response {
    this.requests.push(pathname + search);
    if (this.broken !== undefined && pathname.startsWith(this.broken)) throw new TypeError('down');
    if (pathname === '/subscriptions') return page(this.subscriptions.map((id) => ({ id })));
    const [, collection, id = ''] = pathname.split('/');
    if (collection === 'deliveries') return this.#one(id);
    const status = searchParams.get('status');
    const since = searchParams.get('since');
    const found = [...this.deliveries.values()]
      .filter((delivery) => delivery.subscription_id === id)
      .filter((delivery) => status === null || delivery.status === status)
      .filter((delivery) => since === null || delivery.created_at >= since)
      .sort((one, other) => other.created_at.localeCompare(one.created_at))
      .map(({ attempts: _, ...delivery }) => delivery);
    return page(found.slice(0, Number(searchParams.get('limit'))));
  }

  #one(id: string): Response {
    const delivery = this.deliveries.get(id);
    return delivery === undefined
      ? Response.json({ title: 'Not found' }, { status: 404 })
      : Response.json(delivery);
  }
}

const page = (data: readonly object[]) => Response.json({ data, next_cursor: null });

const told = async (follower: Follower) =>
  (await follower.look()).map(
    ({ delivery, attempt }) => `${delivery.id} ${attempt?.number ?? delivery.status}`,
  );

describe('a follower', () => {
  it('skips earlier attempts, and prints later ones', async () => {
    const api = new FakeApi();
    api.put('ended', -5, { status: 'exhausted', attempts: [attempt(1, -5)] });
    api.put('open', -3_600, { status: 'retrying', attempts: [attempt(1, -3_600)], next_attempt_at: at(20) });
    const follower = api.follower();
    expect(await told(follower)).toEqual([]);
    api.nowMs = START_MS + 21_000;
    const attempts = [attempt(1, -3_600), attempt(2, 20)];
    api.put('open', -3_600, { status: 'exhausted', attempts, updated_at: at(20) });
    expect(await told(follower)).toEqual(['open 2']);
    expect(await told(follower)).toEqual([]);
  });

  it('tells new ones once, with all their attempts, in the order of time', async () => {
    const api = new FakeApi();
    const follower = api.follower();
    await follower.look();
    api.put('b', 2, { status: 'retrying', attempts: [attempt(1, 2), attempt(2, 4)] });
    api.put('a', 1, { attempts: [attempt(1, 3)] });
    expect(await told(follower)).toEqual(['b 1', 'a 1', 'b 2']);
    // It comes to light late: its time is before that of the newest.
    api.put('late', 0);
    expect(await told(follower)).toEqual(['late pending']);
    expect(await told(follower)).toEqual([]);
  });

  it('begins earlier when it is told to', async () => {
    const api = new FakeApi();
    api.put('old', -60, { status: 'delivered', attempts: [attempt(1, -60)] });
    api.put('older', -600, { status: 'delivered', attempts: [attempt(1, -600)] });
    expect(await told(api.follower(['sub_1'], at(-120)))).toEqual(['old 1']);
  });

  it('loses nothing of a look that fails halfway', async () => {
    const api = new FakeApi();
    const follower = api.follower();
    await follower.look();
    api.put('a', 1);
    api.put('b', 2, { attempts: [attempt(1, 2)] });
    api.broken = '/deliveries/b';
    await expect(follower.look()).rejects.toThrow('down');
    api.broken = undefined;
    expect(await told(follower)).toEqual(['a pending', 'b 1']);
  });

  it('asks for an open one when its attempt is due, and no more when it is gone', async () => {
    const api = new FakeApi();
    const follower = api.follower();
    await follower.look();
    api.put('a', 1, { next_attempt_at: at(100) });
    await follower.look();
    // So that the list of new ones is past it.
    api.put('b', 60, { status: 'cancelled' });
    await follower.look();
    const asked = () => api.requests.filter((path) => path === '/deliveries/a').length;
    expect(asked()).toBe(0);
    api.nowMs = START_MS + 100_000;
    api.deliveries.delete('a');
    expect(await told(follower)).toEqual([]);
    expect(asked()).toBe(1);
    api.nowMs += 1_000_000;
    await follower.look();
    expect(asked()).toBe(1);
  });

  it('follows new subscriptions, and leaves deleted ones', async () => {
    const api = new FakeApi();
    const follower = api.follower([]);
    await follower.look();
    api.subscriptions = ['sub_2'];
    api.put('a', 1, { subscription_id: 'sub_2' });
    api.put('b', 1);
    api.nowMs += 60_000;
    expect(await told(follower)).toEqual(['a pending']);
  });

  it('says when there are more subscriptions, or deliveries, than it follows', async () => {
    const api = new FakeApi();
    api.subscriptions = Array.from({ length: 51 }, (_, index) => `sub_${index}`);
    await api.follower([]).look();
    expect(api.warnings).toEqual([
      'only the newest 50 subscriptions are followed. Choose with --subscription',
    ]);
  });
});
