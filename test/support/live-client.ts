import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import type { LiveFilterInput } from '../../src/http/live/input.ts';
import type { ServerMessage } from '../../src/http/live/messages.ts';
import type { ApiClient } from './api-client.ts';
import { eventually } from './eventually.ts';
import { checkedMessage } from './live-messages.ts';

type Of<Type extends ServerMessage['type']> = Extract<ServerMessage, { readonly type: Type }>;

/** A live connection of a test. Every message that comes is checked by the AsyncAPI document. */
export interface LiveClient {
  readonly socket: WebSocket;
  readonly messages: readonly ServerMessage[];
  /** The messages of one kind so far. */
  all<Type extends ServerMessage['type']>(type: Type): readonly Of<Type>[];
  send(message: unknown): void;
  /** The first message of this kind that fits, as soon as it is there. */
  first<Type extends ServerMessage['type']>(
    type: Type,
    fits?: (message: Of<Type>) => boolean,
  ): Promise<Of<Type>>;
  /** Sends `watch` and waits for its answer. */
  watch(filter?: LiveFilterInput, cursor?: string): Promise<Of<'hello'>>;
  /** The cursor of the latest message. */
  cursor(): string;
  /** The code of the close, as soon as the connection is closed. */
  closed(): Promise<number>;
}

/** A ticket for the caller. */
export async function liveTicket(
  api: ApiClient,
  filter?: LiveFilterInput,
): Promise<{ readonly ticket: string; readonly url: string }> {
  const answer = await api.sendJson('POST', '/live-tickets', { filter });
  if (answer.status !== 201) throw new Error(`no ticket: ${answer.body.toString()}`);
  return answer.json() as { ticket: string; url: string };
}

/** @throws with the status of the answer if the server refuses the connection */
export async function connectLive(
  { ticket, url }: { readonly ticket: string; readonly url: string },
  options: ClientOptions = {},
): Promise<LiveClient> {
  const socket = new WebSocket(`${url}?ticket=${encodeURIComponent(ticket)}`, options);
  onTestFinished(() => socket.terminate());
  const messages: ServerMessage[] = [];
  const faults: unknown[] = [];
  let closeCode: number | undefined;
  socket.on('message', (data) => {
    try {
      messages.push(checkedMessage(String(data)));
    } catch (error) {
      faults.push(error);
    }
  });
  socket.on('close', (code) => {
    closeCode = code;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, { statusCode }) => {
      socket.on('error', () => {});
      reject(new Error(`refused: ${statusCode}`));
    });
  });
  socket.on('error', () => {});
  const all = <Type extends ServerMessage['type']>(type: Type) =>
    messages.filter((message): message is Of<Type> => message.type === type);
  const client: LiveClient = {
    socket,
    messages,
    all,
    send: (message) => socket.send(JSON.stringify(message)),
    first: (type, fits = () => true) =>
      eventually(`a message ${type}`, () => {
        if (faults.length > 0) throw faults[0];
        return all(type).find(fits);
      }),
    watch: async (filter, cursor) => {
      const before = all('hello').length;
      client.send({ type: 'watch', filter, cursor });
      return eventually('hello', () => all('hello')[before]);
    },
    cursor: () => {
      const last = messages.findLast((message) => 'cursor' in message && message.cursor !== null);
      if (last === undefined || !('cursor' in last) || last.cursor === null) throw new Error('no cursor yet');
      return last.cursor;
    },
    closed: () => eventually('the connection is closed', () => closeCode),
  };
  return client;
}

/** A connection that watches. */
export async function watchLive(
  api: ApiClient,
  filter?: LiveFilterInput,
  cursor?: string,
): Promise<LiveClient> {
  const client = await connectLive(await liveTicket(api));
  await client.watch(filter, cursor);
  return client;
}
