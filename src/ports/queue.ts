/** The queue, as the deliver function sees it. Messages get onto it with the records that they are about. */
export interface DeliveryQueue {
  /** A received message stays unseen for this long from now (SQS ChangeMessageVisibility). */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
  /**
   * Gives a message back whose work met a fault of the store, to be received again after these seconds, or earlier if the
   * queue knows that the store works again. The receive does not count where the queue can tell; SQS counts every receive.
   */
  giveBack(receiptHandle: string, seconds: number): Promise<void>;
  /** The last known number of messages received and not deleted, sleeping ones included; at most 10 s old. */
  messagesInFlight(): Promise<number>;
}
