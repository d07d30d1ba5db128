import type { Backoff } from '../../domain/backoff.ts';

const KIB = 1024;

/**
 * Amazon DynamoDB's quotas, and Posthorn's patience with it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
export const dynamoLimits = {
  batchGetKeys: 100,
  /** Reads of a batch, the first included, while some rows are left over. */
  leftoverTries: 6,
  /** Tries of a write or transaction that meets another one. */
  conflictTries: 8,
  /** How often a repeat checks whether the call that it repeats has done its work. */
  repeatLooks: 6,
} as const;

/** Pauses between these tries. */
export const dynamoPauses = {
  leftover: { firstMs: 80, jitter: 1 },
  conflict: { firstMs: 20, jitter: 1 },
  /** Less than a second in total. */
  repeat: { firstMs: 25, jitter: 0 },
} as const satisfies Record<string, Backoff>;

/** On AWS, release claims a parked delivery before it sends its message. */
export const claimLimits = {
  /** Deliveries claimed at a time. */
  atATime: 32,
  /** A delivery whose message led to nothing gets another message after this, … */
  seconds: 900,
  /** … and further ones after twice as long each time, up to this. */
  secondsMost: 12 * 3_600,
  /** The same for a replay, whose message the caller's own request sends. */
  replaySeconds: 60,
  /** How often release checks for deliveries that have become too old while their subscription is disabled. */
  holdLookSeconds: 3_600,
  /** Every process knows a change within 30 s. Until well after that, more deliveries may be held. */
  holdLateSeconds: 300,
} as const;

/** Counters for statistics, which each container holds in memory for a while. */
export const counterLimits = {
  /** Groups of counters of one container; further ones are counted without their subscription, event type and receiver. */
  groupsHeld: 500,
  /** Additions in one write. DynamoDB takes an expression of 4 KB, and one of these has 12 characters. */
  countersPerWrite: 100,
  /** Writes without a wait, so that the first counts of a container show at once. Then one a minute. */
  writesAtOnce: 10,
  /** Pages of a mebibyte that one call reads. Three days of a tenant with ten busy subscriptions have some 15. */
  pagesRead: 64,
} as const;

/** The places of payloads on AWS, where writes and messages are paid for by size. */
export const payloadLimits = {
  /** Up to this size a payload is in its event's row and in the message. Larger payloads are stored apart. */
  inlineBytes: 32 * KIB,
  /** Smaller payloads are not worth deflating. */
  deflateBytesMin: 512,
} as const;
