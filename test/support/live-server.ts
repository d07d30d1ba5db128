import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { LiveServer } from '../../embedded/live/live-server.ts';
import { UpgradableRequest } from '../../embedded/live/upgradable-request.ts';
import { issueLiveTicket } from '../../src/application/live-tickets.ts';
import { apiKeyHash } from '../../src/domain/api-key.ts';
import type { LiveFilter } from '../../src/domain/live/filter.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type { Clock } from '../../src/ports/platform.ts';
import type { EmbeddedRuntime } from '../../src/runtime/embedded.ts';
import { addApiKey, runtimeForTest } from './embedded-service.ts';

/** The live view over a runtime of its own, whose clock a test can set. */
export async function liveServerForTest(clock?: Clock) {
  const runtime = await runtimeForTest(clock);
  const server = createServer({ IncomingMessage: UpgradableRequest });
  const live = new LiveServer(runtime);
  live.attach(server, { faultOfHead: () => undefined, releaseConnection: () => {} });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    live.stop();
    server.closeAllConnections();
    server.close();
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/live`;
  return {
    runtime,
    live,
    ticketFor: async (principal: Principal, filter: LiveFilter = {}) => ({
      url,
      ticket: await ticketText(runtime, principal, filter),
    }),
  };
}

async function ticketText(runtime: EmbeddedRuntime, principal: Principal, filter: LiveFilter) {
  const issued = await issueLiveTicket(runtime, principal, filter);
  if (issued.outcome !== 'issued') throw new Error(issued.outcome);
  return issued.text;
}

/** A caller with a new key of a new tenant. */
export async function newPrincipal(runtime: EmbeddedRuntime) {
  const found = await runtime.apiKeyStore.findByHash(apiKeyHash(await addApiKey(runtime, ['admin'])));
  if (found === undefined) throw new Error('the key was not kept');
  const { id, tenantId, scopes } = found;
  return { id, tenantId, scopes, expiresAtMs: null };
}
