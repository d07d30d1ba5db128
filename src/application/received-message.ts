import type { QueueMessage } from '../domain/queue-message.ts';

/** A message that the queue has handed out. */
export interface ReceivedMessage<Message extends QueueMessage = QueueMessage> {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often the queue has handed the message out. It also counts throttles and crashes. */
  readonly receiveCount: number;
  readonly message: Message;
}
