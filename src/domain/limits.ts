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
  /** Largest payload of one event. */
  payloadBytes: MIB,
  /** `Idempotency-Key`, in characters. */
  idempotencyKeyCharacters: 255,
  /** How long an `Idempotency-Key` is remembered. */
  idempotencySeconds: DAY_SECONDS,
  /** `Content-Type`, in characters: stored with each event. */
  contentTypeCharacters: 255,
  pageItems: 250,
  pageItemsDefault: 50,
  /** Faults of one request that its problem document lists, … */
  faultsListed: 50,
  /** … and the characters of a name that it repeats from the request: so an answer stays small whatever was sent. */
  faultNameCharacters: 128,
} as const;

export const subscriptionLimits = {
  targetUrlCharacters: 2_048,
  eventTypes: 100,
  eventTypeCharacters: 128,
  descriptionCharacters: 1_000,
  metadataEntries: 50,
  metadataKeyCharacters: 64,
  metadataValueCharacters: 512,
  headers: 20,
  headerNameCharacters: 128,
  headerValueCharacters: 4 * KIB,
  receiverIdCharacters: 128,
  ingestSecretCharacters: 256,
  timeoutSecondsDefault: 10,
  timeoutSecondsMin: 1,
  timeoutSecondsMax: 30,
  /** Subscriptions that one event can reach: those of one tenant with the same receiver (or with none). */
  perReceiver: 1_000,
} as const;

export const signingSecretLimits = {
  /** Standard Webhooks: between 24 and 64 bytes. https://www.standardwebhooks.com */
  bytesMin: 24,
  bytesMax: 64,
  /** What we make ourselves. */
  bytesGenerated: 32,
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
  /** A message received this often is replaced by a fresh one: the receive count is only a guard against poison. */
  receivesBeforeFreshMessage: 20,
} as const;

export const attemptLimits = {
  /** Of a response, this much is read, … */
  responseReadBytes: 64 * KIB,
  /** … and this much is kept with the attempt. */
  responseExcerptBytes: KIB,
  /** All header fields of a response together. */
  responseHeaderBytes: 16 * KIB,
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
  /** How long registration waits for a name to be resolved. */
  nameLookupSeconds: 3,
} as const;

export const fanOutLimits = {
  /** Up to this many deliveries are listed in the answer to `POST /events`; above it only their number is given. */
  deliveriesListed: 100,
} as const;

export const retention = {
  /** Records are kept this long after a delivery's last change, unless POSTHORN_RETENTION_HOURS says otherwise. */
  hoursDefault: 72,
  /** An event outlives its deliveries' ordinary course by this much, so that a replay finds its payload. */
  eventExtraHours: 24,
  /** A deleted subscription's row stays as a tombstone for as long as a queue keeps a message. */
  tombstoneSeconds: 14 * DAY_SECONDS,
} as const;
