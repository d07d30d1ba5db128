/** The limits of the pump. API Gateway shares 10,000 requests a second of an account among all of its APIs. */
export const pumpLimits = {
  /** Messages to one connection. */
  connectionMessages: { perSecond: 25, burst: 100 },
  /** Messages to all connections: a twentieth of the account's requests. */
  allMessages: { perSecond: 500, burst: 500 },
  /** Posts at the same time. */
  postsInFlight: 50,
  /** Posts to one connection before others have their turn. */
  postsInTurn: 10,
  /** The first pause after a post that failed; doubled each time up to the longest. */
  restMsFirst: 500,
  restMsMost: 15_000,
  /** Changes that are kept for a connection while earlier ones are read again. */
  heldChanges: 200,
  /** Between two reads of the stream. */
  pauseMs: 250,
  /** How often the connections are read, the lease is renewed, and the position is recorded. */
  lookMs: 1_000,
  leaseMs: 5_000,
  markMs: 5_000,
  /** Without watchers, the pump goes on this long: a page that is loaded again needs no new one. */
  lingerMs: 10_000,
  /** A pump starts its successor with this much time left. */
  handoverMs: 60_000,
  /** A pump that hands over waits this long for posts. */
  emptyMs: 5_000,
  /** Reading earlier changes again, for watchers that resume, ends after this. */
  resumeMs: 20_000,
  /** A change can be read from the stream this long after it was recorded. */
  streamLagMs: 60_000,
} as const;
