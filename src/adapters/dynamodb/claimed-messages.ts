import type { OutgoingMessage } from '../sqs/sender.ts';
import type { MessageSender } from './event-intake.ts';

/**
 * Sends the messages of all rows that could be claimed, even if other claims failed.
 * @param claims each a conditional write, with the messages to send if it succeeded; empty if another process was
 * faster
 * @returns the number of messages sent
 * @throws the error of the first failed claim, after the others are sent
 */
export async function sendClaimed(
  claims: readonly Promise<readonly OutgoingMessage[]>[],
  queue: MessageSender,
): Promise<number> {
  const settled = await Promise.allSettled(claims);
  const messages = settled.flatMap((claim) => (claim.status === 'fulfilled' ? claim.value : []));
  if (messages.length > 0) await queue.send(messages);
  const failed = settled.find((claim) => claim.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return messages.length;
}
