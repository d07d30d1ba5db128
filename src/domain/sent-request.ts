/** The request of an attempt, computed again from the records. */
export interface SentRequest {
  readonly url: string;
  /** In the order and spelling in which they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** The subscription has not changed since, so its URL and headers are those of the attempt. */
  readonly isCurrent: boolean;
  /** The caller sees credentials that no other answer shows. */
  readonly showsSecrets: boolean;
}
