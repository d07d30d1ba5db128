import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { Needs } from '../src/application/needs.ts';
import { liveLimits } from '../src/domain/limits.ts';
import { timeOfLiveCursor } from '../src/domain/live/cursor.ts';
import { liveTicketHash } from '../src/domain/live/ticket.ts';
import { invalidCursor, notText, readClientMessage } from '../src/http/live/client-message.ts';
import { liveFilterOf } from '../src/http/live/input.ts';
import type { ServerMessage } from '../src/http/live/messages.ts';
import { liveProblem, pong } from '../src/http/live/output.ts';
import type { LiveTickets } from '../src/ports/live.ts';
import type { LiveConnections, LivePosts, PumpLease, PumpStarter } from '../src/ports/live-pump.ts';
import { MessageLimits } from './live/message-limits.ts';

export interface LiveConnectionsNeeds extends Pick<Needs, 'clock' | 'log'> {
  readonly tickets: LiveTickets;
  readonly connections: LiveConnections;
  readonly posts: LivePosts;
  readonly lease: PumpLease;
  readonly starter: PumpStarter;
}

/** A `$connect` event has the query of the handshake as well. */
type WebsocketEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
};

export type LiveConnectionsFunction = (event: WebsocketEvent) => Promise<{ readonly statusCode: number }>;

const OK = { statusCode: 200 } as const;
const UNAUTHORIZED = { statusCode: 401 } as const;

/**
 * The events of the WebSocket API. A connection is not open before `$connect` has succeeded, so nothing is sent to it
 * before its first `watch`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export function createLiveConnectionsFunction(needs: LiveConnectionsNeeds): LiveConnectionsFunction {
  const limits = new MessageLimits();
  return async (event) => {
    const { eventType, connectionId } = event.requestContext;
    switch (eventType) {
      case 'CONNECT':
        return connect(needs, connectionId, event.queryStringParameters?.['ticket'] ?? '');
      case 'MESSAGE':
        if (limits.admit(connectionId, needs.clock.nowMs())) await answer(needs, connectionId, event);
        else await end(needs, connectionId, 'rate-limited');
        return OK;
      case 'DISCONNECT':
        limits.forget(connectionId);
        await needs.connections.close(connectionId);
        return OK;
    }
  };
}

async function connect({ tickets, connections, clock, log }: LiveConnectionsNeeds, id: string, text: string) {
  const nowMs = clock.nowMs();
  const ticket = await tickets.take(liveTicketHash(text), nowMs);
  if (ticket === undefined) {
    log.info('live.refused', { reason: 'ticket' });
    return UNAUTHORIZED;
  }
  // The pump checks whether the key still exists, before it answers the first `watch`.
  await connections.open(id, ticket, nowMs);
  return OK;
}

type Content = Pick<WebsocketEvent, 'body' | 'isBase64Encoded'>;

async function answer(needs: LiveConnectionsNeeds, id: string, content: Content): Promise<void> {
  const { body = '', isBase64Encoded } = content;
  if (isBase64Encoded) return say(needs, id, notText());
  if (Buffer.byteLength(body) > liveLimits.clientMessageBytes) return end(needs, id, 'too-large');
  const read = readClientMessage(body);
  if (read.outcome === 'refused') return say(needs, id, read.answer);
  const { message } = read;
  if (message.type === 'ping') return say(needs, id, pong(null));
  const sinceMs = message.cursor === undefined ? undefined : timeOfLiveCursor(message.cursor);
  if (message.cursor !== undefined && sinceMs === undefined) return say(needs, id, invalidCursor());
  const watched = await needs.connections.watch(id, { filter: liveFilterOf(message.filter), sinceMs });
  if (watched === 'gone') return needs.posts.close(id);
  if (!(await needs.lease.isHeld(needs.clock.nowMs()))) await needs.starter.start(undefined);
}

/** The client cannot go on: it has to connect again. */
async function end(
  needs: LiveConnectionsNeeds,
  id: string,
  code: 'too-large' | 'rate-limited',
): Promise<void> {
  await say(needs, id, liveProblem(code));
  await needs.posts.close(id);
}

async function say({ posts }: LiveConnectionsNeeds, id: string, message: ServerMessage): Promise<void> {
  await posts.post(id, JSON.stringify(message));
}
