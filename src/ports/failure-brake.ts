/** Slows down those who try one credential after another. */
export interface FailureBrake {
  /**
   * Counts a call that failed.
   * @returns how long its sender should wait, in milliseconds; 0 while it may fail some more
   */
  note(sourceAddress: string): number;
}
