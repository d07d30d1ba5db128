import type { Delivery } from '../domain/delivery.ts';
import { HOPS_HEADER, hopsHeaderOf } from '../domain/hops.ts';
import type { EventContent } from '../domain/queue-message.ts';
import { sign } from '../domain/signature.ts';
import { type Subscription, secretsInForce } from '../domain/subscription.ts';
import type { WebhookRequest } from '../ports/receivers.ts';

interface RequestDetails {
  readonly nowMs: number;
  /** The version of this software. */
  readonly version: string;
  /** The `Authorization` header, if the receiver requires one. */
  readonly authorization: string | undefined;
}

/**
 * The request to a receiver: the payload as received, under the Standard Webhooks headers, with a new signature for
 * each attempt. `webhook-id` is the event's id, the same on each retry and replay, so that receivers recognize
 * duplicates. The headers of Posthorn and of the event override the subscription's own headers, whose names keep the
 * tenant's spelling.
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

/** All headers of the request, in the order and spelling in which `src/adapters/http/request-head.ts` writes them. */
export function headersOnTheWire({
  url,
  headers,
  body,
}: WebhookRequest): readonly (readonly [string, string])[] {
  return [
    ['Host', new URL(url).host],
    ['Connection', 'keep-alive'],
    ...Object.entries(headers),
    ['Content-Length', String(body.length)],
  ];
}

function addMissing(headers: Record<string, string>, more: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(more)) {
    if (!Object.hasOwn(headers, name.toLowerCase())) headers[name] = value;
  }
}
