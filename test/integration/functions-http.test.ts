import { describe, expect, it } from 'vitest';
import { createApiFunction } from '../../functions/api.ts';
import { createDocsFunction } from '../../functions/docs.ts';
import { createIngestFunction } from '../../functions/ingest.ts';
import type { EventId, SubscriptionId } from '../../src/domain/ids.ts';
import type { ApiGatewayEvent } from '../../src/http/core/api-gateway.ts';
import type { Log } from '../../src/ports/platform.ts';
import { DamagedSubscriptionError } from '../../src/ports/storage.ts';
import { addApiKey, runtimeForTest } from '../support/embedded-service.ts';
import { type GatewayCall, httpContext, httpEvent, restEvent } from '../support/lambda-events.ts';

/** The functions behind API Gateway, called with its events. */

async function functionsForTest() {
  const runtime = await runtimeForTest();
  const tenantId = `ten_${runtime.randomness.ulid(runtime.clock.nowMs())}` as const;
  const key = await addApiKey(runtime, ['admin'], tenantId);
  const [api, ingest] = [createApiFunction(runtime), createIngestFunction(runtime)];
  const authorization = { Authorization: `Bearer ${key}` };
  const created = await api(
    restEvent({
      method: 'POST',
      path: '/subscriptions',
      headers: { ...authorization, 'Content-Type': 'application/json' },
      body: Buffer.from('{"target_url":"http://127.0.0.1/"}'),
    }),
    httpContext,
  );
  expect(created.statusCode, created.body).toBe(201);
  const { id: subscriptionId } = JSON.parse(created.body) as { id: string };
  const eventOf = ({ body }: { readonly body: string }) =>
    runtime.events.find(tenantId, (JSON.parse(body) as { event_id: EventId }).event_id);
  return { runtime, api, ingest, authorization, subscriptionId, eventOf };
}

const bytes = Buffer.from([0x00, 0xff, 0xfe, 0x7b, 0x22, 0xc3, 0x28, 0x0d, 0x0a]);

const asHttpEventOf = (stage: string) => (call: GatewayCall) => httpEvent({ ...call, stage });

const kinds: readonly (readonly [string, (call: GatewayCall) => ApiGatewayEvent])[] = [
  ['a REST API', restEvent],
  ['an HTTP API', asHttpEventOf('$default')],
  ['an HTTP API with its stage in the path', asHttpEventOf('prod')],
];

