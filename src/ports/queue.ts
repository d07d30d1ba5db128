import type { QueueMessage } from '../domain/queue-message.ts';

/** A message that the queue has handed out. */
export interface ReceivedMessage<Message extends QueueMessage = QueueMessage> {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often the queue has handed the message out, throttles and crashes included. */
  readonly receiveCount: number;
  readonly message: Message;
}

/**
 * The queue as the deliver function sees it. Messages are sent by the methods of the storage port that write their
 * records.
 */
export interface DeliveryQueue {
  /** Hides a received message for this long from now on (SQS ChangeMessageVisibility). */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
  /**
   * Gives a message back when a fault of the store stopped its work. The message is received again after this many
   * seconds, or earlier if the queue knows that the store works again. Embedded, the receive is not counted; SQS counts
   * every receive.
   */
  giveBack(receiptHandle: string, seconds: number): Promise<void>;
  /** The last known number of messages that are received and not deleted, sleeping ones included; at most 10 s old. */
  messagesInFlight(): Promise<number>;
}
