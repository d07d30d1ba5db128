import type { SendResult } from '../domain/response-classification.ts';

export interface WebhookRequest {
  readonly url: string;
  /** Names are sent as they are spelled here; none is given twice in another spelling. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For the whole exchange: name resolution, connection, request and response. */
  readonly timeoutMs: number;
  /** What of the answer's body is wanted; as much as is kept with an attempt unless said otherwise. */
  readonly excerptBytes?: number;
}

/** Sends one POST to a receiver, guarded against targets that are not the tenant's to reach. Never rejects. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<SendResult>;
}
