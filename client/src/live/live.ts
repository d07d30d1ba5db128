import { ConnectionError, ProblemError } from '../errors.ts';
import type { LiveFilter } from '../generated/openapi.ts';
import { sleep } from '../retry.ts';
import { LiveConnection, type Shown } from './connection.ts';
import { Follower, type LiveApi } from './follower.ts';
import { fits, type LiveItem, type LiveOptions, type LiveState, type SocketConstructor } from './items.ts';
import { SeenItems } from './seen.ts';

const LOOK_MS_FIRST = 500;
const LOOK_MS_IDLE_MOST = 5_000;
const TRY_AGAIN_MS_FIRST = 500;
const TRY_AGAIN_MS_MOST = 15_000;
/** A network without WebSockets: after this many connections that did not start, the lists are polled for a while. */
const FAILED_STARTS_MOST = 3;
const POLLING_MS = 60_000;
/** A connection can be dead for this long before it is noticed, and the clocks differ. */
const SEEN_UNTIL_MS = 60_000;

export interface LiveNeeds extends LiveOptions {
  readonly api: LiveApi;
  /** For the lists: only these subscriptions. */
  readonly named?: readonly string[];
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly nowMs?: () => number;
  /** Told what polling leaves out. */
  readonly warn?: (text: string) => void;
}

/**
 * Deliveries and attempts as they happen: over a WebSocket, or from the lists of the API when this installation or the
 * network has none. Connects again after a break, and goes on where it was.
 */
export async function* liveItems(
  filter: LiveFilter,
  needs: LiveNeeds,
): AsyncGenerator<LiveItem, void, undefined> {
  const live = new Live(filter, needs);
  const seen = new SeenItems();
  for await (const item of live.items()) {
    if (seen.isNew(item)) yield item;
  }
}

class Live {
  readonly #filter: LiveFilter;
  readonly #needs: LiveNeeds;
  readonly #Socket: SocketConstructor | undefined;
  #follower: Follower | undefined;
  #cursor: string | undefined;
  #state: LiveState['state'] | undefined;
  #hasStarted = false;
  #failedStarts = 0;
  #waitMs = 0;
  /** RFC 3339: until when all changes were seen over a connection. */
  #lastAt: string | undefined;

  constructor(filter: LiveFilter, needs: LiveNeeds) {
    this.#filter = filter;
    this.#needs = needs;
    const global = (globalThis as { readonly WebSocket?: SocketConstructor }).WebSocket;
    this.#Socket = needs.WebSocket === null ? undefined : (needs.WebSocket ?? global);
    if (needs.since !== undefined) this.#follower = this.#newFollower();
  }

  async *items(): AsyncGenerator<LiveItem, void, undefined> {
    while (true) {
      try {
        const url = await this.#address();
        if (url === undefined) yield* this.#poll();
        else yield* this.#watch(url);
      } catch (error) {
        this.#rethrowUnlessPassing(error);
        yield* this.#become('reconnecting', messageOf(error));
      }
      await this.#pause();
    }
  }

