import { describe, expect, it } from 'vitest';
import { Posthorn } from '../../../client/src/posthorn.ts';

/** How the client encodes a payload, and which payloads it rejects before it sends a request. */

function recorded() {
  const bodies: string[] = [];
  const fetch = (async (_: string, { body }: RequestInit) => {
    bodies.push(new TextDecoder().decode(body as Uint8Array));
    return Response.json({});
  }) as typeof globalThis.fetch;
  return { posthorn: new Posthorn({ url: 'http://posthorn.test', fetch }), bodies };
}

describe('JSON that is published as it is', () => {
  it('is in the body byte for byte, beside the other members', async () => {
    const { posthorn, bodies } = recorded();
    const payload = '{ "n": 12345678901234567890, "n": 1e400 }';
    const deliverAt = new Date('2026-01-31T09:30:00Z');
    const options = { eventType: 'a.$&', receiverId: '"0}', deliverAt, contentType: 'application/json' };
    await posthorn.events.publishPayload(payload, options);
    await posthorn.events.publishPayload(new TextEncoder().encode('0'), {
      contentType: 'Application/JSON ; charset=utf-8',
    });
    expect(bodies).toEqual([
      `{"event_type":"a.$&","receiver_id":"\\"0}","deliver_at":"2026-01-31T09:30:00.000Z","payload":${payload}}`,
      '{"payload":0}',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['more than one value', '1,"receiver_id":"another"'],
    ['something behind it', '1}{"payload":2'],
    ['no JSON', 'soon'],
    ['a byte order mark', '\uFEFF1'],
    ['no UTF-8', Uint8Array.from([0x22, 0xff, 0x22])],
  ])('is refused when it is %s', async (_, payload) => {
    const { posthorn, bodies } = recorded();
    const call = posthorn.events.publishPayload(payload, { contentType: 'application/json' });
    await expect(call).rejects.toThrow(new TypeError('payload must be JSON, because contentType is JSON'));
    expect(bodies).toEqual([]);
  });
});

describe('values that fetch cannot send as a header', () => {
  it.each(['', 'a b', 'a\nx: y', 'é', '€'])(
    'is refused as the idempotency key %j',
    async (idempotencyKey) => {
      const { posthorn, bodies } = recorded();
      const call = posthorn.events.publish({ event_type: 'a', payload: 1 }, { idempotencyKey });
      await expect(call).rejects.toThrow(/^idempotencyKey must be visible ASCII/);
      expect(bodies).toEqual([]);
    },
  );

  it.each(['', 'text/plain\nx: y', 'text/€'])('is refused as the content type %j', async (contentType) => {
    const { posthorn, bodies } = recorded();
    for (const call of [
      () => posthorn.ingest.send('sub_1', 'a', { contentType }),
      () => posthorn.events.publishPayload('a', { contentType }),
    ]) {
      await expect(call()).rejects.toThrow(/^contentType must be/);
    }
    expect(bodies).toEqual([]);
  });
});

describe('a key that the client makes up', () => {
  it.each([
    ['application/cloudevents+json', false],
    ['Application/CloudEvents+JSON; charset=utf-8', false],
    ['application/cloudevents+json-seq', true],
    ['application/octet-stream', true],
  ])('with a payload of type %s: %s', async (contentType, hasKey) => {
    const keys: (string | null)[] = [];
    const fetch = (async (_: string, { headers }: RequestInit) => {
      keys.push(new Headers(headers).get('idempotency-key'));
      return Response.json({});
    }) as typeof globalThis.fetch;
    const posthorn = new Posthorn({ url: 'http://posthorn.test', fetch });
    await posthorn.events.publishPayload('{}', { contentType });
    await posthorn.events.publishPayload('{}', { contentType, idempotencyKey: 'mine' });
    expect(keys).toEqual([hasKey ? expect.any(String) : null, 'mine']);
  });
});
