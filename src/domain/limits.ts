/**
 * Every limit that users meet, once. Units are in the names. If a number comes from elsewhere (an AWS quota, a
 * specification), the comment names the source; the other numbers are choices and may be changed here. Limits of one
 * adapter, of filters and of schemas are in a `limits.ts` beside their code.
 */

const KIB = 1024;
const MIB = 1024 * KIB;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

export const requestLimits = {
  /** Largest request body. API Gateway allows 10 MB, and Lambda 6 MB of (base64) event; 4 MiB fits both. */
  bodyBytes: 4 * MIB,
  /** Largest body of settings, for example of a subscription: each of its members is checked. */
  settingsBytes: 256 * KIB,
  /**
   * In larger JSON the place of a fault is not searched, because the search takes long. The sender knows its own JSON.
   */
  faultPlaceCharacters: 64 * KIB,
  /**
   * Smaller JSON is parsed whole. Of larger JSON, only the parts that its schema reads are parsed: `JSON.parse` can
   * take 0.5 s for 4 MiB.
   */
  parsedWholeCharacters: 64 * KIB,
  /** Largest payload of one event. */
  payloadBytes: MIB,
  /** `Idempotency-Key`, in characters. */
  idempotencyKeyCharacters: 255,
  /** How long an `Idempotency-Key` is remembered. */
  idempotencySeconds: DAY_SECONDS,
  /** `Content-Type`, in characters. Stored with each event. */
  contentTypeCharacters: 255,
  /** Headers of an event besides its payload (CloudEvents). Stored with the event and sent with each attempt. */
  eventHeaders: 30,
  eventHeaderCharacters: 1_024,
  /** Events of one batch. */
  batchItems: 100,
  /** How often an event may pass through Posthorn. More hops mean a loop, so the event is rejected. */
  hops: 5,
  /** How far ahead `deliver_at` may be. */
  deliverAheadSeconds: 7 * DAY_SECONDS,
  pageItems: 250,
  pageItemsDefault: 50,
  /** Rows read for one page of events or deliveries, whether they match its filters or not. */
  rowsExamined: 1_000,
  /** Faults of one request that its problem document lists, … */
  faultsListed: 50,
  /** … and the characters of a name that it repeats from the request. They keep the response to any request small. */
  faultNameCharacters: 128,
} as const;

/** Calls with an unknown API key or token, by source address. */
export const authenticationLimits = {
  /** Further failures are answered 429. A person or a program with the wrong key fails far less often. */
  failures: { perSecond: 5, burst: 200 },
} as const;

/** The limits of portal tokens, besides the limits of their tenant. */
export const portalLimits = {
  /**
   * With this many subscriptions of a receiver, by any creator, its portal tokens cannot create more, unless the
   * receiver's record sets another limit.
   */
  subscriptionsPerReceiver: 50,
  /** Calls that send a request to a receiver: tests, replays, retries, recoveries, kept events. */
  sendings: { perSecond: 1, burst: 30 },
} as const;

/** The theme of the portal page, which is part of its URL. */
export const portalThemeLimits = {
  radiusPxMax: 24,
  fontCharacters: 64,
  /** Of the `data:` URI of the logo. Browsers take URLs of 64 KiB and more. */
  logoCharacters: 16 * KIB,
} as const;

export const apiKeyLimits = {
  nameCharacters: 128,
  /** Keys of one tenant, expired ones included until they are deleted. */
  perTenant: 1_000,
  /** How long an expired key is listed, so that its owner sees why it is rejected. */
  shownAfterExpirySeconds: 30 * DAY_SECONDS,
  /** The last use of a key is recorded this often, so that it costs next to nothing. */
  lastUsedSeconds: HOUR_SECONDS,
} as const;

export const tenantLimits = {
  nameCharacters: 128,
  /** Tenants that one tenant has created. They cannot be deleted. */
  perCreator: 1_000,
  /** Tenants above a tenant, each created by the one above it. The first tenant of a service has none. */
  depth: 3,
} as const;

/** Links that sign in to the dashboard of the embedded service. */
export const signInLimits = {
  codeSeconds: 600,
  /** Codes of a tenant that are valid at a time: the newest ones. */
  codesPerTenant: 10,
  /** Codes of all tenants: each guess of a code is compared with all of them, which takes less than 1 ms. */
  codesMost: 1_000,
  codeCharacters: 128,
  /** The life of the key that a code is exchanged for: a working day. */
  keySeconds: 12 * HOUR_SECONDS,
} as const;

