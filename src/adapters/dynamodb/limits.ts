import type { Backoff } from '../../domain/backoff.ts';

const KIB = 1024;

/** Amazon DynamoDB's quotas, and how long we bear with it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export const dynamoLimits = {
  batchGetKeys: 100,
  /** Reads of a batch, the first included, of which some rows are left over each time. */
  leftoverTries: 6,
  /** Tries of a write or transaction that meets another one. */
  conflictTries: 8,
  /** A repeat looks this often whether the call that it repeats has done its work. */
  repeatLooks: 6,
} as const;

/** Pauses between these tries. */
export const dynamoPauses = {
  leftover: { firstMs: 80, jitter: 1 },
  conflict: { firstMs: 20, jitter: 1 },
  /** Less than a second in all. */
  repeat: { firstMs: 25, jitter: 0 },
} as const satisfies Record<string, Backoff>;

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