describe('behind a REST API', () => {
  it.each(['Authorization', 'Idempotency-Key', 'X-Posthorn-Signature', 'webhook-id'])(
    '%s is refused when it came twice, and named',
    async (name) => {
      const { api, authorization } = await functionsForTest();
      const event = restEvent({ method: 'GET', path: '/subscriptions', headers: authorization });
      const result = await api(
        { ...event, multiValueHeaders: { ...event.multiValueHeaders, [name]: ['a', 'b'] } },
        httpContext,
      );
      expect(result.statusCode).toBe(400);
      expect(JSON.parse(result.body)).toMatchObject({
        detail: `The header ${name.toLowerCase()} was sent more than once. Send it once.`,
      });
    },
  );

  it('answers ask for TLS when the request came over TLS', async () => {
    const { api } = await functionsForTest();
    const headers = { 'X-Forwarded-Proto': 'https' };
    const result = await api(restEvent({ method: 'GET', path: '/nope', headers }), httpContext);
    expect(result.headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
});

/** The path that each kind of API passes on: an HTTP API decodes it, and cuts it at a `?`. */
const pathVia = (kind: string, sent: string): string =>
  kind === 'a REST API' ? sent : (decodeURIComponent(sent).split('?')[0] ?? '');

describe.each(kinds)('behind %s', (kind, eventFrom) => {
  it.each([
    'urn:x:y',
    'a/b',
    'a/',
    'a//b',
    'a%2Fb',
    '100%',
    '%41',
    'two words',
    'a#b;c=d',
    '"\\',
    '~',
    'a+b&c',
  ])('the event type %s is made, found where the answer says, changed, and deleted', async (name) => {
    const { api, authorization } = await functionsForTest();
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    const call = (method: string, path: string, value?: object) => {
      const body = value && { body: Buffer.from(JSON.stringify(value)) };
      return api(eventFrom({ method, path: pathVia(kind, path), headers, ...body }), httpContext);
    };
    const made = await call('POST', '/event-types', { name });
    expect(made.statusCode, made.body).toBe(201);
    const path = `/event-types/${encodeURIComponent(name)}`;
    expect(made.headers['location']?.endsWith(path)).toBe(true);
    expect(JSON.parse((await call('GET', path)).body)).toMatchObject({ name, description: null });
    const changed = await call('PATCH', path, { description: 'd' });
    expect(JSON.parse(changed.body)).toMatchObject({ name, description: 'd' });
    expect((await call('DELETE', path)).statusCode).toBe(204);
    expect((await call('GET', path)).statusCode).toBe(404);
  });

  it.each(['a/b', 'a/', '//', 'a%2Fb', '100%', '%41', 'ü 漢', 'a#b', 'a\nb', '...'])(
    'the receiver %j is made, found where the answer says, changed, and deleted',
    async (id) => {
      const { api, authorization } = await functionsForTest();
      const headers = { ...authorization, 'Content-Type': 'application/json' };
      const call = (method: string, path: string, value?: object) => {
        const body = value && { body: Buffer.from(JSON.stringify(value)) };
        return api(eventFrom({ method, path: pathVia(kind, path), headers, ...body }), httpContext);
      };
      const made = await call('POST', '/receivers', { id, name: 'n' });
      expect(made.statusCode, made.body).toBe(201);
      const path = `/receivers/${encodeURIComponent(id)}`;
      expect(made.headers['location']?.endsWith(path)).toBe(true);
      expect(JSON.parse((await call('GET', path)).body)).toMatchObject({ id, name: 'n' });
      expect(JSON.parse((await call('PATCH', path, { name: 'm' })).body)).toMatchObject({ id, name: 'm' });
      expect((await call('DELETE', path)).statusCode).toBe(204);
      expect((await call('GET', path)).statusCode).toBe(404);
    },
  );

  it('the URL of a portal token has the host and the stage', async () => {
    const { api, authorization } = await functionsForTest();
    const headers = {
      ...authorization,
      'Content-Type': 'application/json',
      Host: 'a1b2c3.execute-api.eu-west-1.amazonaws.com',
      'X-Forwarded-Proto': 'https',
    };
    const body = Buffer.from('{"receiver_id":"customer-42","theme":{"accent":"#0a7d4f"}}');
    const made = await api(eventFrom({ method: 'POST', path: '/portal-tokens', headers, body }), httpContext);
    const { url, token } = JSON.parse(made.body) as { url: string; token: string };
    const stage = kind === 'an HTTP API' ? '' : '/prod';
    const page = `https://a1b2c3.execute-api.eu-west-1.amazonaws.com${stage}/portal/`;
    expect(url).toBe(`${page}#token=${token}&accent=%230a7d4f`);
  });

  it('any bytes are taken in as they were sent', async () => {
    const { ingest, authorization, subscriptionId, eventOf } = await functionsForTest();
    const headers = {
      ...authorization,
      'Content-Type': 'application/x-protobuf',
      'X-Event-Type': 'order.created',
    };
    const result = await ingest(
      eventFrom({ method: 'POST', path: `/ingest/${subscriptionId}`, headers, body: bytes }),
      httpContext,
    );
    expect(result).toMatchObject({
      statusCode: 202,
      isBase64Encoded: false,
      headers: { 'content-type': 'application/json' },
    });
    const event = await eventOf(result);
    expect(Buffer.from(event!.payload)).toEqual(bytes);
    expect(event).toMatchObject({ contentType: 'application/x-protobuf', eventType: 'order.created' });
  });

  it('a body may be missing, and so may its type', async () => {
    const { ingest, authorization, subscriptionId, eventOf } = await functionsForTest();
    const call = { method: 'POST', path: `/ingest/${subscriptionId}/`, headers: authorization };
    const result = await ingest(eventFrom(call), httpContext);
    expect(result.statusCode).toBe(202);
    expect(await eventOf(result)).toMatchObject({
      contentType: 'application/octet-stream',
      payload: { length: 0 },
    });
  });

  it('the query is read, decoded once, and a repeated parameter is refused', async () => {
    const { ingest, authorization, subscriptionId, eventOf } = await functionsForTest();
    const call = { method: 'POST', path: `/ingest/${subscriptionId}`, headers: authorization, body: bytes };
    const taken = await ingest(eventFrom({ ...call, query: 'event_type=order%2Ecreated' }), httpContext);
    expect(await eventOf(taken)).toMatchObject({ eventType: 'order.created' });
    const twice = await ingest(eventFrom({ ...call, query: 'event_type=a&event_type=b' }), httpContext);
    expect(twice.statusCode).toBe(422);
    const encoded = await ingest(eventFrom({ ...call, query: 'event_type=%252A' }), httpContext);
    expect(await eventOf(encoded)).toMatchObject({ eventType: '%2A' });
  });

  it('what is refused is a problem document with the id of the request', async () => {
    const { api, authorization } = await functionsForTest();
    const event = eventFrom({ method: 'GET', path: '/nope', headers: authorization });
    const result = await api(event, httpContext);
    expect(result).toMatchObject({
      statusCode: 404,
      isBase64Encoded: false,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(JSON.parse(result.body)).toMatchObject({
      status: 404,
      request_id: event.requestContext.requestId,
    });
    const unauthenticated = await api(eventFrom({ method: 'GET', path: '/subscriptions' }), httpContext);
    expect(unauthenticated).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': expect.any(String) },
    });
  });

  it('answers 500 for a damaged subscription, and still shows its tenant the deliveries', async () => {
    const { runtime, ingest, authorization, subscriptionId } = await functionsForTest();
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    const body = Buffer.from('{}');
    const accepted = await ingest(
      eventFrom({ method: 'POST', path: `/ingest/${subscriptionId}`, headers, body }),
      httpContext,
    );
    const { event_id: eventId, task_id: deliveryId } = JSON.parse(accepted.body);

    const log: Log = { ...runtime.log, error: () => {} };
    const store = Object.assign(Object.create(runtime.store), {
      find: (id: SubscriptionId) => Promise.reject(new DamagedSubscriptionError(id, 'of a test')),
    });
    const api = createApiFunction({ ...runtime, store, log });
    const get = async (path: string) => {
      const { statusCode, body } = await api(
        eventFrom({ method: 'GET', path, headers: authorization }),
        httpContext,
      );
      return { statusCode, body: JSON.parse(body) };
    };
    expect(await get(`/subscriptions/${subscriptionId}`)).toMatchObject({
      statusCode: 500,
      body: { type: 'urn:posthorn:problem:subscription-damaged' },
    });
    expect(await get(`/events/${eventId}`)).toMatchObject({
      statusCode: 200,
      body: { deliveries: [{ id: deliveryId }] },
    });
    expect((await get(`/deliveries/${deliveryId}`)).statusCode).toBe(200);
  });

  it('an unforeseen error is a 500 with only the id under which it is logged', async () => {
    const { runtime, authorization } = await functionsForTest();
    const logged: unknown[] = [];
    const log: Log = { ...runtime.log, error: (occurrence, fields) => logged.push([occurrence, fields]) };
    const apiKeys = {
      findById: () => Promise.reject(new Error('unused')),
      removed: () => {},
      findByHash: () => Promise.reject(new Error('the disk is on fire')),
    };
    const api = createApiFunction({ ...runtime, apiKeys, log });
    const event = eventFrom({ method: 'GET', path: '/subscriptions', headers: authorization });
    const result = await api(event, httpContext);
    expect(result.statusCode).toBe(500);
    expect(result.body).not.toContain('fire');
    const { requestId } = event.requestContext;
    expect(JSON.parse(result.body)).toMatchObject({ status: 500, request_id: requestId });
    expect(logged).toMatchObject([['request.failed', { request_id: requestId, path: '/subscriptions' }]]);
  });

  it('too much is refused by each function itself', async () => {
    const { ingest, authorization, subscriptionId } = await functionsForTest();
    const call = { method: 'POST', path: `/ingest/${subscriptionId}`, headers: authorization };
    const result = await ingest(eventFrom({ ...call, body: Buffer.alloc(5 * 1_024 * 1_024) }), httpContext);
    expect(result.statusCode).toBe(413);
  });
});

describe('behind an HTTP API', () => {
  it('an event type with a ? is refused by name, since its path would be cut', async () => {
    const { api, authorization } = await functionsForTest();
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    const body = Buffer.from('{"name":"a?b"}');
    const result = await api(httpEvent({ method: 'POST', path: '/event-types', headers, body }), httpContext);
    expect(result.statusCode).toBe(422);
    expect(JSON.parse(result.body)).toMatchObject({ errors: [{ pointer: '/name' }] });
  });

  it('an event type that was made elsewhere is found by its path encoded twice', async () => {
    const { api, authorization } = await functionsForTest();
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    const body = Buffer.from('{"name":"a?b"}');
    await api(restEvent({ method: 'POST', path: '/event-types', headers, body }), httpContext);
    const found = await api(httpEvent({ method: 'GET', path: '/event-types/a%3Fb', headers }), httpContext);
    expect(JSON.parse(found.body)).toMatchObject({ name: 'a?b' });
  });

  it('a receiver with a ? is refused by name, and found by its path encoded twice', async () => {
    const { api, authorization } = await functionsForTest();
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    const body = Buffer.from('{"id":"a?b","name":"n"}');
    const call = { method: 'POST', path: '/receivers', headers, body };
    const refused = await api(httpEvent(call), httpContext);
    expect(JSON.parse(refused.body)).toMatchObject({ status: 422, errors: [{ pointer: '/id' }] });
    expect((await api(restEvent(call), httpContext)).statusCode).toBe(201);
    const found = await api(httpEvent({ method: 'GET', path: '/receivers/a%3Fb', headers }), httpContext);
    expect(JSON.parse(found.body)).toMatchObject({ id: 'a?b' });
  });
});

describe('behind an HTTP API, a text', () => {
  const ingestText = async (body: Uint8Array, headers: Record<string, string> = {}) => {
    const { ingest, authorization, subscriptionId, eventOf } = await functionsForTest();
    const path = `/ingest/${subscriptionId}`;
    const allHeaders = { ...authorization, 'content-type': 'application/json', ...headers };
    const event = httpEvent({ method: 'POST', path, headers: allHeaders, body, decodesBody: true });
    const result = await ingest(event, httpContext);
    return { result, payload: result.statusCode === 202 ? (await eventOf(result))?.payload : undefined };
  };

  it('that is UTF-8 is taken in as it was sent', async () => {
    const body = Buffer.from('\u{FEFF}{"größe": "5 m²", "\u0000": 1e400}');
    const { result, payload } = await ingestText(body);
    expect(result.statusCode, result.body).toBe(202);
    expect(Buffer.from(payload!)).toEqual(body);
  });

  it.each([
    ['was no UTF-8 and has another length now', bytes, {}],
    ['was no UTF-8 and has the same length by chance', Buffer.from('{"a":"\u{FFFD}"}'), {}],
    ['is shorter than was sent', Buffer.from('{}'), { 'content-length': '3' }],
  ] as const)('that %s is refused, since it may be altered', async (_, body, headers) => {
    const { result } = await ingestText(body, headers);
    expect(result.statusCode).toBe(415);
    expect((JSON.parse(result.body) as { detail: string }).detail).toContain('application/octet-stream');
  });
});

describe('links', () => {
  it('lead through the stage that the request came through', async () => {
    const { api } = await functionsForTest();
    const call = { method: 'GET', path: '/' };
    const locationOf = async (event: ApiGatewayEvent) => (await api(event, httpContext)).headers['location'];
    expect(await locationOf(restEvent(call))).toBe('/prod/dashboard/');
    expect(await locationOf(httpEvent({ ...call, stage: 'prod' }))).toBe('/prod/dashboard/');
    expect(await locationOf(httpEvent(call))).toBe('/dashboard/');
  });

  it('in the documentation do too, and its files are of their types', async () => {
    const { runtime } = await functionsForTest();
    const swaggerUiFolder = new URL('../../node_modules/swagger-ui-dist', import.meta.url).pathname;
    const pagesFolder = new URL('../../dist/dashboard', import.meta.url).pathname;
    const docs = createDocsFunction({
      log: runtime.log,
      swaggerUiFolder,
      pagesFolder,
      portalOrigins: [],
      compresses: true,
      liveOrigins: [],
    });
    const page = await docs(restEvent({ method: 'GET', path: '/docs' }), httpContext);
    expect(page).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(page.body).toContain('src="/prod/docs/swagger-ui-bundle.js"');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const style = await docs(restEvent({ method: 'GET', path: '/docs/swagger-ui.css' }), httpContext);
    expect(style).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/css; charset=utf-8' } });
    const outside = await docs(restEvent({ method: 'GET', path: '/docs/../package.json' }), httpContext);
    expect(outside.statusCode).toBe(404);
  });
});