export const portalTokenLimits = {
  secondsMax: HOUR_SECONDS,
  /** How long a revocation is remembered: well beyond the expiry of all older tokens. */
  revocationSeconds: 24 * HOUR_SECONDS,
  secondsMin: 60,
  secondsDefault: 900,
} as const;

export const auditLimits = {
  /** How long an entry is kept. */
  days: 90,
} as const;

export const subscriptionLimits = {
  targetUrlCharacters: 2_048,
  eventTypes: 100,
  /** Of an event type. CloudEvents requires at least 256 for its `type`. */
  eventTypeCharacters: 256,
  descriptionCharacters: 1_000,
  metadataEntries: 50,
  metadataKeyCharacters: 64,
  metadataValueCharacters: 512,
  headers: 20,
  headerNameCharacters: 128,
  headerValueCharacters: 4 * KIB,
  /** Names and values of all headers together: many servers accept 8 or 16 KiB of header fields in total. */
  headersCharacters: 8 * KIB,
  receiverIdCharacters: 128,
  ingestSecretCharacters: 256,
  /** The text before the signature of a source of type `hmac`. */
  signaturePrefixCharacters: 32,
  timeoutSecondsDefault: 10,
  timeoutSecondsMin: 1,
  timeoutSecondsMax: 30,
  /** Subscriptions that one event can reach: those of one tenant with the same receiver (or without one). */
  perReceiver: 1_000,
} as const;

/** The records of receivers. Their ids are those of `subscriptionLimits.receiverIdCharacters`. */
export const receiverLimits = {
  idCharacters: subscriptionLimits.receiverIdCharacters,
  nameCharacters: 128,
  /** No receiver can have more subscriptions than one event can reach. */
  subscriptionsMax: subscriptionLimits.perReceiver,
  /** Up to so many limited receivers of a tenant are read at once; of more, each is read by itself. */
  limitsReadAtOnce: 1_000,
} as const;

/** The description of a source's signature. */
export const sourceLimits = {
  templateCharacters: 256,
  fieldNameCharacters: 32,
  /** The name of a member of the JSON body. */
  memberCharacters: 128,
  usernameCharacters: 256,
  verifyTokenCharacters: 256,
  /** The clock of a provider, or its queue, can be behind by at most a day. */
  toleranceSecondsMax: DAY_SECONDS,
} as const;

export const eventTypeLimits = {
  /** Entries of one tenant's catalogue. */
  perTenant: 1_000,
  descriptionCharacters: 1_000,
  /** An example's JSON, without spaces. */
  exampleCharacters: 32 * KIB,
  /** The nesting of JSON in an example or a schema, which are read and compared by recursion. */
  nesting: 64,
  /**
   * A page of the list ends before this many characters of schemas and examples: a Lambda response has at most 6 MB.
   */
  pageCharacters: 2 * MIB,
  /** All schemas and examples of one OpenAPI document together, for the same reason. */
  documentCharacters: 3 * MIB,
} as const;

export const rateLimits = {
  perSecondMin: 0.01,
  perSecondMax: 10_000,
  burstMax: 10_000,
} as const;

export const receiverAuthLimits = {
  /** Tokens, names, passwords: a header that every server accepts. */
  characters: 4 * KIB,
  /** One request for a token. */
  tokenRequestSeconds: 10,
} as const;

export const signingSecretLimits = {
  /** Standard Webhooks: between 24 and 64 bytes. https://www.standardwebhooks.com */
  bytesMin: 24,
  bytesMax: 64,
  /** The secrets that Posthorn generates. */
  bytesGenerated: 32,
  /** After a rotation, the old secret still signs for this long by default. */
  graceSecondsDefault: DAY_SECONDS,
  graceSecondsMax: 7 * DAY_SECONDS,
  /** Secrets in their grace periods. Each adds a signature to every attempt. */
  inGraceMost: 10,
} as const;

export const retryLimits = {
  scheduleEntries: 50,
  delaySecondsMin: 1,
  /** All waits of a custom schedule together, and the age at which a delivery is given up under any policy. */
  totalSeconds: 7 * DAY_SECONDS,
  attemptsMax: 51,
  factorMax: 10,
  /** A receiver's `Retry-After` can delay the next attempt up to this. */
  retryAfterSecondsMax: HOUR_SECONDS,
} as const;

