import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createLiveConnectionsFunction } from '../../../../functions/live-connections.ts';
import { MemoryLiveTickets } from '../../../../src/adapters/memory/live-tickets.ts';
import { pinoLog } from '../../../../src/adapters/pino/log.ts';
import { liveLimits } from '../../../../src/domain/limits.ts';
import { liveCursorAt } from '../../../../src/domain/live/cursor.ts';
import { liveTicketHash } from '../../../../src/domain/live/ticket.ts';
import { FakeConnections, FakeLease, FakePosts, FakeStarter } from '../../../support/fake-live.ts';
import { aTenantId } from '../../../support/records.ts';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');

function world() {
  const tickets = new MemoryLiveTickets(() => NOW_MS);
  const connections = new FakeConnections();
  const posts = new FakePosts();
  const lease = new FakeLease();
  const starter = new FakeStarter();
  const clock = { nowMs: () => NOW_MS };
  const log = pinoLog('silent', { write: () => {} });
  const handle = createLiveConnectionsFunction({ tickets, connections, posts, lease, starter, clock, log });
  const event = (eventType: string, about: object): APIGatewayProxyWebsocketEventV2 =>
    ({ requestContext: { eventType, connectionId: 'c1' }, ...about }) as APIGatewayProxyWebsocketEventV2;
  const connect = (ticket?: string) =>
    handle(event('CONNECT', { queryStringParameters: ticket === undefined ? null : { ticket } }));
  const say = (body: string | object) =>
    handle(event('MESSAGE', { body: typeof body === 'string' ? body : JSON.stringify(body) }));
  const addTicket = async (text: string) => {
    const rights = {
      tenantId: aTenantId(),
      receiverId: undefined,
      keyId: 'key_1' as const,
      tokenVersion: null,
      expiresAtMs: null,
    };
    await tickets.add(liveTicketHash(text), { rights, filter: {}, expiresAtMs: NOW_MS + 30_000 });
  };
  const disconnect = () => handle(event('DISCONNECT', {}));
  return { addTicket, connect, connections, disconnect, lease, posts, say, starter };
}

async function connected() {
  const all = world();
  await all.addTicket('phl_1');
  await all.connect('phl_1');
  return all;
}

describe('the function of live connections', () => {
  it('lets a connection in with a ticket, once', async () => {
    const { addTicket, connect, connections, starter, posts } = world();
    await addTicket('phl_1');
    expect(await connect('phl_1')).toEqual({ statusCode: 200 });
    expect(connections.rows.size).toBe(1);
    expect(await connect('phl_1')).toEqual({ statusCode: 401 });
    // A connection is not open yet: nothing is sent, and no pump runs for it.
    expect([starter.started.length, posts.posts]).toEqual([0, 0]);
  });

  it.each([undefined, '', 'phl_unknown'])('refuses the ticket %j', async (ticket) => {
    const { connect, connections } = world();
    expect(await connect(ticket)).toEqual({ statusCode: 401 });
    expect(connections.rows.size).toBe(0);
  });

  it('starts a pump for a watch, unless one works', async () => {
    const { connections, lease, say, starter } = await connected();
    await say({ type: 'watch', filter: { event_types: ['order.*'] } });
    expect(starter.started).toEqual([undefined]);
    lease.owner = 'pump';
    await say({ type: 'watch', cursor: liveCursorAt(NOW_MS - 5_000) });
    expect(starter.started).toHaveLength(1);
    expect(connections.rows.get('c1')?.watch).toEqual({ number: 2, filter: {}, sinceMs: NOW_MS - 5_000 });
  });

  it('answers a ping', async () => {
    const { posts, say } = await connected();
    await say({ type: 'ping' });
    expect(posts.to('c1')).toEqual([{ type: 'pong', cursor: null }]);
  });

  it.each([
    ['no JSON', 'nonsense', ''],
    ['an unknown type', { type: 'watcher' }, '/type'],
    ['a wrong field', { type: 'watch', filter: { statuses: ['lost'] } }, '/filter/statuses/0'],
    ['a strange cursor', { type: 'watch', cursor: 'from another service' }, '/cursor'],
  ])('says what is wrong with %s, and keeps the connection', async (_, body, pointer) => {
    const { connections, posts, say, starter } = await connected();
    await say(body);
    const [problem] = posts.to('c1');
    expect(problem).toMatchObject({ type: 'problem', code: 'invalid-message', closes: false });
    if (pointer !== '') expect(problem).toMatchObject({ errors: [{ pointer }] });
    expect(connections.rows.get('c1')?.watch.number).toBe(0);
    expect([posts.closed, starter.started]).toEqual([[], []]);
  });

  it('closes a connection that sends too much at once', async () => {
    const { posts, say } = await connected();
    await say('x'.repeat(liveLimits.clientMessageBytes + 1));
    expect(posts.to('c1')).toMatchObject([{ type: 'problem', code: 'too-large', closes: true }]);
    expect(posts.closed).toEqual(['c1']);
  });

  it('closes a connection that sends too often, and no other', async () => {
    const { posts, say } = await connected();
    const { burst } = liveLimits.clientMessages;
    for (let n = 0; n < burst; n += 1) await say({ type: 'ping' });
    expect(posts.typesTo('c1')).toEqual(Array.from({ length: burst }, () => 'pong'));
    await say({ type: 'ping' });
    expect(posts.to('c1').at(-1)).toMatchObject({ type: 'problem', code: 'rate-limited', closes: true });
    expect(posts.closed).toEqual(['c1']);
  });

  it('closes a connection that has no row any more', async () => {
    const { connections, posts, say, starter } = await connected();
    connections.rows.clear();
    await say({ type: 'watch' });
    expect(posts.closed).toEqual(['c1']);
    expect(starter.started).toEqual([]);
  });

  it('forgets a connection that has ended', async () => {
    const { connections, disconnect } = await connected();
    expect(await disconnect()).toEqual({ statusCode: 200 });
    expect(connections.rows.size).toBe(0);
  });
});
