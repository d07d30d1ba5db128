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
    /** Resets the age of a payload. */
    refresh(name: string): Promise<void>;
  };
  readonly retentionHours: number;
}

/**
 * Keeps an event as long as a delivery needs it: for its attempts, and for replays while its record is kept. The
 * event's own life covers deliveries of up to a day, which are nearly all; only longer ones prolong it. They do so
 * before their new state is written: in the other order, a crash in between would leave a delivery without its payload.
 */
export class EventLives {
  readonly #needs: EventLivesNeeds;

  constructor(needs: EventLivesNeeds) {
    this.#needs = needs;
  }

  /** @param delivery as it will be written */
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

/** An event that is deleted, or already lives longer, is not changed. */
const isThereUntilBefore = (expiresAtMs: number): Condition => ({
  text: '#expires_at < :expires_at',
  values: { expires_at: expiresAtMs },
});
