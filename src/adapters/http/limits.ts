const KIB = 1024;

/** How a response is read. Its limits that users meet: `attemptLimits`. */
export const exchangeLimits = {
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
