import type { Delivery, Posthorn } from '../../../client/src/posthorn.ts';
import { wantsEventType } from '../../../src/domain/event-type-pattern.ts';
import type { LiveFilter } from './live.ts';

/** How often the newest deliveries are read where there is no live view. */
export const LIVE_POLL_MS = 2_000;
const NEWEST = 100;

/**
 * The changes among the newest deliveries since the last call, oldest first. The first call only looks: the page is about
 * changes to come. Retries of older deliveries are not seen.
 */
export class NewestDeliveries {
  readonly #client: Posthorn;
  readonly #filter: LiveFilter;
  #seen: ReadonlyMap<string, string> | undefined;

  constructor(client: Posthorn, filter: LiveFilter) {
    this.#client = client;
    this.#filter = filter;
  }

  /** @throws ProblemError, ConnectionError, or the reason of the signal */
  async changes(signal: AbortSignal): Promise<readonly Delivery[]> {
    const { receiver_id, subscription_id, event_types, statuses } = this.#filter;
    const asked = {
      limit: NEWEST,
      ...(receiver_id !== undefined && { receiver_id }),
      ...(subscription_id !== undefined && { subscription_id }),
    };
    const { data } = await this.#client.deliveries.list(asked, { signal }).firstPage();
    const before = this.#seen;
    this.#seen = new Map(data.map(({ id, updated_at }) => [id, updated_at]));
    if (before === undefined) return [];
    return data
      .filter(({ id, updated_at }) => before.get(id) !== updated_at)
      .filter(({ status }) => statuses === undefined || statuses.includes(status))
      .filter(({ event_type }) => event_types === undefined || wantsEventType(event_types, event_type))
      .sort((one, other) => one.updated_at.localeCompare(other.updated_at));
  }
}
