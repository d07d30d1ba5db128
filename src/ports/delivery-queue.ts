/** The queue, as the deliver function sees it. Messages get onto it with the records that they are about. */
export interface DeliveryQueue {
  /** A received message stays unseen for this long from now (SQS ChangeMessageVisibility). */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
  /** The last known number of messages received and not deleted, sleeping ones included; at most 10 s old. */
  messagesInFlight(): Promise<number>;
}
