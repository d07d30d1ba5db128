import { describe, expect, it } from 'vitest';
import { apiKeyHash } from '../../src/domain/api-key.ts';
import { liveLimits } from '../../src/domain/limits.ts';
import { liveTicketHash } from '../../src/domain/live/ticket.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { ApiClient, problemIn } from '../support/api-client.ts';
import { addApiKey, serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { connectLive, liveTicket, watchLive } from '../support/live-client.ts';
import { liveServerForTest, newPrincipal } from '../support/live-server.ts';
import { connectTo } from '../support/raw-connection.ts';

/** The live view against clients that break its rules. */

const service = await serviceForFile();
const { api } = service;

describe('a ticket', () => {
  it('works once', async () => {
    const ticket = await liveTicket(api);
    await connectLive(ticket);
    await expect(connectLive(ticket)).rejects.toThrow('refused: 401');
  });

  it.each(['', 'x', 'phl_', 'phl_bm90IGEgdGlja2V0LCBidXQgYW4gZXhhbXBsZSBvbmU', '%00', 'é'])(
    'is refused when it is unknown: %j',
    async (ticket) => {
      const { url } = await liveTicket(api);
      await expect(connectLive({ ticket, url })).rejects.toThrow('refused: 401');
    },
  );

  it('is refused after its key was deleted', async () => {
    const { apiKeyStore } = service.runtime;
    const tenantId = (await apiKeyStore.oldest())?.tenantId;
    const key = await addApiKey(service.runtime, ['read'], tenantId);
    const ticket = await liveTicket(new ApiClient(service.url, key));
    const made = await apiKeyStore.findByHash(apiKeyHash(key));
    expect((await api.send('DELETE', `/api-keys/${made?.id}`)).status).toBe(204);
    await expect(connectLive(ticket)).rejects.toThrow('refused: 401');
  });

  it('is refused after its 30 seconds', async () => {
    const { live, clock } = service.runtime;
    const { ticket } = await liveTicket(api);
    expect(await live.tickets.take(liveTicketHash(ticket), clock.nowMs() + 30_000)).toBeUndefined();
    const { ticket: another } = await liveTicket(api);
    expect(await live.tickets.take(liveTicketHash(another), clock.nowMs() + 25_000)).toBeDefined();
  });

  it('needs the scope read', async () => {
    const ingesting = await service.clientWith(['ingest']);
    expect((await ingesting.sendJson('POST', '/live-tickets', {})).status).toBe(403);
  });

  it('has a filter whose event types are bounded together', async () => {
    const send = (characters: number) => {
      const event_types = Array.from({ length: characters / 128 }, (_, n) => `${n}`.padEnd(128, 'x'));
      return api.sendJson('POST', '/live-tickets', { filter: { event_types } });
    };
    const most = liveLimits.filterEventTypesCharacters;
    expect((await send(most)).status).toBe(201);
    expect(problemIn(await send(most + 128))).toMatchObject({
      status: 422,
      errors: [{ pointer: '/filter/event_types' }],
    });
  });

  it('is one of at most 50 unused ones of a receiver', async () => {
    const made = await api.sendJson('POST', '/portal-tokens', { receiver_id: 'greedy' });
    const portal = new ApiClient(service.url, (made.json() as { token: string }).token);
    const answers = await Promise.all(
      Array.from({ length: 51 }, () => portal.sendJson('POST', '/live-tickets', {})),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([[429, '30']]);
    expect((await api.sendJson('POST', '/live-tickets', {})).status).toBe(201);
  });
});

describe('an upgrade', () => {
  it.each([
    ['https://elsewhere.example', 403],
    ['null', 403],
    ['http://127.0.0.1:1', 403],
  ])('from a page of the origin %s is refused', async (origin, status) => {
    await expect(connectLive(await liveTicket(api), { origin })).rejects.toThrow(`refused: ${status}`);
  });

  it('from a page of the service is served', async () => {
    await connectLive(await liveTicket(api), { origin: service.url });
  });

  it('for an unknown host is refused', async () => {
    const headers = { host: 'elsewhere.example' };
    await expect(connectLive(await liveTicket(api), { headers })).rejects.toThrow('refused: 421');
  });

  it('to another protocol is answered as if it had not asked, with its body', async () => {
    const key = service.adminKey.key;
    const body = '{"name":"upgrade","scopes":["read"]}';
    const connection = await connectTo(service.url);
    connection.socket.write(
      `POST /api-keys HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\nconnection: Upgrade, HTTP2-Settings\r\n` +
        `upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await eventually('an answer', () => connection.answer().startsWith('HTTP/1.1 201'));
    connection.socket.destroy();
  });

  it('without a key of WebSocket is refused', async () => {
    const { ticket } = await liveTicket(api);
    const connection = await connectTo(service.url);
    connection.socket.write(
      `GET /live?ticket=${ticket} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`,
    );
    await eventually('an answer', () => connection.answer().startsWith('HTTP/1.1 400'));
    connection.socket.destroy();
  });
});

describe('a connection', () => {
  it.each(['{', 'watch', '[]', '5', '{"type":"subscribe"}', '\u0000'])(
    'answers the text %j with a problem, and stays open',
    async (text) => {
      const live = await watchLive(api);
      live.socket.send(text);
      expect(await live.first('problem')).toMatchObject({ code: 'invalid-message', closes: false });
      live.send({ type: 'ping' });
      await live.first('pong');
    },
  );

  it('answers a binary message with a problem', async () => {
    const live = await watchLive(api);
    live.socket.send(Buffer.from([0, 255, 1]));
    expect((await live.first('problem')).detail).toContain('binary');
  });

  it('is closed after a message over 16 KiB', async () => {
    const live = await watchLive(api);
    live.socket.send('x'.repeat(16 * 1_024 + 1));
    expect(await live.first('problem')).toMatchObject({ code: 'too-large', closes: true });
    expect(await live.closed()).toBe(1009);
  });

  it('is closed after a frame that is far too large, without reading it', async () => {
    const live = await watchLive(api);
    live.socket.send('x'.repeat(10 * 1_024 * 1_024));
    expect([1006, 1009]).toContain(await live.closed());
  });

  it('is closed when it sends 10,000 messages', async () => {
    const live = await watchLive(api);
    for (let n = 0; n < 10_000; n += 1) live.send({ type: 'ping' });
    await eventually('it is closed', () => live.closed());
    expect(live.all('problem').at(-1)).toMatchObject({ code: 'rate-limited', closes: true });
    expect(live.all('pong').length).toBeLessThan(30);
  });

  it('refuses a cursor that this service did not make', async () => {
    const live = await watchLive(api);
    live.send({ type: 'watch', cursor: 'x' });
    expect(await live.first('problem')).toMatchObject({ errors: [{ pointer: '/cursor' }], closes: false });
  });
});

describe('the rights of a connection', () => {
  it('end when its token expires, when its tokens are revoked, and when its key is deleted', async () => {
    let aheadMs = 0;
    const clock = { nowMs: () => Date.now() + aheadMs, monotonicMs: () => performance.now() + aheadMs };
    const { runtime, ticketFor } = await liveServerForTest(clock);
    const { portalVersions, apiKeyStore, apiKeys } = runtime;
    const holder = await newPrincipal(runtime);
    const { id, tenantId } = holder;
    const connect = async (principal: Principal) => {
      const connection = await connectLive(await ticketFor(principal));
      await connection.watch();
      return connection;
    };
    const token = { madeBy: id, version: 0 };
    const portal = { ...holder, id: 'ptk_1', receiverId: 'a', token };
    const expiring = await connect({ ...portal, expiresAtMs: clock.nowMs() + 60_000 });
    const revoked = await connect(portal);
    const lasting = await connect(holder);

    aheadMs += 61_000;
    expect(await expiring.first('problem')).toMatchObject({ code: 'rights-ended', closes: true });
    expect(await expiring.closed()).toBe(4401);

    await portalVersions.raise(tenantId, 'a', clock.nowMs());
    aheadMs += 31_000;
    expect(await revoked.closed()).toBe(4401);
    lasting.send({ type: 'ping' });
    await lasting.first('pong');

    await addApiKey(runtime, ['admin'], tenantId);
    expect(await apiKeyStore.remove(tenantId, id)).toBe('removed');
    apiKeys.removed(id);
    aheadMs += 31_000;
    expect(await lasting.closed()).toBe(4401);
    expect(runtime.liveFeed.isWatched).toBe(false);
  });
});

describe('a peer that is gone without a word', () => {
  it('is cut when it answers no ping', async () => {
    let aheadMs = 0;
    const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() + aheadMs };
    const { runtime, ticketFor } = await liveServerForTest(clock);
    const principal = await newPrincipal(runtime);
    const gone = await connectLive(await ticketFor(principal), { autoPong: false });
    const alive = await connectLive(await ticketFor(principal));
    await Promise.all([gone.watch(), alive.watch()]);
    const pinged = new Promise((resolve) => gone.socket.once('ping', resolve));
    aheadMs += 31_000;
    await pinged;
    aheadMs += 31_000;
    expect(await gone.closed()).toBe(1006);
    alive.send({ type: 'ping' });
    await alive.first('pong');
  });

  it('is closed when it never watches', async () => {
    let aheadMs = 0;
    const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() + aheadMs };
    const { runtime, ticketFor } = await liveServerForTest(clock);
    const idle = await connectLive(await ticketFor(await newPrincipal(runtime)));
    aheadMs += 31_000;
    expect(await idle.closed()).toBe(1008);
  });
});
