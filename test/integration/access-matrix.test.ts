import { describe, expect, it } from 'vitest';
import { type Scope, scopes } from '../../src/domain/api-key.ts';
import type { AnyOperation } from '../../src/http/core/operation.ts';
import type { OpenApiDocument } from '../../src/http/openapi/document.ts';
import { operations } from '../../src/http/openapi/operations.ts';
import { ApiClient, type HttpAnswer, problemIn, sendHttp } from '../support/api-client.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { exampleCall, type Ids, named, oneOfEach, pathOf, unknownIds } from '../support/operation-calls.ts';
import { receiverForFile } from '../support/receiver.ts';

/**
 * Every route of the document that the service shows, for every kind of caller. The expectation is read
 * from the document itself, so that a route which says nothing of who may call it fails here.
 */

const RECEIVER = 'customer-42';

interface Callers {
  readonly byScope: ReadonlyMap<Scope, ApiClient>;
  readonly expired: ApiClient;
  readonly portal: Readonly<Record<'read' | 'manage', ApiClient>>;
  readonly otherReceiver: ApiClient;
  readonly otherTenant: ApiClient;
}

async function portalToken(receiverId: string, access: 'read' | 'manage'): Promise<ApiClient> {
  const answer = await posthorn.api.sendJson('POST', '/portal-tokens', { receiver_id: receiverId, access });
  return new ApiClient(posthorn.url, (answer.json() as { token: string }).token);
}

async function keyOf(about: object): Promise<{ readonly id: string; readonly key: string }> {
  const answer = await posthorn.api.sendJson('POST', '/api-keys', { name: 'of a test', ...about });
  return answer.json() as { id: string; key: string };
}

async function expiredKey(): Promise<ApiClient> {
  const expiresAtMs = Date.now() + 1_000;
  const { key } = await keyOf({ scopes: ['admin'], expires_at: new Date(expiresAtMs).toISOString() });
  await new Promise((resolve) => setTimeout(resolve, expiresAtMs - Date.now() + 5));
  return new ApiClient(posthorn.url, key);
}

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

const document = (await posthorn.api.send('GET', '/openapi.json')).json() as OpenApiDocument;
const keys = scopes.map(async (scope) => {
  const { key } = await keyOf({ scopes: [scope] });
  return [scope, new ApiClient(posthorn.url, key)] as const;
});
const callers: Callers = {
  byScope: new Map(await Promise.all(keys)),
  expired: await expiredKey(),
  portal: { read: await portalToken(RECEIVER, 'read'), manage: await portalToken(RECEIVER, 'manage') },
  otherReceiver: await portalToken('customer-43', 'manage'),
  otherTenant: await posthorn.clientWith(['admin']),
};
const ids = await oneOfEach(posthorn.api, {
  subscription: { target_url: receiver.target().url, receiver_id: RECEIVER },
});

interface MovedSubscription {
  readonly ids: Ids;
  readonly first: ApiClient;
  readonly second: ApiClient;
}

let movedCount = 0;

/** A subscription that has been moved: its id, and those of its earlier deliveries and events. */
async function movedSubscription({ path }: AnyOperation): Promise<MovedSubscription> {
  movedCount += 1;
  const [first, second] = [`first-${movedCount}`, `second-${movedCount}`];
  const settings = { target_url: receiver.target().url, receiver_id: first };
  const { id } = await posthorn.api.createSubscription(settings);
  const { task_id: taskId, event_id: eventId } = await posthorn.api.ingest(id, '"of the first"');
  await posthorn.deliveryWhen('delivered', taskId);
  // Only so many recoveries may be under way.
  const isOfRecovery = path.startsWith('/recoveries');
  const since = { since: '2026-01-01T00:00:00Z' };
  const recoveryId = isOfRecovery ? (await posthorn.api.recover(id, since)).id : '';
  await posthorn.api.changeSubscription(id, { receiver_id: second });
  const moved = {
    subscriptions: id,
    events: eventId,
    deliveries: taskId,
    status: taskId,
    recoveries: recoveryId,
  };
  return {
    ids: { ...ids, ...moved },
    first: await portalToken(first, 'manage'),
    second: await portalToken(second, 'manage'),
  };
}

type Security = readonly Readonly<Record<string, readonly Scope[]>>[];

/** Who may call an operation, as the document says it. */
function rulesOf({ path, method }: AnyOperation) {
  const said = document.paths[path]?.[method.toLowerCase()] as { readonly security: Security };
  const schemes = Object.assign({}, ...said.security) as Record<string, readonly Scope[] | undefined>;
  const of = (scheme: string) => {
    const needed = schemes[scheme];
    return needed && (needed[0] ?? 'any');
  };
  return { scope: of('apiKey'), portalScope: of('portalToken') };
}

const call = (api: ApiClient, operation: AnyOperation, of: Ids = unknownIds): Promise<HttpAnswer> =>
  api.send(operation.method, pathOf(operation, of), exampleCall(operation, of));

function expectRefused(answer: HttpAnswer, status: 401 | 403, who: string): void {
  expect(problemIn(answer).status, who).toBe(status);
}

