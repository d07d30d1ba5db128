/** Says at registration whether a target may be delivered to; the sender checks again at every attempt. */
export interface TargetGuard {
  /**
   * What is wrong with a target URL, as a phrase about it, or undefined. Every address that its name resolves to is
   * checked; a name that does not resolve (yet) is not refused.
   */
  faultOf(url: string): Promise<string | undefined>;
}
