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
  /** Largest request body. API Gateway allows 10 MB and Lambda 6 MB of (base64) event: 4 MiB fits both. */
  bodyBytes: 4 * MIB,
  /** Largest body of settings, such as a subscription's: each of its members is looked at. */
  settingsBytes: 256 * KIB,
  /** In JSON larger than this, the place of a fault is not looked for: that takes a while, and who sends it knows it. */
  faultPlaceCharacters: 64 * KIB,
  /** JSON of at most this is parsed whole. Of more, only what its schema looks at: `JSON.parse` may take 0.5 s for 4 MiB. */
  parsedWholeCharacters: 64 * KIB,
  /** Largest payload of one event. */
  payloadBytes: MIB,
  /** `Idempotency-Key`, in characters. */
  idempotencyKeyCharacters: 255,
  /** How long an `Idempotency-Key` is remembered. */
  idempotencySeconds: DAY_SECONDS,
  /** `Content-Type`, in characters: stored with each event. */
  contentTypeCharacters: 255,
  /** What is said about an event in headers of its own (CloudEvents): stored with it, and sent along. */
  eventHeaders: 30,
  eventHeaderCharacters: 1_024,
  /** Events of one batch. */
  batchItems: 100,
  /** How often an event may have been delivered into Posthorn again; with more it is refused, since it goes in a loop. */
  hops: 5,
  /** How far ahead an event may be handed in. */
  deliverAheadSeconds: 7 * DAY_SECONDS,
  pageItems: 250,
  pageItemsDefault: 50,
  /** Rows that are looked at for one page of events or deliveries, whether its filters want them or not. */
  rowsExamined: 1_000,
  /** Faults of one request that its problem document lists, … */
  faultsListed: 50,
  /** … and the characters of a name that it repeats from the request: so an answer stays small whatever was sent. */
  faultNameCharacters: 128,
} as const;

/** Calls with an API key or a token that this service does not know, by source address. */
export const authenticationLimits = {
  /** What fails beyond this is answered 429. A person or a program that has the wrong key makes far fewer. */
  failures: { perSecond: 5, burst: 200 },
} as const;

/** What portal tokens may do, besides the limits of their tenant. */
export const portalLimits = {
  /** Subscriptions of a receiver, whoever made them, beyond which its portal tokens make no further ones. */
  subscriptionsPerReceiver: 50,
  /** Calls that send something for a receiver: tests, replays, retries, recoveries, kept events. */
  sendings: { perSecond: 1, burst: 30 },
} as const;

export const apiKeyLimits = {
  nameCharacters: 128,
  /** Keys of one tenant, expired ones included until they are deleted. */
  perTenant: 1_000,
  /** An expired key is shown for this long, so that it can be seen why it is refused. */
  shownAfterExpirySeconds: 30 * DAY_SECONDS,
  /** When it was last used is noted this often, so that it costs next to nothing. */
  lastUsedSeconds: HOUR_SECONDS,
} as const;

export const tenantLimits = {
  nameCharacters: 128,
  /** Tenants that one tenant has made. They cannot be deleted. */
  perCreator: 1_000,
  /** Tenants above a tenant, each made by the one before it. The tenant that the service was set up with has none. */
  depth: 3,
} as const;

export const portalTokenLimits = {
  secondsMax: HOUR_SECONDS,
  /** A revocation is remembered until all tokens of before have expired, and well beyond. */
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
  /** Of an event type; CloudEvents asks for 256 at least where its `type` is taken. */
  eventTypeCharacters: 256,
  descriptionCharacters: 1_000,
  metadataEntries: 50,
  metadataKeyCharacters: 64,
  metadataValueCharacters: 512,
  headers: 20,
  headerNameCharacters: 128,
  headerValueCharacters: 4 * KIB,
  /** Names and values of all headers together: many servers take 8 or 16 KiB of header fields in all. */
  headersCharacters: 8 * KIB,
  receiverIdCharacters: 128,
  ingestSecretCharacters: 256,
  /** Before the signature of a source that nobody knows. */
  signaturePrefixCharacters: 32,
  timeoutSecondsDefault: 10,
  timeoutSecondsMin: 1,
  timeoutSecondsMax: 30,
  /** Subscriptions that one event can reach: those of one tenant with the same receiver (or with none). */
  perReceiver: 1_000,
} as const;

/** Of a description of how a source signs. */
export const sourceLimits = {
  templateCharacters: 256,
  fieldNameCharacters: 32,
  /** The name of a member of the JSON body. */
  memberCharacters: 128,
  usernameCharacters: 256,
  verifyTokenCharacters: 256,
  /** A provider's clock, or its queue, may be behind by a day at most. */
  toleranceSecondsMax: DAY_SECONDS,
} as const;

export const eventTypeLimits = {
  /** Entries of one tenant's catalogue. */
  perTenant: 1_000,
  descriptionCharacters: 1_000,
  /** An example's JSON, without spaces. */
  exampleCharacters: 32 * KIB,
  /** JSON within JSON, in an example or a schema: what is read and compared by recursion. */
  nesting: 64,
  /** A page of the list ends before this, in characters of schemas and examples: Lambda answers with 6 MB at most. */
  pageCharacters: 2 * MIB,
  /** All schemas and examples of one OpenAPI document together, for the same reason. */
  documentCharacters: 3 * MIB,
} as const;

