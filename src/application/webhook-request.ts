import type { Delivery } from '../domain/delivery.ts';
import type { EventContent } from '../domain/queue-message.ts';
import { sign } from '../domain/signature.ts';
import { type Subscription, secretsInForce } from '../domain/subscription.ts';
import type { WebhookRequest } from '../ports/webhook-sender.ts';

interface RequestDetails {
  readonly nowMs: number;
  /** Of this software. */
  readonly version: string;
  /** The `Authorization` header, if the receiver wants one. */
  readonly authorization: string | undefined;
}

/**
 * The request that a receiver gets: the payload as it was handed in, under the Standard Webhooks headers, signed afresh
 * for every attempt. `webhook-id` is the event's, the same on every retry and replay, so that receivers can tell
 * duplicates. The subscription's own headers cannot replace ours: reserved names are refused at registration.
 */
export function webhookRequest(
  { delivery, subscription, event }: { delivery: Delivery; subscription: Subscription; event: EventContent },
  attemptNumber: number,
  { nowMs, version, authorization }: RequestDetails,
): WebhookRequest {
  const content = { id: event.id, timestampSeconds: Math.floor(nowMs / 1_000), body: event.payload };
  const headers: Record<string, string> = {
    'content-type': event.contentType,
    'user-agent': `Posthorn/${version}`,
    'webhook-id': content.id,
    'webhook-timestamp': String(content.timestampSeconds),
    'webhook-signature': sign(content, secretsInForce(subscription, nowMs)),
    'x-posthorn-attempt': String(attemptNumber),
  };
  for (const [name, value] of Object.entries(event.headers)) headers[name] ??= value;
  if (delivery.eventType !== null) headers['x-posthorn-event-type'] = delivery.eventType;
  if (authorization !== undefined) headers['authorization'] = authorization;
  for (const [name, value] of Object.entries(subscription.headers)) headers[name.toLowerCase()] = value;
  return {
    url: subscription.targetUrl,
    headers,
    body: event.payload,
    timeoutMs: subscription.timeoutSeconds * 1_000,
  };
}
