import { eventually } from '../../test/support/eventually.ts';
import type { Api } from './api.ts';
import { PATIENCE_MS } from './posthorn.ts';

/** A message of the live view: docs/asyncapi.json. */
export interface LiveMessage {
  readonly type: string;
  readonly cursor?: string | null;
  readonly delivery_id?: string;
  readonly attempt?: { readonly number: number; readonly outcome: string };
  readonly delivery?: { readonly id: string; readonly status: string; readonly attempt_count: number };
}

/** A connection to the live view. */
export class LiveView {
  readonly messages: LiveMessage[] = [];
  readonly #socket: WebSocket;
  #state: 'opening' | 'open' | 'closed' = 'opening';

  private constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => {
      this.#state = 'open';
    };
    this.#socket.onmessage = ({ data }) => this.messages.push(JSON.parse(String(data)) as LiveMessage);
    this.#socket.onerror = () => {};
    this.#socket.onclose = () => {
      this.#state = 'closed';
    };
  }

  /** @param ticket an answer of `POST /live-tickets`. Resolves to undefined if the connection is refused */
  static async connect({ url, ticket }: { url: string; ticket: string }): Promise<LiveView | undefined> {
    const view = new LiveView(`${url}?ticket=${ticket}`);
    await eventually('the connection is open or refused', () => view.#state !== 'opening', PATIENCE_MS);
    return view.#state === 'open' ? view : undefined;
  }

  static async ticketOf(api: Api, filter?: object): Promise<{ url: string; ticket: string }> {
    const answer = await api.sendJson('POST', '/live-tickets', filter === undefined ? {} : { filter });
    if (answer.status !== 201)
      throw new Error(`POST /live-tickets answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text) as { url: string; ticket: string };
  }

  /** Connects, sends `watch`, and waits for `hello`. */
  static async watch(
    api: Api,
    { filter, ...watch }: { readonly filter?: object; readonly cursor?: string } = {},
  ): Promise<LiveView> {
    const view = await LiveView.connect(await LiveView.ticketOf(api, filter));
    if (view === undefined) throw new Error('the connection was refused');
    view.send({ type: 'watch', ...watch });
    await view.message('hello', ({ type }) => type === 'hello');
    return view;
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  message(what: string, isThere: (message: LiveMessage) => boolean): Promise<LiveMessage> {
    return eventually(`the live view shows ${what}`, () => this.messages.find(isThere), PATIENCE_MS);
  }

  /** The messages about a delivery: `attempt 1 failed`, `retrying`, … without repetitions. */
  about(deliveryId: string): readonly string[] {
    const said = this.messages.flatMap(({ delivery_id, attempt, delivery }) => {
      if (delivery_id === deliveryId && attempt !== undefined)
        return [`attempt ${attempt.number} ${attempt.outcome}`];
      return delivery?.id === deliveryId ? [delivery.status] : [];
    });
    return [...new Set(said)];
  }

  /** Resolves when the delivery is shown in this status. */
  deliveryIn(status: string, id: string): Promise<LiveMessage> {
    return this.message(
      `${id} as ${status}`,
      ({ delivery }) => delivery?.id === id && delivery.status === status,
    );
  }

  get lastCursor(): string | undefined {
    return this.messages.findLast(({ cursor }) => typeof cursor === 'string')?.cursor ?? undefined;
  }

  async close(): Promise<void> {
    this.#socket.close();
    await eventually('the connection is closed', () => this.#state === 'closed', PATIENCE_MS);
  }
}