  /** The URL of a new connection; undefined: there is no live view. */
  async #address(): Promise<string | undefined> {
    if (this.#Socket === undefined || this.#failedStarts >= FAILED_STARTS_MOST) return undefined;
    const { api, signal } = this.#needs;
    try {
      const options = signal === undefined ? {} : { signal };
      const { url, ticket } = await api.deliveries.liveTicket({ filter: this.#filter }, options);
      return `${url}?ticket=${encodeURIComponent(ticket)}`;
    } catch (error) {
      // An older service does not know the operation.
      if (error instanceof ProblemError && (error.status === 404 || error.status === 405)) return undefined;
      throw error;
    }
  }

  async *#watch(url: string): AsyncGenerator<LiveItem, void, undefined> {
    const { signal } = this.#needs;
    const Socket = this.#Socket;
    if (Socket === undefined) return;
    const connection = new LiveConnection(url, { filter: this.#filter, cursor: this.#cursor }, Socket);
    try {
      for await (const item of connection.messages(signal)) {
        if (item.type === 'hello') {
          this.#failedStarts = -1;
          this.#waitMs = 0;
          yield* this.#started();
        } else if (this.#isNamed(item)) yield item;
      }
    } finally {
      this.#cursor = connection.cursor;
      if (connection.hasStarted) this.#lastAt = new Date(Date.now() - SEEN_UNTIL_MS).toISOString();
    }
    this.#failedStarts += 1;
  }

  /** The filter of the service names at most one subscription. */
  #isNamed(item: Shown): boolean {
    const { named = [] } = this.#needs;
    if (named.length === 0 || item.type === 'skipped') return true;
    return named.includes(item.type === 'delivery' ? item.delivery.subscription_id : item.subscription_id);
  }

  async *#started(): AsyncGenerator<LiveItem, void, undefined> {
    yield* this.#become('live');
    // The changes since the last look. Later ones come over the connection.
    if (this.#follower !== undefined) yield* await this.#look(this.#follower);
    this.#follower = undefined;
  }

  /** For a minute; then it is tried again whether there is a live view. */
  async *#poll(): AsyncGenerator<LiveItem, void, undefined> {
    const endsMs = Date.now() + POLLING_MS;
    this.#follower ??= this.#newFollower();
    this.#cursor = undefined;
    let pauseMs = LOOK_MS_FIRST;
    while (Date.now() < endsMs) {
      const items = await this.#look(this.#follower);
      this.#waitMs = 0;
      yield* this.#become('polling');
      yield* items;
      pauseMs = items.length > 0 ? LOOK_MS_FIRST : Math.min(LOOK_MS_IDLE_MOST, pauseMs * 1.5);
      await this.#sleep(pauseMs);
    }
    this.#failedStarts = 0;
  }

  /** The attempts of a delivery come before the delivery, as over the connection. */
  async #look(follower: Follower): Promise<readonly LiveItem[]> {
    const changes = (await follower.look()).filter(({ delivery }) => fits(this.#filter, delivery));
    const last = new Map(changes.map(({ delivery }, n) => [delivery.id, n]));
    return changes.flatMap(({ delivery, attempt }, n): readonly LiveItem[] => {
      const { id, event_id, event_type, subscription_id } = delivery;
      const about = { delivery_id: id, event_id, event_type, subscription_id };
      return [
        ...(attempt === undefined ? [] : [{ type: 'attempt', ...about, attempt } as const]),
        ...(last.get(id) === n ? [{ type: 'delivery', delivery } as const] : []),
      ];
    });
  }

  #newFollower(): Follower {
    const { api, signal = new AbortController().signal, named, since, warn = () => {}, nowMs } = this.#needs;
    const { subscription_id: id, receiver_id: receiverId } = this.#filter;
    const needs = { api, signal, receiverId, warn, nowMs: nowMs ?? Date.now };
    // After a break the changes since the last message are wanted, and for the first time those since the start.
    return new Follower(needs, named ?? (id === undefined ? [] : [id]), this.#lastAt ?? since);
  }

  *#become(state: LiveState['state'], detail?: string): Generator<LiveState> {
    const isRepeat = this.#state === state && detail === undefined;
    this.#state = state;
    if (!isRepeat) yield { type: 'state', state, ...(detail !== undefined && { detail }) };
  }

  /** @throws the error, unless the same call can succeed later */
  #rethrowUnlessPassing(error: unknown): void {
    this.#needs.signal?.throwIfAborted();
    const hasStarted = this.#state === 'live' || this.#state === 'polling' || this.#hasStarted;
    this.#hasStarted = hasStarted;
    if (!isPassing(error) || (this.#needs.mustStart === true && !hasStarted)) throw error;
  }

  async #pause(): Promise<void> {
    const ms = this.#waitMs;
    this.#waitMs = Math.min(TRY_AGAIN_MS_MOST, Math.max(TRY_AGAIN_MS_FIRST, ms * 2));
    // At random, so that not all clients of a service that comes back connect at once.
    if (ms > 0) await this.#sleep(ms * (0.5 + Math.random() / 2));
  }

  #sleep(ms: number): Promise<void> {
    return (this.#needs.sleep ?? sleep)(ms, this.#needs.signal);
  }
}

/** Also a failure of the service itself: a live view goes on for days. */
const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  (error instanceof ProblemError && (error.status === 429 || error.status >= 500));

const messageOf = (error: unknown): string =>
  error instanceof ProblemError ? error.detail : error instanceof Error ? error.message : String(error);
