const KIB = 1024;

/**
 * Amazon SQS's quotas. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const sqsLimits = {
  batchEntries: 10,
  /** All messages of a batch together can have 1 MiB. The rest is a margin for other parts that SQS counts. */
  batchBytes: 1024 * KIB - 16 * KIB,
  /**
   * A message is invisible for at most 12 hours from its receive, which was a while ago. Beyond that SQS returns an
   * error.
   */
  visibilitySecondsMax: 43_000,
  /** Batches of one call that are sent in parallel. */
  batchesAtATime: 8,
  /** Tries for messages that SQS failed to accept through its own fault, … */
  sendTries: 4,
  /** … after these pauses. */
  sendPause: { firstMs: 50, jitter: 0.5 },
  /** How long changes of visibility wait for others, to share one call. */
  gatherMs: 3,
} as const;
