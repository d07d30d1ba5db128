/** Values that cannot be counted on an emulator, and are assumed; docs/cost.md lists them. */

export interface Assumption {
  readonly value: number;
  readonly what: string;
  readonly reason: string;
}

export const assumptions = {
  ingestMs: {
    value: 50,
    what: 'ms that an invocation of `ingest` is billed',
    reason: 'Three calls of AWS, one after the other, and little computing at 256 MB; never measured on AWS.',
  },
  receiverMs: {
    value: 200,
    what: 'ms until a receiver answers, on average',
    reason:
      'A connection and its TLS handshake included. Taken as exponential: of a batch of ten the slowest takes 586 ms.',
  },
  deliverMs: {
    value: 30,
    what: 'ms of an invocation of `deliver` beside waiting for receivers',
    reason: 'Two calls of DynamoDB.',
  },
  receiverTimeoutMs: {
    value: 10_000,
    what: 'ms until an attempt is given up on a receiver that hangs',
    reason: 'The default of `timeout_seconds` of a subscription.',
  },
  releaseMs: {
    value: 100,
    what: 'ms of a run of `release` that finds nothing',
    reason: '32 queries at the same time.',
  },
  releasedMs: {
    value: 10,
    what: 'ms more for each delivery that it releases',
    reason: 'One write; 32 at a time, and the messages ten to a call.',
  },
  fullBatch: {
    value: 10,
    what: 'messages of a batch when there is much to do',
    reason:
      'The event source takes up to ten. They fill when messages arrive faster than batches are fetched.',
  },
  logBytes: {
    value: 410,
    what: 'bytes of log an attempt',
    reason:
      'One line, of 358 bytes for a success and 384 for a failure, and 26 that CloudWatch adds. `ingest` writes none.',
  },
  answerBytes: {
    value: 1_000,
    what: 'bytes that leave AWS to answer a producer',
    reason: '173 of JSON; the rest is headers, and a share of TLS and TCP/IP.',
  },
  attemptBytes: {
    value: 2_000,
    what: 'bytes that leave AWS with an attempt, beside the payload',
    reason: '356 of headers; the rest is TLS and TCP/IP of a connection of its own.',
  },
  natBytes: {
    value: 8_000,
    what: 'bytes of an attempt that pass a NAT gateway, both ways',
    reason: 'The same, the receiver’s certificates, its answer.',
  },
  eventRecordBytes: {
    value: 300,
    what: 'bytes of an event’s row beside its payload',
    reason: '192, and 100 that DynamoDB adds to each row. The payload is taken as if it were not deflated.',
  },
  attemptRecordBytes: {
    value: 450,
    what: 'bytes that are kept for each attempt',
    reason: 'A delivery’s row with its attempt inside: 317, and 100 that DynamoDB adds.',
  },
  recordDays: {
    value: 6,
    what: 'days until a row is gone',
    reason: '72 h (an event’s: 96 h), then DynamoDB deletes it within some days, which are charged.',
  },
  payloadDays: {
    value: 11,
    what: 'days until a payload in S3 is gone',
    reason: 'The bucket’s lifecycle: the longest life of a delivery, 72 h, and a day.',
  },
  failingShare: {
    value: 0.05,
    what: 'share of deliveries that fail at first, where failures are reckoned with',
    reason: 'A guess, and a high one where receivers are looked after.',
  },
  sleepingRetries: {
    value: 3,
    what: 'retries of each of them that sleep in the queue …',
    reason: 'The default policy: 5 s, 30 s, 2 min.',
  },
  parkedRetries: {
    value: 1,
    what: '… and that are parked, before it succeeds',
    reason: 'The next one, after 10 min.',
  },
  pollsPerMinute: {
    value: 15,
    what: 'receives of an idle queue a minute',
    reason:
      'Five pollers of each event source, which wait for 20 s each; with a maximum concurrency there are no fewer.',
  },
  hoursPerMonth: { value: 730, what: 'hours of a month', reason: 'As AWS’s own examples reckon.' },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionName = keyof typeof assumptions;

export const assumed = (name: AssumptionName): number => assumptions[name].value;