/** Live connections: deliveries as they happen, over WebSocket. */
export const liveLimits = {
  /** How long a ticket can be used, once. */
  ticketSeconds: 30,
  /** Unused tickets of a tenant, … */
  ticketsPerTenant: 2_000,
  /** … and of the portal tokens of one receiver. */
  ticketsPerReceiver: 50,
  /** Open connections in all: embedded, each costs some 20 KiB; on AWS, the pump reads each row once a second. */
  connections: 2_000,
  /** Open connections of one tenant, portal tokens included. */
  connectionsPerTenant: 1_500,
  /** Open connections of the portal tokens of one receiver. */
  connectionsPerReceiver: 50,
  /**
   * Event types of a filter, all together. A connection on AWS is a row with two filters, so the row stays below 5 KB, and
   * the pump reads 2,000 of them with some 2,500 of the 3,000 read units that a partition has in a second.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
   */
  filterEventTypesCharacters: KIB,
  /** After a break, a watcher gets what it missed if the break was at most this long. */
  resumeSeconds: 300,
  /** Deliveries that a watcher gets again when it resumes; the others are counted in `skipped`. */
  resumeDeliveries: 1_000,
  /** A connection with nothing else to say gets a `cursor` message this often. */
  heartbeatSeconds: 15,
  /** A connection ends at most this long after its key was deleted or its token revoked or expired. */
  rightsCheckSeconds: 30,
  /** A message of a client. */
  clientMessageBytes: 16 * KIB,
  /** Messages of a client, for each connection. */
  clientMessages: { perSecond: 2, burst: 20 },
  /** A cursor in a message of a client. */
  cursorCharacters: 512,
} as const;

export const storeLimits = {
  /** `Retry-After` of a request that meets a fault of the store. A store in trouble is probed about as often. */
  retryAfterSeconds: 5,
} as const;

export const failingLimits = {
  /** A subscription is failing once a delivery to it has failed this often, or for the last time. */
  attempts: 4,
  /** For this long after a recovery, a subscription does not become failing again. */
  quietSeconds: 900,
} as const;

export const attemptLimits = {
  /** Bytes of a response that are read, … */
  responseReadBytes: 64 * KIB,
  /** … and bytes that are kept with the attempt. */
  responseExcerptBytes: KIB,
  errorCharacters: 300,
} as const;

export const fanOutLimits = {
  /**
   * Up to this many deliveries are made and listed in the response to `POST /events`; for more, it gives only the
   * number.
   */
  deliveriesListed: 100,
} as const;

/** Replays of all deliveries that were exhausted in a period. */
export const recoveryLimits = {
  /** Deliveries that a recovery puts on the queue in a second, by default. */
  perSecondDefault: 100,
  perSecondMax: 10_000,
  /** How far ahead of their attempts deliveries are put on the queue: the time between two runs on AWS. */
  aheadSeconds: 60,
  runningPerTenant: 10,
  /** How long an ended recovery is listed. */
  keptDays: 30,
} as const;

export const retention = {
  /** How long records are kept after a delivery's last change, unless POSTHORN_RETENTION_HOURS sets another time. */
  hoursDefault: 72,
  /** How much longer an event is kept than its deliveries, so that a replay finds its payload. */
  eventExtraHours: 24,
  /** A deleted subscription's row stays as a tombstone for as long as a queue keeps a message. */
  tombstoneSeconds: 14 * DAY_SECONDS,
} as const;

/** Statistics over time (`GET /stats`). */
export const statsLimits = {
  /** How long the counters of a minute are kept. */
  keptHours: 72,
  /** Points of each series; 6 hours of minutes. */
  points: 360,
  /** The default step makes at most this many. */
  pointsDefault: 120,
  /** Longer ranges, and steps longer than an hour, are read by quarters of an hour, so their steps are whole quarters. */
  hoursByMinute: 6,
  quarterMinutes: 15,
  /** The range that is read without `from`. */
  rangeSecondsDefault: HOUR_SECONDS,
  /** Series of their own; all further ones are summed up in one. With `points`, the answer stays below 2 MB. */
  series: 20,
  /** Held deliveries that are counted for one answer: some 20 ms of work. */
  heldCounted: 100_000,
  /**
   * Names (subscription, event type, answer and receiver) of counters that one tenant has in SQLite before further names
   * lose their event type; after twice as many, their subscription and receiver too. A statement of a call looks for 10,000 names in some 10 ms.
   */
  counterNames: 10_000,
} as const;
