import { describe, it } from 'vitest';
import type { Delivery, SubscriptionInput } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { always, closedPort, inTurn, receiverForFile } from '../support/receiver.ts';

/** The answers of a receiver, and their effect on a delivery. */

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

/** One attempt, and then it is exhausted. */
const onlyOnce = { retry_policy: { schedule: [] } };

async function deliver(subscription: SubscriptionInput, until: Delivery['status']): Promise<Delivery> {
  const { id } = await posthorn.api.createSubscription(subscription);
  const { task_id: taskId } = await posthorn.api.ingest(id);
  return posthorn.deliveryWhen(until, taskId);
}

describe.concurrent('an answer of', () => {
  it.for([200, 201, 202, 203, 204, 205, 206, 226, 299])('%i is a success', async (status, { expect }) => {
    const target = receiver.target(always(status));
    const delivery = await deliver({ target_url: target.url, ...onlyOnce }, 'delivered');
    expect(delivery.attempts).toMatchObject([{ status_code: status, outcome: 'succeeded', error: null }]);
    expect(target.requests).toHaveLength(1);
  });

  it.for([300, 304, 400, 401, 404, 409, 418, 422, 429, 500, 502, 503, 504, 599])(
    '%i is a failure',
    async (status, { expect }) => {
      const target = receiver.target(always(status));
      const delivery = await deliver({ target_url: target.url, ...onlyOnce }, 'exhausted');
      expect(delivery.attempts).toMatchObject([
        { status_code: status, outcome: 'failed', failure_kind: 'http_status' },
      ]);
    },
  );

  it.for([301, 302, 303, 307, 308])('%i is not followed', async (status, { expect }) => {
    const elsewhere = receiver.target();
    const target = receiver.target(always({ status, headers: { location: elsewhere.url } }));
    const delivery = await deliver({ target_url: target.url, ...onlyOnce }, 'exhausted');
    expect(delivery.attempts).toMatchObject([
      { status_code: status, error: `HTTP ${status}: redirects are not followed` },
    ]);
    expect(elsewhere.requests).toEqual([]);
  });

  it('410 from a target that the subscription has just been moved away from disables nothing', async ({
    expect,
  }) => {
    const old = receiver.target(() => 'hang');
    const moved = receiver.target(always(200));
    const { id } = await posthorn.api.createSubscription({
      target_url: old.url,
      retry_policy: { schedule: [1] },
    });
    const { task_id: taskId } = await posthorn.api.ingest(id);
    await eventually('the attempt is under way', () => old.hangingCount() === 1);
    await posthorn.api.changeSubscription(id, { target_url: moved.url });
    old.release(410);
    const delivery = await posthorn.deliveryWhen('delivered', taskId);
    expect(delivery.attempts.map(({ status_code }) => status_code)).toEqual([410, 200]);
    expect((await posthorn.api.subscription(id)).status).toBe('enabled');
  });

  it('410 disables the subscription and holds its open deliveries, until it is enabled again', async ({
    expect,
  }) => {
    const target = receiver.target((_nth, { headers }) =>
      headers['x-posthorn-event-type'] === 'last' ? 410 : 500,
    );
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      retry_policy: { schedule: Array(20).fill(1) },
    });
    const first = await posthorn.api.ingest(id, '1', { 'x-event-type': 'first' });
    await posthorn.deliveryWhen('retrying', first.task_id);
    const last = await posthorn.api.ingest(id, '2', { 'x-event-type': 'last' });
    const gone = await eventually('the subscription is disabled', async () => {
      const subscription = await posthorn.api.subscription(id);
      return subscription.status === 'disabled' && subscription;
    });
    expect(gone.disabled_reason).toBe('receiver_gone');
    const held = await eventually('both are held', () => {
      const rows = posthorn.rows("SELECT * FROM deliveries WHERE subscription_id = ? AND waits = 'held'", id);
      return rows.length === 2 && rows;
    });
    expect(held.map((row) => row['status'])).toEqual(['retrying', 'retrying']);
    expect(await posthorn.api.delivery(last.task_id)).toMatchObject({
      status: 'retrying',
      next_attempt_at: null,
      expires_at: null,
      attempts: [{ number: 1, status_code: 410 }],
    });
    const refusal = await posthorn.api.send('POST', `/ingest/${id}`, { body: '{}' });
    expect(refusal.status).toBe(409);
    expect(refusal.json()).toMatchObject({ type: 'urn:posthorn:problem:subscription-disabled' });
    const arrivedBefore = target.requests.length;

    target.behave(always(200));
    expect(await posthorn.api.enable(id)).toMatchObject({ status: 'enabled', disabled_reason: null });
    await posthorn.deliveryWhen('delivered', first.task_id);
    await posthorn.deliveryWhen('delivered', last.task_id);
    expect(
      target.requests
        .slice(arrivedBefore)
        .map(({ body }) => body.toString())
        .sort(),
    ).toEqual(['1', '2']);
  });
});

