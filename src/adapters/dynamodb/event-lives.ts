import type { Delivery } from '../../domain/delivery.ts';
import { eventExpiresAtMs } from '../../domain/event.ts';
import { retention } from '../../domain/limits.ts';
import { ttlAt } from './delivery-rows.ts';
import { payloadName } from './event-rows.ts';
import { eventKey } from './keys.ts';
import type { Condition, Table } from './table.ts';

export interface EventLivesNeeds {
  readonly table: Table;
  readonly payloads: {
    /** Counts the age of a payload from now. */
    refresh(name: string): Promise<void>;
  };
  readonly retentionHours: number;
}

/**
 * Keeps an event for as long as a delivery of it may need it: for its attempts, and for replays while its record is
 * kept. An event's own life covers what takes no more than a day, which nearly everything does; only what goes on for
 * longer prolongs it. It does so before it is written that it goes on: the other way round, a crash between the two
 * would leave a delivery without what it is to deliver.
 */
export class EventLives {
  readonly #needs: EventLivesNeeds;

  constructor(needs: EventLivesNeeds) {
    this.#needs = needs;
  }

  /** @param delivery as it is about to be written */
  async prolongFor(delivery: Delivery): Promise<void> {
    const { createdAtMs, updatedAtMs, nextAttemptAtMs, dueAtMs, tenantId, eventId } = delivery;
    const goesOnMs = Math.max(updatedAtMs, nextAttemptAtMs ?? 0, dueAtMs ?? 0);
    if (goesOnMs <= createdAtMs + retention.eventExtraHours * 3_600_000) return;

    const { table, payloads, retentionHours } = this.#needs;
    const expiresAtMs = eventExpiresAtMs(goesOnMs, retentionHours);
    const changes = { expires_at: expiresAtMs, ttl: ttlAt(expiresAtMs) };
    const written = await table.updateAndShow(
      eventKey(tenantId, eventId),
      changes,
      isThereUntilBefore(expiresAtMs),
    );
    const isApart = written.outcome === 'written' && written.row['apart'] === true;
    if (isApart) await payloads.refresh(payloadName(tenantId, eventId));
  }
}

/** Of an event that is gone, or lives longer already, nothing is to be changed. */
const isThereUntilBefore = (expiresAtMs: number): Condition => ({
  text: '#expires_at < :expires_at',
  values: { expires_at: expiresAtMs },
});
