import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection to the service, for requests that no HTTP client would send. */
export interface Conversation {
  readonly socket: Socket;
  /** The answer so far. */
  readonly answer: () => string;
  readonly closed: Promise<unknown>;
}

export async function connectTo(url: string): Promise<Conversation> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  socket.on('error', () => {}); // That the service hangs up is one of the answers.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  return { socket, answer: () => answer, closed };
}

/** Says something, half-closes, and returns all that is answered until the service hangs up. */
export async function say(url: string, bytes: string | Uint8Array): Promise<string> {
  const { socket, answer, closed } = await connectTo(url);
  socket.end(bytes);
  await closed;
  return answer();
}

/** The head of an ingest request, with more headers. The body follows it. */
export const ingestHeadOf = (subscriptionId: string, key: string, headers: readonly string[]): string =>
  [
    `POST /ingest/${subscriptionId} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${key}`,
    ...headers,
    '\r\n',
  ].join('\r\n');