const documented = operations.filter(({ isDocumented }) => isDocumented);
const closed = documented.filter(({ scope }) => scope !== null);

it('every route of the document is one that is tried here', () => {
  const inDocument = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(named(documented).map(([name]) => name)).toEqual(expect.arrayContaining(inDocument));
  expect(inDocument).toHaveLength(documented.length);
});

describe.each(named(closed))('%s', (_, operation) => {
  it('is refused without a key, and with one that has expired', async () => {
    const anonymous = await sendHttp(
      posthorn.url,
      operation.method,
      pathOf(operation, unknownIds),
      exampleCall(operation),
    );
    expectRefused(anonymous, 401, 'no key');
    expectRefused(await call(callers.expired, operation), 401, 'expired');
  });

  it('is refused to a key without its scope, and to no other', async () => {
    const { scope } = rulesOf(operation);
    expect([...scopes, 'any']).toContain(scope);
    for (const [held, api] of callers.byScope) {
      const answer = await call(api, operation);
      if (held === scope || scope === 'any' || held === 'admin')
        expect([401, 403, 500], held).not.toContain(answer.status);
      else expectRefused(answer, 403, held);
    }
  });

  it('is open to a portal token only as the document says', async () => {
    const { portalScope } = rulesOf(operation);
    for (const access of ['read', 'manage'] as const) {
      const isOpen =
        portalScope === 'any' || portalScope === 'read' || (portalScope === 'manage' && access === 'manage');
      const answer = await call(callers.portal[access], operation);
      if (isOpen) expect([401, 403, 500], access).not.toContain(answer.status);
      else expectRefused(answer, 403, access);
    }
  });
});

/** The catalogue of event types is the tenant's, and every receiver of it may read it. */
const isOfAllReceivers = ({ path }: AnyOperation) => path.startsWith('/event-types');

const withId = closed.filter(({ path }) => path.includes('{'));

describe.each(named(withId))('%s of another tenant or receiver', (_, operation) => {
  it('is not found by another tenant', async () => {
    expect(problemIn(await call(callers.otherTenant, operation, ids)).status).toBe(404);
  });

  it('is not found by the portal token of another receiver', async () => {
    if (rulesOf(operation).portalScope === undefined || isOfAllReceivers(operation)) return;
    expect(problemIn(await call(callers.otherReceiver, operation, ids)).status).toBe(404);
  });
});

describe.each(named(withId))('%s of a subscription that has moved to another receiver', (_, operation) => {
  it('is found by the portal token of the new receiver only if it is about the subscription', async () => {
    if (rulesOf(operation).portalScope === undefined || isOfAllReceivers(operation)) return;
    const moved = await movedSubscription(operation);
    const isFound = operation.path.startsWith('/subscriptions/');
    const answer = await call(moved.second, operation, moved.ids);
    if (isFound) expect([401, 403, 404, 500]).not.toContain(answer.status);
    else expect(problemIn(answer).status).toBe(404);
  });

  it('is not found by the portal token of the first receiver, but for its event', async () => {
    if (rulesOf(operation).portalScope === undefined || isOfAllReceivers(operation)) return;
    const moved = await movedSubscription(operation);
    const answer = await call(moved.first, operation, moved.ids);
    expect(answer.status).toBe(operation.path === '/events/{id}' ? 200 : 404);
  });
});

const keyed = closed.filter(
  ({ takesIdempotencyKey, path, success }) =>
    takesIdempotencyKey && !path.includes('{') && success.status === 201,
);

describe.each(named(keyed))('%s, repeated after its result was deleted', (_, operation) => {
  it('answers 404 or 409, and makes nothing', async () => {
    const api = await posthorn.clientWith(['admin']);
    const once = () => {
      const example = exampleCall(operation);
      const headers = { ...example.headers, 'idempotency-key': 'once' };
      return api.send(operation.method, operation.path, { ...example, headers });
    };
    const first = await once();
    expect(first.status, first.body.toString()).toBe(201);
    const { id, name } = first.json() as { id?: string; name?: string };
    const path = `${operation.path}/${id ?? name}`;
    const isDeletable = documented.some(
      (one) => one.method === 'DELETE' && one.path.startsWith(`${operation.path}/{`),
    );
    if (isDeletable) expect((await api.send('DELETE', path)).status).toBe(204);
    expect([404, 409]).toContain((await once()).status);
    const list = (await api.send('GET', operation.path)).body.toString();
    expect(list.includes(`"${id ?? name}"`)).toBe(!isDeletable);
  });
});

// Last, since some of it goes by that. So the answers above were not of a bad path.
const isDeletion = ({ method }: AnyOperation) => method === 'DELETE';
const deletionsLast = [...withId.filter((one) => !isDeletion(one)), ...withId.filter(isDeletion)];

describe.each(named(deletionsLast))('%s of ones own', (_, operation) => {
  it('is found: by the portal token of its receiver, or where that may not call it, by its tenant', async () => {
    const isForPortal = rulesOf(operation).portalScope !== undefined;
    const owner = isForPortal ? callers.portal.manage : posthorn.api;
    expect((await call(owner, operation, ids)).status).not.toBe(404);
  });
});
