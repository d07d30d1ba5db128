const KIB = 1024;

/** Amazon SQS's quotas. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const sqsLimits = {
  batchEntries: 10,
  /** All messages of a batch together may have 1 MiB; the rest of it is a margin for what SQS counts beside bodies. */
  batchBytes: 1024 * KIB - 16 * KIB,
  /** A message is invisible for at most 12 hours from its receive, which is a while ago: beyond that is an error. */
  visibilitySecondsMax: 43_000,
  /** Batches of one call that are on their way at a time. */
  batchesAtATime: 8,
  /** Messages that SQS failed to take, by a fault of its own, are sent this often, … */
  sendTries: 4,
  /** … after these pauses. */
  sendPause: { firstMs: 50, jitter: 0.5 },
  /** Changes of visibility wait this long for others of the same moment, to be one call with them. */
  gatherMs: 3,
} as const;
