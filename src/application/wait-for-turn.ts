import { type Delivery, parkedUntil } from '../domain/delivery.ts';
import { rateLimits } from '../domain/limits.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Asker } from '../ports/rate-limits.ts';
import { belongsOutsideTheQueue, type MessageOutcome, sleepFor } from './message-outcome.ts';
import type { DeliverNeeds } from './needs.ts';
import { recordOutcome } from './record-outcome.ts';

interface Waiting {
  readonly delivery: Delivery;
  readonly subscription: Subscription;
  readonly asker: Asker;
}

/**
 * Asks whether the attempt may be sent now, as the last thing before it is; undefined if it may. A turn that comes soon
 * is waited for here: it would cost more to put the message away.
 */
export async function waitForTurn(
  needs: DeliverNeeds,
  { delivery, subscription: { id, rateLimit }, asker }: Waiting,
): Promise<MessageOutcome | undefined> {
  if (rateLimit === null) return undefined;
  for (let asks = 1; ; asks += 1) {
    const turn = await needs.places.ask(id, rateLimit, { ...asker, hasWaited: asker.hasWaited || asks > 1 });
    if (turn.granted) return undefined;
    if (turn.waitMs === 0) return sleepFor(0);
    if (turn.waitMs > rateLimits.waitInPlaceMs || asks === rateLimits.asksInPlace) {
      return putOff(needs, delivery, turn.waitMs);
    }
    await needs.pause(turn.waitMs);
  }
}

/**
 * The wait is an estimate, and the limit may change: a message sleeps for a minute at the most, and a delivery is parked
 * for a few, before it asks again. No attempt is counted for that.
 */
async function putOff(needs: DeliverNeeds, delivery: Delivery, waitMs: number): Promise<MessageOutcome> {
  if (!(await belongsOutsideTheQueue(needs.queue, waitMs / 1_000))) {
    return sleepFor(Math.min(waitMs, rateLimits.sleepSecondsMax * 1_000));
  }
  const nowMs = needs.clock.nowMs();
  const dueAtMs = Math.ceil(nowMs + Math.min(waitMs, rateLimits.parkedSecondsMax * 1_000));
  const after = { ...parkedUntil(delivery, dueAtMs), updatedAtMs: nowMs };
  await recordOutcome(needs, { before: delivery, after });
  return { outcome: 'done' };
}
