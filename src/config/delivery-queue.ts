/** How SQS and the deliver function work together. */
export const deliverySettings = {
  /** Messages of one invocation: their attempts run at the same time. */
  batchSize: 10,
  /** One attempt of the longest timeout (30 s), and as much again for reading, writing and waiting for a free slot. */
  functionTimeoutSeconds: 60,
  /** Six times the function's timeout, as AWS recommends: a throttled batch is retried before it becomes visible again. */
  visibilityTimeoutSeconds: 360,
  /** Receives, which are not attempts: crashes and throttles count as well, so only poison messages reach this number. */
  maxReceiveCount: 100,
  /** The longest retention of SQS. Its default of four days would end long schedules silently. */
  retentionDays: 14,
} as const;