/** How long after its end an attempt is to be followed by the next one, to the second. */
function waitSecondsOf(delivery: Delivery): number {
  const attempt = delivery.attempts.at(-1)!;
  const endedAtMs = Date.parse(attempt.started_at) + attempt.duration_ms;
  return Math.round((Date.parse(delivery.next_attempt_at!) - endedAtMs) / 1_000);
}

describe.concurrent('Retry-After', () => {
  const waitAfter = async (status: number, retryAfter: string, schedule: readonly number[]) => {
    const target = receiver.target(always({ status, headers: { 'retry-after': retryAfter } }));
    const settings = { target_url: target.url, retry_policy: { schedule: [...schedule] } };
    return waitSecondsOf(await deliver(settings, 'retrying'));
  };

  it.for([429, 503])('of a %i delays the next attempt', async (status, { expect }) => {
    expect(await waitAfter(status, '300', [60])).toBe(300);
  });

  it('may be a date', async ({ expect }) => {
    const inTenMinutes = new Date(Date.now() + 600_000).toUTCString();
    const seconds = await waitAfter(503, inTenMinutes, [60]);
    expect(seconds).toBeGreaterThan(72);
    expect(seconds).toBeLessThanOrEqual(600);
  });

  it('never brings the next attempt forward', async ({ expect }) => {
    expect(await waitAfter(429, '1', [60])).toBeGreaterThanOrEqual(48);
  });

  it('delays by an hour at most', async ({ expect }) => {
    expect(await waitAfter(429, '999999', [60])).toBe(3_600);
  });

  it.for([
    [500, '300'],
    [429, 'soon'],
    [503, '-5'],
  ] as const)('says nothing in a %i that has %s', async ([status, retryAfter], { expect }) => {
    expect(await waitAfter(status, retryAfter, [60])).toBeLessThanOrEqual(72);
  });

  it('is waited for before the next attempt', async ({ expect }) => {
    const target = receiver.target(inTurn({ status: 503, headers: { 'retry-after': '3' } }, 200));
    const settings = { target_url: target.url, retry_policy: { schedule: [1] } };
    const { attempts } = await deliver(settings, 'delivered');
    const [first, second] = attempts.map(({ started_at: startedAt }) => Date.parse(startedAt));
    expect(second! - first!).toBeGreaterThanOrEqual(3_000);
  });
});

describe.concurrent('an attempt without an answer', () => {
  it('ends when its time is up', async ({ expect }) => {
    const target = receiver.target(inTurn('hang', 200));
    const settings = { target_url: target.url, timeout_seconds: 1, retry_policy: { schedule: [1] } };
    const { attempts } = await deliver(settings, 'delivered');
    expect(attempts).toMatchObject([
      { status_code: null, failure_kind: 'timeout', response_excerpt: null },
      { status_code: 200, outcome: 'succeeded' },
    ]);
    expect(attempts[0]?.error).toContain('timed out after 1 s');
    expect(attempts[0]?.duration_ms).toBeGreaterThanOrEqual(990);
  });

  it('is a connection failure without a listener', async ({ expect }) => {
    const target_url = `http://127.0.0.1:${await closedPort()}/`;
    const { attempts } = await deliver({ target_url, ...onlyOnce }, 'exhausted');
    expect(attempts).toMatchObject([
      { status_code: null, failure_kind: 'connection', error: 'connection refused', response_excerpt: null },
    ]);
  });

  it('is a failure of the name when there is no such host', async ({ expect }) => {
    const target_url = 'http://posthorn.invalid/';
    const { attempts } = await deliver({ target_url, ...onlyOnce }, 'exhausted');
    expect(attempts).toMatchObject([{ status_code: null, failure_kind: 'dns' }]);
  });
});

describe.concurrent('the excerpt of an answer', () => {
  const excerptOf = async (body: string | Uint8Array) => {
    const target = receiver.target(always({ status: 200, body }));
    const { attempts } = await deliver({ target_url: target.url, ...onlyOnce }, 'delivered');
    return attempts[0]?.response_excerpt;
  };

  it('is its first KiB', async ({ expect }) => {
    expect(await excerptOf(`${'a'.repeat(1_024)}b`)).toBe('a'.repeat(1_024));
  });

  it('shows bytes that are no text as such', async ({ expect }) => {
    expect(await excerptOf(Buffer.from([0x68, 0x69, 0xff, 0x00]))).toBe('hi\u{FFFD}\0');
  });
});
