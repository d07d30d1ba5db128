import type { Delivery, DeliveryWithAttempts } from '../generated/openapi.ts';
import type { List } from '../list.ts';
import type { resourcesOver } from '../resources.ts';
import { type Change, changesSince, isGone, type Seen, seenNow } from './changes.ts';

/** Deliveries may become visible a moment later than their time says. */
const OVERLAP_MS = 10_000;
/** The most deliveries of one subscription in one look. */
const NEW_MOST = 1_000;
const PAGE_MOST = 250;
const LOOK_AT_SUBSCRIPTIONS_EVERY_MS = 5_000;
/** Each is a request in every look. */
export const SUBSCRIPTIONS_MOST = 50;
/** The wait if the next attempt has no time, for example because the subscription is disabled. */
const LOOK_AT_HELD_EVERY_MS = 30_000;
/** The wait if an attempt is due and has not been seen yet. */
const LOOK_AT_DUE_EVERY_MS = 2_000;

/** Stands for the list of all subscriptions, which can be read of one receiver. */
const ANY = '';

interface Followed extends Seen {
  readonly subscriptionId: string;
  readonly createdAtMs: number;
  /** Infinity once the delivery has ended. */
  readonly lookAtMs: number;
}

interface Place {
  readonly subscriptionId: string;
  /** The time of the newest seen delivery, by the clock of the service; undefined if there was none. */
  newestMs: number | undefined;
}

/** The calls that following needs. */
export type LiveApi = Pick<ReturnType<typeof resourcesOver>, 'deliveries' | 'subscriptions'>;

export interface FollowerNeeds {
  readonly api: LiveApi;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** Only deliveries of events for this receiver. */
  readonly receiverId?: string | undefined;
  /** The failures of a look. */
  readonly warn: (text: string) => void;
}

/**
 * Sees deliveries and attempts as they happen, with the lists of the API: new deliveries by their time, and open
 * deliveries one by one when their next attempt is due. Ended deliveries are not read again, so their replays are not
 * seen.
 */
export class Follower {
  readonly #needs: FollowerNeeds;
  readonly #named: readonly string[];
  /** RFC 3339: also report deliveries since this time; otherwise only new ones. */
  readonly #since: string | undefined;
  readonly #places = new Map<string, Place>();
  readonly #followed = new Map<string, Followed>();
  /** Called with each find, also in a look that fails later. */
  readonly #untold: Change[] = [];
  #subscriptionsReadAtMs = Number.NEGATIVE_INFINITY;
  #isFirstLook = true;

  /** @param named the subscriptions; empty: all */
  constructor(needs: FollowerNeeds, named: readonly string[], since: string | undefined) {
    this.#needs = needs;
    this.#named = named.length === 0 && needs.receiverId !== undefined ? [ANY] : named;
    this.#since = since;
  }

  /** Reports everything since the last look. @throws the errors of the API; the next look misses nothing */
  async look(): Promise<Change[]> {
    await this.#findSubscriptions();
    for (const place of this.#places.values()) await this.#lookAtNew(place);
    await this.#lookAtOpen();
    this.#forget();
    this.#isFirstLook = false;
    return this.#untold.splice(0).sort((one, other) => atMs(one) - atMs(other));
  }

  async #findSubscriptions(): Promise<void> {
    const { nowMs } = this.#needs;
    if (nowMs() - this.#subscriptionsReadAtMs < LOOK_AT_SUBSCRIPTIONS_EVERY_MS) return;
    const ids = this.#named.length > 0 ? this.#named : await this.#allSubscriptions();
    for (const id of this.#places.keys()) if (!ids.includes(id)) this.#places.delete(id);
    for (const id of ids) if (!this.#places.has(id)) this.#places.set(id, await this.#startAt(id));
    this.#subscriptionsReadAtMs = this.#named.length > 0 ? Number.POSITIVE_INFINITY : nowMs();
  }

  async #allSubscriptions(): Promise<readonly string[]> {
    const { api, signal, warn } = this.#needs;
    const found = await api.subscriptions.list({ limit: PAGE_MOST }, { signal }).take(SUBSCRIPTIONS_MOST + 1);
    if (found.length > SUBSCRIPTIONS_MOST) {
      warn(`only the newest ${SUBSCRIPTIONS_MOST} subscriptions are followed. Choose with --subscription`);
    }
    return found.slice(0, SUBSCRIPTIONS_MOST).map(({ id }) => id);
  }

  /**
   * The start: existing deliveries are known, but not reported. A subscription created later is reported from its first
   * delivery.
   */
  async #startAt(subscriptionId: string): Promise<Place> {
    if (this.#since !== undefined) return { subscriptionId, newestMs: Date.parse(this.#since) + OVERLAP_MS };
    if (!this.#isFirstLook) return { subscriptionId, newestMs: undefined };
    const list = (query: object) => this.#list(subscriptionId, { limit: PAGE_MOST, ...query });
    const [newest] = await list({ limit: 1 }).take(1);
    if (newest === undefined) return { subscriptionId, newestMs: undefined };
    const newestMs = Date.parse(newest.created_at);
    const since = new Date(newestMs - OVERLAP_MS).toISOString();
    const known = await Promise.all([
      list({ since }).take(NEW_MOST),
      list({ status: 'retrying' }).take(PAGE_MOST),
      list({ status: 'pending' }).take(PAGE_MOST),
    ]);
    for (const delivery of known.flat()) this.#remember(delivery);
    return { subscriptionId, newestMs };
  }

  async #lookAtNew(place: Place): Promise<void> {
    const { warn } = this.#needs;
    const found = await this.#newOf(place).catch((error: unknown) => {
      if (!isGone(error) || this.#named.length > 0) throw error;
      this.#places.delete(place.subscriptionId);
      return [];
    });
    if (found.length === NEW_MOST) {
      warn(`${place.subscriptionId} has more deliveries than can be followed; some are left out`);
    }
    for (const delivery of found.reverse()) await this.#compare(delivery);
    // Only after all of them are compared: after an error they are read again.
    const newest = found.at(-1);
    if (newest) place.newestMs = Math.max(place.newestMs ?? 0, Date.parse(newest.created_at));
  }

  #newOf({ subscriptionId, newestMs }: Place): Promise<Delivery[]> {
    const since = newestMs === undefined ? {} : { since: new Date(newestMs - OVERLAP_MS).toISOString() };
    return this.#list(subscriptionId, { limit: PAGE_MOST, ...since }).take(NEW_MOST);
  }

