const KIB = 1024;

/** Amazon DynamoDB's quotas, and how long we bear with it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export const dynamoLimits = {
  batchGetKeys: 100,
  /** Rows that a batch left over are asked for this often, … */
  leftoverTries: 6,
  /** … after pauses that double, from this. */
  leftoverPauseMs: 20,
  /** Transactions that met another one are tried this often, … */
  conflictTries: 8,
  /** … after pauses that double, from this. */
  conflictPauseMs: 10,
  /** A repeat looks this often whether the call that it repeats has done its work, … */
  repeatLooks: 6,
  /** … after pauses that double, from this: less than a second in all. */
  repeatPauseMs: 25,
} as const;

/** On AWS, what is parked is claimed by release before its message is sent. */
export const claimLimits = {
  /** Deliveries that are claimed at a time. */
  atATime: 32,
  /** A delivery whose message was sent, but of which nothing came, gets another message after this, … */
  seconds: 900,
  /** … and further ones after twice as long each time, up to this. */
  secondsMost: 12 * 3_600,
  /** The same for a replay, whose message is sent at once by whoever asks for it. */
  replaySeconds: 60,
  /** How often it is looked for what has become too old on hold for a disabled subscription. */
  holdLookSeconds: 3_600,
  /** After a change every process knows of it within 30 s; until well after that, more may be put on hold. */
  holdLateSeconds: 300,
} as const;

/** Where payloads lie on AWS, where writes and queue messages are paid for by size. */
export const payloadLimits = {
  /** Up to this a payload lies in its event's row and comes along in the queue message; larger ones are stored apart. */
  inlineBytes: 32 * KIB,
  /** Smaller ones are not worth an attempt at deflating them. */
  deflateBytesMin: 512,
} as const;
