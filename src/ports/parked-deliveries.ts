/** Deliveries that wait outside the queue. */
export interface ParkedDeliveries {
  /**
   * Gives up to `limit` deliveries that are due by `untilMs` a new ticket and a queue message that is received when
   * they are due. Returns how many.
   */
  release(nowMs: number, untilMs: number, limit: number): Promise<number>;
}
