import { describe, expect, it } from 'vitest';
import { ingestSignature } from '../../src/domain/ingest-verification.ts';
import { problemIn } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile, type Target } from '../support/receiver.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const firstRequest = (target: Target) => eventually('a request arrives', () => target.requests[0]);

describe('an event for a subscription with an ingest secret', () => {
  const secret = 'geheim-é'; // Its UTF-8 bytes are the key.
  const payload = '{"order": 1001, "note": "Grüße"}';
  const signature = ingestSignature(secret, Buffer.from(payload));

  const signedSubscription = async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({ target_url: target.url, ingest_secret: secret });
    return { id, target };
  };

  it.each([
    ['plain', signature],
    ['after sha256=', `sha256=${signature}`],
  ])('is taken with its signature in the header, %s', async (_, header) => {
    const { id, target } = await signedSubscription();
    await posthorn.api.ingest(id, payload, {
      'x-posthorn-signature': header,
      'content-type': 'text/x-order',
    });
    const request = await firstRequest(target);
    expect(request.body.toString()).toBe(payload);
    expect(request.headers['content-type']).toBe('text/x-order');
  });

  it.each([
    ['JSON', payload, 'application/json'],
    ['text', 'Grüße, no JSON', 'text/plain; charset=utf-8'],
    ['nothing', '', 'text/plain; charset=utf-8'],
  ])('is taken out of its signed wrapper: %s', async (_, text, contentType) => {
    const { id, target } = await signedSubscription();
    const wrapper = { body: text, signature: ingestSignature(secret, Buffer.from(text)) };
    await posthorn.api.ingest(id, JSON.stringify(wrapper));
    const request = await firstRequest(target);
    expect(request.body.toString()).toBe(text);
    expect(request.headers['content-type']).toBe(contentType);
  });

  const wrapped = (wrapper: unknown) => ({ body: JSON.stringify(wrapper) });

  it.each([
    ['no signature at all', { body: payload }, 400, 'missing-signature', '/signature'],
    ['a wrapper without signature', wrapped({ body: payload }), 400, 'missing-signature', '/signature'],
    ['a wrapper without body', wrapped({ signature }), 400, 'malformed-request', '/body'],
    [
      'a body that is no string',
      wrapped({ body: { order: 1 }, signature }),
      400,
      'malformed-request',
      '/body',
    ],
    ['a body of half a character', wrapped({ body: '\ud800', signature }), 400, 'malformed-request', '/body'],
    [
      'a signature that is no string',
      wrapped({ body: payload, signature: 7 }),
      400,
      'malformed-request',
      '/signature',
    ],
    [
      'a member that is not signed',
      wrapped({ body: payload, signature, extra: 1 }),
      400,
      'malformed-request',
      '/extra',
    ],
    [
      'another body in the wrapper',
      wrapped({ body: `${payload} `, signature }),
      403,
      'wrong-signature',
      undefined,
    ],
    [
      'a signature that is not ASCII',
      wrapped({ body: payload, signature: 'é'.repeat(64) }),
      403,
      'wrong-signature',
      undefined,
    ],
    [
      'another body under the header',
      { body: `${payload} `, headers: { 'x-posthorn-signature': signature } },
      403,
      'wrong-signature',
      undefined,
    ],
    [
      'a signature in capitals',
      { body: payload, headers: { 'x-posthorn-signature': signature.toUpperCase() } },
      403,
      'wrong-signature',
      undefined,
    ],
  ])('is refused, and goes nowhere, with %s', async (_, call, status, code, pointer) => {
    const { id, target } = await signedSubscription();
    const answer = await posthorn.api.send('POST', `/ingest/${id}`, call);
    const problem = problemIn(answer);
    expect(problem).toMatchObject({ status, type: `urn:posthorn:problem:${code}` });
    expect(problem.errors?.map((fault) => fault.pointer)).toEqual(pointer && [pointer]);
    expect((await posthorn.api.deliveries(id)).data).toEqual([]);
    expect(target.requests).toEqual([]);
  });
});
