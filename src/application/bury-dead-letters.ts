import { exhausted, isOpen } from '../domain/delivery.ts';
import { type DeliveryMessage, subjectOf } from '../domain/queue-message.ts';
import type { ReceivedMessage } from '../ports/queue.ts';
import { expandFanOut } from './expand-fan-out.ts';
import type { BuryNeeds } from './needs.ts';
import { recordOutcome } from './notify-tenant.ts';

/**
 * Processes a batch of the dead-letter queue, and returns the ids of the messages that must stay there. A delivery
 * whose message was moved there would stay open without a message, so it is exhausted instead: it is listed with the
 * dead letters and can be replayed. The deliveries of a large fan-out are made here, as soon as that succeeds.
 */
export async function buryDeadLetters(
  needs: BuryNeeds,
  batch: readonly ReceivedMessage[],
  remainingMs: () => number,
): Promise<readonly string[]> {
  const buried = await Promise.all(batch.map((received) => bury(needs, received, remainingMs)));
  return batch.filter((_, index) => buried[index] !== true).map(({ messageId }) => messageId);
}

/** Whether the message is done. */
async function bury(
  needs: BuryNeeds,
  { message, messageId }: ReceivedMessage,
  remainingMs: () => number,
): Promise<boolean> {
  const about = { ...subjectOf(message), message_id: messageId };
  needs.log.error('message.dead_lettered', about);
  try {
    if ('deliveryId' in message) await exhaust(needs, message);
    else return (await expandFanOut(needs, message, remainingMs)).outcome === 'done';
    return true;
  } catch (error) {
    needs.log.error('dead_letter.not_recorded', { ...about, err: error });
    return false;
  }
}

/** Does nothing if the delivery is closed, or has another message. */
async function exhaust(needs: BuryNeeds, { deliveryId, ticket }: DeliveryMessage): Promise<void> {
  const [before] = await needs.deliveries.findMany([deliveryId]);
  if (before === undefined || !isOpen(before) || ticket < before.ticket) return;
  const after = exhausted(before, 'internal_fault', needs.clock.nowMs());
  await recordOutcome(needs, { before, after });
}
