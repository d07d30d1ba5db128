import type { Delivery } from '../domain/delivery.ts';
import type { DeliveryId } from '../domain/ids.ts';
import { subjectOf } from '../domain/queue-message.ts';
import { waitAfterFaultSeconds } from '../domain/waiting.ts';
import type { ReceivedMessage } from '../ports/queue.ts';
import { StoreUnavailableError } from '../ports/storage.ts';
import { deliverMessage } from './deliver-message.ts';
import { expandFanOut } from './expand-fan-out.ts';
import type { DeliverNeeds } from './needs.ts';
import type { MessageOutcome } from './waiting.ts';

/**
 * Processes a batch of messages in parallel, and returns the ids of those that must stay on the queue. Their deliveries
 * are read once for the whole batch, in a consistent read.
 *
 * After a crash at any point the message is received again, finds the recorded state and goes on from there.
 */
export async function deliverBatch(
  needs: DeliverNeeds,
  batch: readonly ReceivedMessage[],
  remainingMs: () => number,
): Promise<readonly string[]> {
  const reading = readDeliveries(needs, batch);
  const outcomes = await Promise.all(batch.map((received) => workOff(needs, received, reading, remainingMs)));
  return batch.filter((_, index) => outcomes[index]?.outcome !== 'done').map(({ messageId }) => messageId);
}

type Known = ReadonlyMap<DeliveryId, Delivery>;

async function readDeliveries(needs: DeliverNeeds, batch: readonly ReceivedMessage[]): Promise<Known> {
  const ids = batch.flatMap(({ message }) => ('deliveryId' in message ? [message.deliveryId] : []));
  const known = await needs.deliveries.findMany(ids);
  return new Map(known.map((delivery) => [delivery.id, delivery]));
}

/** A fault of one message does not affect the rest of the batch. */
async function workOff(
  needs: DeliverNeeds,
  received: ReceivedMessage,
  reading: Promise<Known>,
  remainingMs: () => number,
): Promise<MessageOutcome> {
  const { message, receiptHandle, receiveCount } = received;
  try {
    const outcome =
      'fanOutOf' in message
        ? await expandFanOut(needs, message, remainingMs)
        : await deliverMessage(
            needs,
            { ...received, message },
            (await reading).get(message.deliveryId),
            remainingMs,
          );
    if (outcome.outcome === 'sleep') await needs.queue.changeVisibility(receiptHandle, outcome.seconds);
    return outcome;
  } catch (error) {
    needs.log.error('message.failed', { ...subjectOf(message), err: error });
    // Sooner than the visibility timeout, which is longer than a function can run. If this call fails too, that timeout
    // applies.
    const seconds = waitAfterFaultSeconds(receiveCount);
    const isOfStore = error instanceof StoreUnavailableError;
    await (isOfStore
      ? needs.queue.giveBack(receiptHandle, seconds)
      : needs.queue.changeVisibility(receiptHandle, seconds)
    ).catch(() => {});
    return { outcome: 'failed' };
  }
}
