import { describe, expect, it } from 'vitest';
import { ConnectionError, PosthornError, ProblemError } from '../../../client/src/errors.ts';
import { isIdempotentReplay } from '../../../client/src/idempotent-replay.ts';
import { sleep } from '../../../client/src/retry.ts';
import { type ApiRequest, type PosthornOptions, Transport } from '../../../client/src/transport.ts';

/** One call of the client, with an HTTP that answers as it is told, and a clock that only notes the waits. */

const problemOf = (status: number, headers: Record<string, string> = {}) =>
  Response.json(
    {
      type: 'urn:posthorn:problem:rate-limited',
      title: 'Too many events',
      status,
      detail: 'Later, please.',
      errors: [{ in: 'body', pointer: '/limit', detail: 'is used up' }],
      request_id: 'req-1',
    },
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
const fine = () => Response.json({ done: true });
const refusedConnection = () => new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });

type Answer = () => Response | Error;

function world(answers: readonly Answer[], options: Partial<PosthornOptions> = {}, random = 1) {
  const requests: { url: string; init: RequestInit & { headers: Record<string, string> } }[] = [];
  const waits: number[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]!();
    requests.push({ url, init: init as (typeof requests)[number]['init'] });
    if (answer instanceof Error) throw answer;
    return answer;
  }) as typeof globalThis.fetch;
  const surroundings = {
    sleep: async (ms: number) => void waits.push(ms),
    random: () => random,
    nowMs: () => Date.parse('2026-01-31T09:30:00Z'),
  };
  const transport = new Transport({ url: 'http://posthorn.test/prod/', fetch, ...options }, surroundings);
  return { transport, requests, waits };
}

const get: ApiRequest = { method: 'GET', path: '/things', takesKey: false };
const keyedPost: ApiRequest = { method: 'POST', path: '/things', takesKey: true, body: '{}' };

describe('a call', () => {
  it('goes to the path below the URL, with the key, and the given parameters as the query', async () => {
    const { transport, requests } = world([fine], { apiKey: 'phk_1' });
    const query = { limit: 5, status: 'a b&c', cursor: undefined, until: null };
    expect(await transport.call({ ...get, query })).toEqual({ done: true });
    expect(requests[0]?.url).toBe('http://posthorn.test/prod/things?limit=5&status=a+b%26c');
    expect(requests[0]?.init).toMatchObject({ method: 'GET', headers: { authorization: 'Bearer phk_1' } });
    expect(requests[0]?.init.redirect).toBe('error');
  });

  it('gives nothing for an empty answer, text for text, and an error for JSON that is none', async () => {
    expect(await world([() => new Response(null, { status: 204 })]).transport.call(get)).toBeUndefined();
    const html = () => new Response('<p>', { headers: { 'content-type': 'text/html' } });
    expect(await world([html]).transport.call(get)).toBe('<p>');
    const broken = () => new Response('{', { headers: { 'content-type': 'application/json' } });
    await expect(world([broken]).transport.call(get)).rejects.toThrow(PosthornError);
  });

  it.each([
    '',
    'posthorn.test',
    'ftp://posthorn.test',
    'http://user@posthorn.test',
    'http://posthorn.test/?a=1',
  ])('cannot go to %j', (url) => expect(() => world([fine], { url })).toThrow(/^url must be/));

  it.each(['', 'phk_1\nx: y', 'phk 1', 'phk_é'])(
    'cannot have the key %j, which is not repeated',
    (apiKey) => {
      expect(() => world([fine], { apiKey })).toThrow(
        new TypeError('apiKey must be visible ASCII characters without spaces'),
      );
    },
  );
});

