import {
  LiveFeed,
  watchedExhausted,
  watchedIntake,
  watchedMissed,
  watchedOutcomes,
} from '../adapters/memory/live-feed.ts';
import { MemoryLiveTickets } from '../adapters/memory/live-tickets.ts';
import type { EventId } from '../domain/ids.ts';
import type { LiveEntrance } from '../ports/live.ts';
import type { Clock, Log } from '../ports/platform.ts';
import type {
  DeliveryOutcomes,
  DeliveryReader,
  EventIntake,
  ExhaustedDeliveries,
  MissedDeliveries,
} from '../ports/storage.ts';

interface Watchable {
  readonly deliveries: DeliveryReader;
  readonly intake: EventIntake;
  readonly outcomes: DeliveryOutcomes;
  readonly exhausted: ExhaustedDeliveries;
  readonly missed: MissedDeliveries;
  /** Events whose response excerpts are deleted. */
  readonly erased: { has(id: EventId): boolean };
}

/** The ports that change deliveries, with a feed of their changes, and the tickets of those who watch it. */
export function watchedStorage(
  storage: Watchable,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
) {
  const liveFeed = new LiveFeed(storage.deliveries, log);
  const tickets = new MemoryLiveTickets(() => clock.nowMs());
  const live: LiveEntrance = { tickets, address: async () => 'own host' };
  return {
    live,
    liveFeed,
    intake: watchedIntake(storage.intake, liveFeed),
    outcomes: watchedOutcomes(storage.outcomes, liveFeed, (id) => storage.erased.has(id)),
    exhausted: watchedExhausted(storage.exhausted, liveFeed),
    missed: watchedMissed(storage.missed, liveFeed),
  };
}
