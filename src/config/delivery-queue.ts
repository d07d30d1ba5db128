/** How SQS and the deliver function work together. */
export const deliverySettings = {
  /** Messages of one invocation: their attempts run at the same time. */
  batchSize: 10,
  /** One attempt of the longest timeout (30 s), and as much again for reading, writing and waiting for a free slot. */
  functionTimeoutSeconds: 60,
  /** Six times the function's timeout, as AWS asks for: a throttled batch is tried again before it shows up anew. */
  visibilityTimeoutSeconds: 360,
  /** Receives, which are not attempts: crashes and throttles count as well, so only poison ever gets here. */
  maxReceiveCount: 100,
  /** The most that SQS keeps a message. Its default of four days would end long schedules without a trace. */
  retentionDays: 14,
} as const;