export const rateLimits = {
  perSecondMin: 0.01,
  perSecondMax: 10_000,
  burstMax: 10_000,
  /** A delivery whose turn comes this soon waits for it where it is; for a later one its message sleeps … */
  waitInPlaceMs: 1_000,
  /** … and so it does once it has asked so often where it is. */
  asksInPlace: 3,
  /** On AWS, a message sleeps no longer than this before its delivery asks again, … */
  sleepSecondsMax: 60,
  /** … and a delivery that has to wait for long is parked no longer than this: then a changed limit holds for it. */
  parkedSecondsMax: 300,
} as const;

export const receiverAuthLimits = {
  /** Tokens, names, passwords: what fits into a header that every server takes. */
  characters: 4 * KIB,
  /** One request for a token. */
  tokenRequestSeconds: 10,
} as const;

export const signingSecretLimits = {
  /** Standard Webhooks: between 24 and 64 bytes. https://www.standardwebhooks.com */
  bytesMin: 24,
  bytesMax: 64,
  /** What we make ourselves. */
  bytesGenerated: 32,
  /** After a rotation the old secret goes on signing for this long, unless the caller says otherwise: */
  graceSecondsDefault: DAY_SECONDS,
  graceSecondsMax: 7 * DAY_SECONDS,
  /** Secrets in their grace periods: each adds a signature to every attempt. */
  inGraceMost: 10,
} as const;

export const retryLimits = {
  scheduleEntries: 50,
  delaySecondsMin: 1,
  /** All waits of a custom schedule together, and the age at which a delivery is given up whatever its policy. */
  totalSeconds: 7 * DAY_SECONDS,
  attemptsMax: 51,
  factorMax: 10,
  /** A receiver's `Retry-After` may delay the next attempt, up to this. */
  retryAfterSecondsMax: HOUR_SECONDS,
  /** Waits up to here sleep in the queue (visibility timeout); longer ones are parked in the store. */
  visibilitySecondsMax: 120,
  /** With this many messages asleep in the queue (SQS stops at about 120,000) short retries are parked too … */
  sleepingMessagesMax: 40_000,
  /** … if they wait at least this long. */
  parkWhenCrowdedSeconds: 5,
  /** What failed by a fault of ours, such as a store that is away, is tried again after this. */
  afterFaultSeconds: 30,
  /** … and after this when it was received often: see `waitAfterFaultSeconds`. */
  afterFaultSecondsMax: HOUR_SECONDS,
  /** After a fault of Posthorn itself, such as no free file descriptor, an attempt waits this long, … */
  ownFaultSeconds: 2,
  /** … twice as long after each receive of its message, up to this. */
  ownFaultSecondsMax: 80,
  /** A message received this often is replaced by a fresh one: the receive count is only a guard against poison. */
  receivesBeforeFreshMessage: 20,
} as const;

export const storeLimits = {
  /** `Retry-After` of a request that meets a fault of the store: a store in trouble is tried about as often. */
  retryAfterSeconds: 5,
} as const;

export const changeLimits = {
  /** How often a change is tried again when somebody else changes the same thing at the same moment. */
  tries: 3,
  /** A change that a caller waits for is tried this often, so that 100 at the same moment all succeed, … */
  callerTries: 40,
  /** … after pauses that double from this … */
  callerPauseMs: 5,
  /** … up to this, each shortened at random: with a round trip to the store each, some 6 s at the most. */
  callerPauseMsMost: 250,
} as const;

export const failingLimits = {
  /** A subscription is failing once a delivery to it has failed this often, or for the last time. */
  attempts: 4,
  /** It is not found to be failing again for so long after it has recovered. */
  quietSeconds: 900,
} as const;

export const attemptLimits = {
  /** Of a response, this much is read, … */
  responseReadBytes: 64 * KIB,
  /** … and this much is kept with the attempt. */
  responseExcerptBytes: KIB,
  errorCharacters: 300,
} as const;

export const fanOutLimits = {
  /** Up to this many deliveries are made and listed in the answer to `POST /events`; of more, only the number is given. */
  deliveriesListed: 100,
} as const;

/** Replays of everything that was exhausted in a time. */
export const recoveryLimits = {
  /** Deliveries that one puts on the queue in a second, unless its caller says otherwise. */
  perSecondDefault: 100,
  perSecondMax: 10_000,
  /** They are put there ahead of their attempts by as long as it takes until it is looked after again on AWS. */
  aheadSeconds: 60,
  runningPerTenant: 10,
  /** One that has ended is shown for so long. */
  keptDays: 30,
} as const;

export const retention = {
  /** Records are kept this long after a delivery's last change, unless POSTHORN_RETENTION_HOURS says otherwise. */
  hoursDefault: 72,
  /** An event outlives its deliveries' ordinary course by this much, so that a replay finds its payload. */
  eventExtraHours: 24,
  /** A deleted subscription's row stays as a tombstone for as long as a queue keeps a message. */
  tombstoneSeconds: 14 * DAY_SECONDS,
} as const;
