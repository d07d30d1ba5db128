/**
 * Every limit of the service, once. Units are in the names. Where a number follows from somewhere else (an AWS quota,
 * a specification), the comment says from where; the others are choices, and may be changed here.
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
  /** Addresses that a process remembers. */
  addressesMost: 10_000,
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

/** What a filter may ask for, so that no payload of a mebibyte keeps a process busy for long. */
export const filterLimits = {
  /** Of its JSON, without spaces. EventBridge has 2,048, or 4,096 on request. */
  characters: 4 * 1024,
  /** Objects of fields within each other, those in `$or` included. Matching recurses as deep. */
  depth: 16,
  /**
   * What one value of a payload may be compared with: a list of plain values counts as one, an operator as many as it
   * has operands, and all of it once for each combination that `$or` makes. Each costs a look at each value.
   */
  comparisons: 128,
  /** The same for wildcards, each of which reads the whole value. */
  wildcards: 16,
  /** Comparisons for finding out which parts of a filter a payload does not match: at most four times as many as a match. */
  explanationComparisons: 512,
  /** Faults of one filter that are listed, and parts of it that a payload does not match. */
  faults: 20,
  /** Values of a payload that one mismatch repeats, and the characters of each. */
  valuesShown: 3,
  valueCharactersShown: 64,
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

/** What a JSON Schema may be, so that no payload of a mebibyte keeps a process busy for long. */
export const schemaLimits = {
  /** Of its JSON, without spaces. */
  characters: 32 * KIB,
  subschemas: 1_000,
  /** Subschemas within each other. */
  depth: 32,
  patternCharacters: 256,
  /** Of the automaton that a pattern becomes: `a{1,100}` has 200. */
  patternStates: 2_000,
  /** Of all patterns of a schema. */
  patternStatesInAll: 10_000,
  /** Faults of one schema, or of one payload, that are listed. */
  faults: 20,
  /** A check of a payload may take this many steps, … */
  steps: 100_000,
  /** … and these for each byte of it. A step takes some 20 to 50 ns. */
  stepsPerByte: 16,
  /** To remember one evaluated member or item for an `unevaluated…` keyword, which takes some 40 bytes. */
  stepsPerEvaluated: 8,
  /** To look up whether a member or an item is evaluated, in a set of up to 500,000. */
  stepsPerLookup: 4,
  /** Subschemas that are being applied within each other, references included. */
  checkDepth: 256,
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
  /** On AWS, behind a line whose turns are not used: some of those that stand in it may have been cancelled. */
  idleLineSeconds: 15,
} as const;

export const receiverAuthLimits = {
  /** Tokens, names, passwords: what fits into a header that every server takes. */
  characters: 4 * KIB,
  /** One request for a token. */
  tokenRequestSeconds: 10,
  /** Of its answer, this much is read. */
  tokenAnswerBytes: 16 * KIB,
  /** A token is asked for anew so long before it expires; one that does not say so is kept for … */
  tokenMarginSeconds: 60,
  /** … this. */
  tokenSecondsDefault: 300,
  tokensMost: 1_000,
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
  /** On AWS, this much of it where an attempt shares a row with its delivery: a success does, and a failure for a moment. */
  briefExcerptBytes: 256,
  /** Status lines and header fields of a response together, those of informational responses included. */
  responseHeadBytes: 64 * KIB,
  /** Informational responses (1xx) before the final one. */
  informationalResponses: 32,
  /** After this many reads of one response the connection rests between reads, so that single bytes arrive in groups. */
  readsAtOnce: 64,
  /** The rest is as long as this at first; it doubles up to eight times as long. */
  readRestMs: 12,
  /** The process stood still if a deadline is noticed this late. The exchange then gets the same time once more. */
  standstillMs: 1_000,
  errorCharacters: 300,
} as const;

export const connectionLimits = {
  /**
   * Connections to one origin: as many as the embedded queue hands out at a time, so that no attempt waits, under its
   * own deadline, behind those of other subscriptions at the same host that hang.
   */
  perOrigin: 2_048,
  /** A connection, TLS included, that takes longer is given up, whatever the attempt's deadline. */
  connectSeconds: 10,
  /** Below the 5 s after which common servers close, so that a request seldom meets a connection that is being closed … */
  idleSeconds: 4,
  /** … unless the receiver's `Keep-Alive` says that it waits longer. */
  idleSecondsMax: 10,
  /** Then also a busy connection is replaced: a name's addresses are looked up and checked again at least this often. */
  ageSeconds: 60,
  /** A connection that ends this soon after its reuse, with no byte of a response, was being closed already. */
  reuseRaceMs: 5_000,
  /** A lookup that takes longer than this starts a check of our own resolver … */
  resolverCheckAfterMs: 250,
  /** … which waits this long for an answer. Together they end before the shortest deadline of an attempt. */
  resolverCheckMs: 600,
  /** How long registration waits for a name to be resolved. */
  nameLookupSeconds: 3,
} as const;

export const fanOutLimits = {
  /** Up to this many deliveries are made and listed in the answer to `POST /events`; of more, only the number is given … */
  deliveriesListed: 100,
  /** … and they are made afterwards, so many at a time. */
  deliveriesAtATime: 100,
} as const;

/** Replays of everything that was exhausted in a time. */
export const recoveryLimits = {
  /** Deliveries that one puts on the queue in a second, unless its caller says otherwise. */
  perSecondDefault: 100,
  perSecondMax: 10_000,
  /** They are put there ahead of their attempts by as long as it takes until it is looked after again on AWS. */
  aheadSeconds: 60,
  /** Read and written before it is recorded how far it has come. */
  deliveriesAtATime: 250,
  /** Payloads that are read for a filter before it is recorded how far it has come: up to 50 MiB, one at a time. */
  payloadsAtATime: 50,
  runningPerTenant: 10,
  /** On AWS, each of the 32 shards is counted in so many pages of a mebibyte: some million deliveries in all. */
  pagesCounted: 10,
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

/** On AWS, what is parked is claimed by release before its message is sent. */
export const claimLimits = {
  /** Deliveries that are claimed at a time. */
  atATime: 32,
  /** A delivery whose message was sent, but of which nothing came, gets another message after this, … */
  seconds: 900,
  /** … and further ones after twice as long each time, up to this. */
  secondsMost: 12 * HOUR_SECONDS,
  /** The same for a replay, whose message is sent at once by whoever asks for it. */
  replaySeconds: 60,
  /** How often it is looked for what has become too old on hold for a disabled subscription. */
  holdLookSeconds: HOUR_SECONDS,
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

/** Amazon SQS's quotas. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const sqsLimits = {
  batchEntries: 10,
  /** All messages of a batch together may have 1 MiB; the rest of it is a margin for what SQS counts beside bodies. */
  batchBytes: MIB - 16 * KIB,
  /** A message is invisible for at most 12 hours from its receive, which is a while ago: beyond that is an error. */
  visibilitySecondsMax: 43_000,
  /** Batches of one call that are on their way at a time. */
  batchesAtATime: 8,
  /** Messages that SQS failed to take, by a fault of its own, are sent this often, … */
  sendTries: 4,
  /** … after pauses that double, from this, each shortened at random by up to a half. */
  sendPauseMs: 50,
  /** Changes of visibility wait this long for others of the same moment, to be one call with them. */
  gatherMs: 3,
  /** The number of messages in flight is believed this long. */
  countAgeMs: 10_000,
} as const;

export const s3Limits = {
  /** One request, its answer included: a mebibyte takes well below a second. */
  requestMs: 3_000,
  /** What failed by no fault of the request is tried this often, … */
  tries: 3,
  /** … after pauses that double, from this, each shortened at random by up to a half. */
  pauseMs: 100,
} as const;