  #list(subscriptionId: string, query: object): List<Delivery> {
    const { api, signal, receiverId } = this.#needs;
    return subscriptionId === ANY
      ? api.deliveries.list(
          { ...query, ...(receiverId !== undefined && { receiver_id: receiverId }) },
          { signal },
        )
      : api.subscriptions.deliveries(subscriptionId, query, { signal });
  }

  async #lookAtOpen(): Promise<void> {
    const { nowMs, api, signal } = this.#needs;
    const due = [...this.#followed].filter(([, { lookAtMs }]) => lookAtMs <= nowMs());
    for (const [id] of due) {
      try {
        this.#note(await api.deliveries.get(id, { signal }));
      } catch (error) {
        if (!isGone(error)) throw error;
        this.#followed.delete(id);
      }
    }
  }

  /** Compares the items of a list; reads attempts only if there are new ones. */
  async #compare(delivery: Delivery): Promise<void> {
    const { api, signal } = this.#needs;
    const isUpToDate = delivery.attempt_count === (this.#followed.get(delivery.id)?.attemptNumber ?? 0);
    this.#note(
      isUpToDate ? { ...delivery, attempts: [] } : await api.deliveries.get(delivery.id, { signal }),
    );
  }

  #note(delivery: DeliveryWithAttempts): void {
    this.#untold.push(...changesSince(this.#followed.get(delivery.id), delivery));
    this.#remember(delivery);
  }

  #remember(delivery: Delivery): void {
    const createdAtMs = Date.parse(delivery.created_at);
    const { subscription_id: subscriptionId } = delivery;
    const lookAtMs = this.#nextLookMs(delivery);
    const place = this.#named[0] === ANY ? ANY : subscriptionId;
    this.#followed.set(delivery.id, { ...seenNow(delivery), subscriptionId: place, createdAtMs, lookAtMs });
  }

  #nextLookMs({ status, next_attempt_at }: Delivery): number {
    if (status !== 'pending' && status !== 'retrying') return Number.POSITIVE_INFINITY;
    const nowMs = this.#needs.nowMs();
    if (next_attempt_at === null) return nowMs + LOOK_AT_HELD_EVERY_MS;
    const dueMs = Date.parse(next_attempt_at);
    return dueMs > nowMs ? dueMs : nowMs + LOOK_AT_DUE_EVERY_MS;
  }

  /** Forgets deliveries that have ended and are too old for the list of new ones. */
  #forget(): void {
    for (const [id, { subscriptionId, createdAtMs, lookAtMs }] of this.#followed) {
      const newestMs = this.#places.get(subscriptionId)?.newestMs ?? Number.POSITIVE_INFINITY;
      const hasEnded = lookAtMs === Number.POSITIVE_INFINITY;
      if (hasEnded && createdAtMs < newestMs - OVERLAP_MS) this.#followed.delete(id);
    }
  }
}

const atMs = ({ delivery, attempt }: Change): number =>
  Date.parse(attempt?.started_at ?? delivery.updated_at);
