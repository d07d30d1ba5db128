/** The time, so that tests can set it. */
export interface Clock {
  /** Unix milliseconds: what records carry and users see. It may be set back or ahead at any moment. */
  nowMs(): number;
  /** Milliseconds since an arbitrary moment: never steps. Without it, as in tests, `nowMs` is taken for it. */
  monotonicMs?(): number;
}

/** For all that this process measures or waits for by itself: setting the wall clock does not disturb it. */
export const monotonicMs = (clock: Clock): number => clock.monotonicMs?.() ?? clock.nowMs();
