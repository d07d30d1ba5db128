import type { Delivery } from '../domain/delivery.ts';
import { HOPS_HEADER, hopsHeaderOf } from '../domain/hops.ts';
import type { EventContent } from '../domain/queue-message.ts';
import { sign } from '../domain/signature.ts';
import { type Subscription, secretsInForce } from '../domain/subscription.ts';
import type { WebhookRequest } from '../ports/receivers.ts';

interface RequestDetails {
  readonly nowMs: number;
  /** Of this software. */
  readonly version: string;
  /** The `Authorization` header, if the receiver wants one. */
  readonly authorization: string | undefined;
}

/**
 * The request that a receiver gets: the payload as it was handed in, under the Standard Webhooks headers, with a new
 * signature for every attempt. `webhook-id` is the event's, the same on every retry and replay, so that receivers can
 * recognise duplicates. Posthorn's headers and the event's win over the subscription's own, whose names are sent in the
 * capitals that the tenant gave them.
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
    'x-posthorn-attempt': String(attemptNumber),
    'x-posthorn-subscription-id': subscription.id,
    [HOPS_HEADER]: hopsHeaderOf(event),
  };
  const signature = sign(content, secretsInForce(subscription, nowMs));
  for (const prefix of subscription.signatureHeaders) {
    headers[`${prefix}-id`] = content.id;
    headers[`${prefix}-timestamp`] = String(content.timestampSeconds);
    headers[`${prefix}-signature`] = signature;
  }
  if (delivery.eventType !== null) headers['x-posthorn-event-type'] = delivery.eventType;
  if (authorization !== undefined) headers['authorization'] = authorization;
  addMissing(headers, event.headers);
  addMissing(headers, subscription.headers);
  return {
    url: subscription.targetUrl,
    headers,
    body: event.payload,
    timeoutMs: subscription.timeoutSeconds * 1_000,
  };
}

function addMissing(headers: Record<string, string>, more: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(more)) {
    if (!Object.hasOwn(headers, name.toLowerCase())) headers[name] = value;
  }
}