describe('repeats', () => {
  it.each([429, 502, 503, 504])('are made after %i, with waits whose bound doubles', async (status) => {
    const { transport, requests, waits } = world([() => problemOf(status)], { maxRetries: 6 });
    await expect(transport.call(get)).rejects.toMatchObject({ status });
    expect(requests).toHaveLength(7);
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it.each([
    [0, [0, 0, 0]],
    [0.5, [250, 500, 1_000]],
  ])('wait by full jitter: %d of the bound', async (random, expected) => {
    const { transport, waits } = world([() => problemOf(503)], {}, random);
    await expect(transport.call(get)).rejects.toThrow(ProblemError);
    expect(waits).toEqual(expected);
  });

  it.each([
    ['seconds', '7', 7_500],
    ['a date', 'Sat, 31 Jan 2026 09:30:20 GMT', 20_500],
    ['a date that is over', 'Sat, 31 Jan 2026 09:00:00 GMT', 500],
    ['nonsense', 'soon', 500],
  ])('wait as Retry-After asks in %s', async (_, header, expected) => {
    const { transport, waits } = world([() => problemOf(429, { 'retry-after': header }), fine]);
    expect(await transport.call(get)).toEqual({ done: true });
    expect(waits).toEqual([expected]);
  });

  it('are not made when Retry-After asks for more than a minute: the error says how long', async () => {
    const { transport, requests } = world([() => problemOf(503, { 'retry-after': '61' }), fine]);
    await expect(transport.call(get)).rejects.toMatchObject({ retryAfterSeconds: 61 });
    expect(requests).toHaveLength(1);
  });

  it('are made after network errors, and end in a ConnectionError that says why', async () => {
    const { transport, requests } = world([refusedConnection]);
    const error = await transport.call(get).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toBe('http://posthorn.test/prod: connect ECONNREFUSED');
    expect(requests).toHaveLength(4);
    expect(await world([refusedConnection, refusedConnection, fine]).transport.call(get)).toEqual({
      done: true,
    });
  });

  it('that fetch refuses for its port is told from one that nothing answers', async () => {
    const transport = new Transport({ url: 'http://127.0.0.1:6000', maxRetries: 0 });
    await expect(transport.call({ method: 'GET', path: '/healthz', takesKey: false })).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:6000: fetch refuses this port/,
    );
  });

  it.each([400, 401, 403, 404, 409, 413, 422, 500])('are not made after %i', async (status) => {
    const { transport, requests } = world([() => problemOf(status), fine]);
    await expect(transport.call(get)).rejects.toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it.each(['POST', 'PATCH'])('are not made of a %s that takes no key', async (method) => {
    for (const answer of [() => problemOf(503), refusedConnection]) {
      const { transport, requests } = world([answer, fine]);
      await expect(transport.call({ ...get, method })).rejects.toThrow(PosthornError);
      expect(requests).toHaveLength(1);
    }
  });

  it.each(['PUT', 'DELETE'])('are made of a %s', async (method) => {
    expect(await world([() => problemOf(503), fine]).transport.call({ ...get, method })).toEqual({
      done: true,
    });
  });

  it('have the key of the first request: the one that was given, or one that was made up', async () => {
    const { transport, requests } = world([refusedConnection, fine]);
    await transport.call(keyedPost, { idempotencyKey: 'order-1' });
    await transport.call(keyedPost);
    await transport.call(keyedPost);
    const keys = requests.map(({ init }) => init.headers['idempotency-key']);
    expect(keys.slice(0, 2)).toEqual(['order-1', 'order-1']);
    expect(keys[2]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[3]).not.toBe(keys[2]);

    const failing = world([refusedConnection]);
    await expect(failing.transport.call(keyedPost)).rejects.toThrow(ConnectionError);
    const repeated = new Set(failing.requests.map(({ init }) => init.headers['idempotency-key']));
    expect(repeated.size).toBe(1);
  });

  it('are as many as the call, or else the client, says', async () => {
    const { transport, requests } = world([() => problemOf(503)], { maxRetries: 1 });
    await expect(transport.call(get)).rejects.toThrow();
    expect(requests).toHaveLength(2);
    await expect(transport.call(get, { maxRetries: 0 })).rejects.toThrow();
    expect(requests).toHaveLength(3);
  });
});

describe('an error', () => {
  it('has all that the problem document says', async () => {
    const { transport } = world([() => problemOf(422)]);
    const error = (await transport.call(get).catch((caught: unknown) => caught)) as ProblemError;
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      name: 'ProblemError',
      type: 'urn:posthorn:problem:rate-limited',
      code: 'rate-limited',
      title: 'Too many events',
      status: 422,
      detail: 'Later, please.',
      errors: [{ in: 'body', pointer: '/limit', detail: 'is used up' }],
      requestId: 'req-1',
      retryAfterSeconds: undefined,
    });
    expect(error.message).toBe('Too many events (422): Later, please.\n  body /limit: is used up');
  });

  it.each([
    ['{"message":"Forbidden"}', 'Forbidden'],
    ['<html>no</html>', '<html>no</html>'],
    ['null', 'null'],
    ['', ''],
  ])('is made of what there is in an answer of another kind: %j', async (body, detail) => {
    const { transport } = world([() => new Response(body, { status: 403, statusText: 'Forbidden' })]);
    const expected = {
      status: 403,
      type: 'about:blank',
      code: undefined,
      title: 'Forbidden',
      detail,
      errors: [],
    };
    await expect(transport.call(get)).rejects.toMatchObject(expected);
  });
});

describe('time', () => {
  const hanging = ((_: string, { signal }: RequestInit) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    })) as typeof globalThis.fetch;

  it('that is up is a ConnectionError, and repeated', async () => {
    const { transport, waits } = world([], { fetch: hanging, timeoutSeconds: 0.01, maxRetries: 1 });
    await expect(transport.call(get)).rejects.toThrow('no answer within 0.01 s');
    expect(waits).toHaveLength(1);
  });

  it('ends when the caller says so, with his reason', async () => {
    const { transport, waits } = world([], { fetch: hanging });
    const controller = new AbortController();
    const call = transport.call(get, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    await expect(transport.call(get, { signal: controller.signal })).rejects.toThrow('enough');
    expect(waits).toEqual([]);
  });

  it('between requests ends then, too', async () => {
    const controller = new AbortController();
    const waiting = sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(sleep(60_000, controller.signal)).rejects.toThrow('enough');
    await expect(sleep(0, undefined)).resolves.toBeUndefined();
  });
});

describe('an answer with Idempotency-Replayed', () => {
  const replayed = () => Response.json({ done: true }, { headers: { 'idempotency-replayed': 'true' } });

  it('is told from a first answer', async () => {
    const { transport } = world([fine, replayed]);
    const first = (await transport.call(keyedPost)) as object;
    const second = (await transport.call(keyedPost)) as object;
    expect([first, second].map(isIdempotentReplay)).toEqual([false, true]);
    expect(second).toEqual({ done: true });
  });

  it('is one too when the client has repeated the call itself', async () => {
    const { transport } = world([refusedConnection, replayed]);
    expect(isIdempotentReplay((await transport.call(keyedPost)) as object)).toBe(true);
  });
});
