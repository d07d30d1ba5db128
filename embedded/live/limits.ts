/** Limits of the live view of one process, besides `liveLimits` of the domain. */
export const hubLimits = {
  /** A connection without a `watch` is closed after this long. */
  watchWithinSeconds: 30,
  /**
   * Bytes that wait for a slow reader in this process. Beyond them changes are counted instead of sent, until half of
   * them have left. Changes are serialized once, so these bytes are shared between watchers of the same changes.
   */
  bufferedBytes: 128 * 1_024,
  /**
   * A client that sends anything while this many bytes wait for it is cut: each of its messages is answered, even if it
   * reads no answer. Far more than the changes above and a step of a resume, so only a client that does not read gets here.
   */
  unreadBytes: 1_024 * 1_024,
  /**
   * Changes that are sent in a second, to all watchers together. Each costs about 10 µs for each watcher; further ones
   * are counted, so that deliveries are not delayed. Each watcher gets an equal share, …
   */
  changesASecond: 5_000,
  /** … and at least this many. */
  changesOfAWatcherASecond: 4,
  /** Changes that wait for their turn to be sent. */
  waitingChanges: 10_000,
  /** Changes that are sent in one turn of the event loop. */
  changesATurn: 50,
  /**
   * Watchers that are resumed at the same time, each of another receiver or tenant. Each holds the missed changes in
   * memory.
   */
  resumedAtOnce: 4,
  /** A reader that has not taken the missed changes after this long gets a count of the rest. */
  resumeSeconds: 10,
  /**
   * A connection resumes at most once in this time: a resume can read 30,000 rows. A client resumes once, when it
   * connects.
   */
  resumeEverySeconds: 10,
  /** A peer that has not answered a WebSocket ping after this long is gone. */
  pingSeconds: 30,
  /** A connection that has not closed this long after it was asked to is cut. */
  closeSeconds: 2,
} as const;
