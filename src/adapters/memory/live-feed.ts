import type { Delivery } from '../../domain/delivery.ts';
import type { EventId, TenantId } from '../../domain/ids.ts';
import type { LiveChange } from '../../domain/live/filter.ts';
import type { Log } from '../../ports/platform.ts';
import type {
  DeliveryChange,
  DeliveryOutcomes,
  DeliveryReader,
  EventIntake,
  ExhaustedDeliveries,
  MissedDeliveries,
} from '../../ports/storage.ts';

/** Its methods must return quickly and not throw. */
export interface LiveListener {
  changed(change: LiveChange): void;
  /** Changes of these tenants are recorded, but cannot be passed on. */
  missed(tenants: ReadonlySet<TenantId>): void;
}

/**
 * Passes the changes of deliveries on, in the process that records them. A change is passed on after its commit, by the
 * ports below. While the feed has no listener, each of their calls costs one test of `isWatched` and no allocation.
 */
export class LiveFeed {
  readonly #deliveries: Pick<DeliveryReader, 'findMany'>;
  readonly #log: Pick<Log, 'warn'>;
  #listener: LiveListener | undefined;

  constructor(deliveries: Pick<DeliveryReader, 'findMany'>, log: Pick<Log, 'warn'>) {
    this.#deliveries = deliveries;
    this.#log = log;
  }

  get isWatched(): boolean {
    return this.#listener !== undefined;
  }

  /** At most one listener; undefined: none. */
  listen(listener: LiveListener | undefined): void {
    this.#listener = listener;
  }

  publish(delivery: Delivery, attempt?: LiveChange['attempt']): void {
    this.#listener?.changed({ delivery, attempt });
  }

  /**
   * Publishes the deliveries as they are stored now, after a call that can have changed only some of them. The call is
   * committed, so a failed read must not fail it: watchers learn that they missed changes.
   */
  async publishStored(deliveries: readonly Delivery[]): Promise<void> {
    try {
      const stored = await this.#deliveries.findMany(deliveries.map(({ id }) => id));
      for (const delivery of stored) this.publish(delivery);
    } catch (error) {
      this.#log.warn('live.not_published', { err: error, deliveries: deliveries.length });
      this.#listener?.missed(new Set(deliveries.map(({ tenantId }) => tenantId)));
    }
  }
}

type Recorded = 'recorded' | 'superseded';

/** @param isErased whether the response excerpts of an event's attempts are deleted, with its payload */
export function watchedOutcomes(
  outcomes: DeliveryOutcomes,
  feed: LiveFeed,
  isErased: (id: EventId) => boolean,
): DeliveryOutcomes {
  const published = async (
    recording: Promise<Recorded>,
    { after, attempt }: DeliveryChange,
  ): Promise<Recorded> => {
    const result = await recording;
    if (result !== 'recorded') return result;
    const hidesExcerpt = attempt !== undefined && isErased(after.eventId);
    feed.publish(after, hidesExcerpt ? { ...attempt, responseExcerpt: null } : attempt);
    return result;
  };
  return {
    announceAgain: (exhausted) => outcomes.announceAgain(exhausted),
    record: (change) => {
      const recording = outcomes.record(change);
      return feed.isWatched ? published(recording, change) : recording;
    },
    sendNow: (change) => {
      const recording = outcomes.sendNow(change);
      return feed.isWatched ? published(recording, change) : recording;
    },
  };
}

export function watchedIntake(intake: EventIntake, feed: LiveFeed): EventIntake {
  const publishAll = (deliveries: readonly Delivery[] | 'to fan out') => {
    if (deliveries === 'to fan out') return;
    for (const delivery of deliveries) feed.publish(delivery);
  };
  return {
    keep: (event, deliveries) => {
      const keeping = intake.keep(event, deliveries);
      if (!feed.isWatched) return keeping;
      return keeping.then((kept) => {
        // Another object: the event had been kept before, and its deliveries are not new.
        if (kept === event) publishAll(deliveries);
        return kept;
      });
    },
    keepAll: (intakes) => {
      const keeping = intake.keepAll(intakes);
      if (!feed.isWatched) return keeping;
      return keeping.then((kept) => {
        for (const [n, { event, deliveries }] of intakes.entries()) {
          if (kept[n] === event) publishAll(deliveries);
        }
        return kept;
      });
    },
    addDeliveries: (event, deliveries) => {
      const adding = intake.addDeliveries(event, deliveries);
      if (!feed.isWatched) return adding;
      return adding.then(() => feed.publishStored(deliveries));
    },
  };
}

export const watchedExhausted = (exhausted: ExhaustedDeliveries, feed: LiveFeed): ExhaustedDeliveries => ({
  count: (scope, receiverId) => exhausted.count(scope, receiverId),
  oldest: (scope, afterId, limit) => exhausted.oldest(scope, afterId, limit),
  replay: (changes) => {
    const replaying = exhausted.replay(changes);
    if (!feed.isWatched) return replaying;
    return replaying.then(async (count) => {
      await feed.publishStored(changes.map(({ after }) => after));
      return count;
    });
  },
});

export const watchedMissed = (missed: MissedDeliveries, feed: LiveFeed): MissedDeliveries => ({
  oldest: (scope, afterId, limit) => missed.oldest(scope, afterId, limit),
  make: (deliveries, when) => {
    const making = missed.make(deliveries, when);
    if (!feed.isWatched) return making;
    return making.then(async (count) => {
      await feed.publishStored(deliveries);
      return count;
    });
  },
});
