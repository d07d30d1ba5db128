import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { takeLiveTicket } from '../../src/application/live-tickets.ts';
import { liveLimits } from '../../src/domain/limits.ts';
import type { LiveTicket } from '../../src/domain/live/ticket.ts';
import type { ProblemCode } from '../../src/http/core/problem.ts';
import type { EmbeddedRuntime } from '../../src/runtime/embedded.ts';
import { rawProblem } from '../raw-problem.ts';
import { type HubNeeds, LiveHub } from './hub.ts';
import { Places } from './places.ts';

export type LiveServerNeeds = HubNeeds & Pick<EmbeddedRuntime, 'live'>;

type HeadFault = readonly [code: ProblemCode, detail: string];

interface UpgradeRules {
  /** The rules for the head of every request. */
  readonly faultOfHead: (request: IncomingMessage) => HeadFault | undefined;
  /** Takes a connection that is no longer of HTTP out of the count of its connections. */
  readonly releaseConnection: (socket: Duplex) => void;
}

/** `/live` of the embedded service: WebSocket on the port of the API. */
export class LiveServer {
  readonly #needs: LiveServerNeeds;
  readonly #hub: LiveHub;
  readonly #places = new Places();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // A message somewhat above our limit gets an answer; a larger one only the close code.
    maxPayload: 4 * liveLimits.clientMessageBytes,
  });

  constructor(needs: LiveServerNeeds) {
    this.#needs = needs;
    this.#hub = new LiveHub(needs);
  }

  /** Serves the upgrades of a server, which must be those of `/live` only. */
  attach(server: Server, rules: UpgradeRules): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.#open(request, socket, { head, rules, server }).catch(() => {
        refuse(socket, ['unavailable', 'The store cannot be read. Connect again later.']);
      });
    });
  }

  stop(): void {
    this.#hub.stop();
  }

  async #open(
    request: IncomingMessage,
    socket: Duplex,
    { head, rules, server }: { readonly head: Buffer; readonly rules: UpgradeRules; readonly server: Server },
  ): Promise<void> {
    const fault = rules.faultOfHead(request) ?? faultOfUpgrade(request);
    if (fault !== undefined) return refuse(socket, fault);
    if (this.#places.isFull) return refuse(socket, BUSY);
    const ticket = await takeLiveTicket(this.#needs, ticketOf(request) ?? '');
    if (ticket === undefined) return refuse(socket, NO_TICKET);
    if (!server.listening) return refuse(socket, ['unavailable', 'The service stops. Connect again later.']);
    const leave = this.#places.take(ticket.rights);
    if (leave === undefined) return refuse(socket, BUSY);
    socket.once('close', leave);
    rules.releaseConnection(socket);
    this.#upgrade(request, socket, head, ticket);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, ticket: LiveTicket): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#hub.connect(webSocket, ticket));
  }
}

const NO_TICKET: HeadFault = [
  'unauthenticated',
  'The ticket is missing, unknown, used or expired. Create another one with POST /live-tickets.',
];
const BUSY: HeadFault = [
  'overloaded',
  `Too many live connections are open: at most ${liveLimits.connectionsPerTenant} of a tenant and ` +
    `${liveLimits.connectionsPerReceiver} of a receiver. Close some, or try again later.`,
];

/** The query of a WebSocket URL has the ticket once. */
function ticketOf({ url = '' }: IncomingMessage): string | undefined {
  const tickets = new URLSearchParams(url.split('?').slice(1).join('?')).getAll('ticket');
  return tickets.length === 1 ? tickets[0] : undefined;
}

/** A page of another site must not use the ticket of this one, even if it has found it. */
function faultOfUpgrade({ method, headers }: IncomingMessage): HeadFault | undefined {
  if (method !== 'GET') return ['method-not-allowed', 'Use GET here.'];
  const { origin, host } = headers;
  if (origin === undefined) return undefined;
  const page = URL.parse(origin);
  const own = page && URL.parse(`${page.protocol}//${host}`);
  return own !== null && page?.host === own.host
    ? undefined
    : ['forbidden', 'The header origin names another host than the header host.'];
}

function refuse(socket: Duplex, [code, detail]: HeadFault): void {
  if (socket.writable) socket.end(rawProblem(code, detail), () => socket.destroy());
  else socket.destroy();
}
