import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * The cheapest possible client, so that the two cores are free for the service: it sends bytes that were made before,
 * and reads only the status and the length of an answer. One request at a time, the connection stays open.
 */

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const END_OF_HEAD = '\r\n\r\n';

export class HttpConnection {
  readonly #socket: Socket;
  #received = '';
  #waiting: PromiseWithResolvers<Answer> | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the connection was closed')));
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  /** Rejects when the connection breaks before the answer is there. */
  send(request: Uint8Array): Promise<Answer> {
    this.#waiting = Promise.withResolvers<Answer>();
    if (this.#socket.destroyed) this.#waiting.reject(new Error('the connection is closed'));
    else this.#socket.write(request);
    return this.#waiting.promise;
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const bodyStart = headEnd + END_OF_HEAD.length;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1] ?? 0);
    if (this.#received.length < bodyStart + length) return;
    const body = this.#received.slice(bodyStart, bodyStart + length);
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#waiting?.resolve({ status, body });
  }
}

export interface RequestHead {
  readonly path: string;
  readonly authority: string;
  readonly apiKey: string;
}

/** The bytes of a `POST` of JSON. */
export const postRequest = ({ path, authority, apiKey }: RequestHead, body: string): Buffer =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: ${authority}\r\nauthorization: Bearer ${apiKey}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}${END_OF_HEAD}${body}`,
  );
