/** The time, so that tests can set it. */
export interface Clock {
  /** Unix milliseconds. */
  nowMs(): number;
}
