const KIB = 1024;

/** How a response is read. The limits that users meet are in `attemptLimits`. */
export const exchangeLimits = {
  /** Status lines and header fields of a response together, those of informational responses included. */
  responseHeadBytes: 64 * KIB,
  /** Informational responses (1xx) before the final one. */
  informationalResponses: 32,
  /**
   * After this many reads of one response the connection pauses between reads, so that single bytes arrive in groups.
   */
  readsAtOnce: 64,
  /** The first pause. Pauses double up to eight times this. */
  readRestMs: 12,
  /** The process stood still if it notices a deadline this late. The exchange then gets this time once more. */
  standstillMs: 1_000,
} as const;

export const connectionLimits = {
  /**
   * Connections to one origin: as many as the embedded queue hands out at a time. So no attempt waits, under its own
   * deadline, behind hanging attempts of other subscriptions at the same host.
   */
  perOrigin: 2_048,
  /** A connection, TLS included, that takes longer is given up, even if the attempt's deadline is later. */
  connectSeconds: 10,
  /** Below the 5 s after which common servers close, so that a request seldom meets a closing connection … */
  idleSeconds: 4,
  /** … unless the receiver's `Keep-Alive` has a longer time. */
  idleSecondsMax: 10,
  /** After this time a busy connection is replaced too, so that a name's addresses are looked up and checked again. */
  ageSeconds: 60,
  /** A connection that ends this soon after its reuse, without a byte of a response, was being closed already. */
  reuseRaceMs: 5_000,
  /** A lookup that takes longer than this starts a check of the system's resolver … */
  resolverCheckAfterMs: 250,
  /** … which waits this long for an answer. Together they end before the shortest deadline of an attempt. */
  resolverCheckMs: 600,
  /** How long a registration waits for a name to resolve. */
  nameLookupSeconds: 3,
} as const;
