import { type IngestVerification, verifyIngest } from '../domain/ingest-verification.ts';
import { requestLimits } from '../domain/limits.ts';
import type { RequestFault } from '../domain/settings-change.ts';
import type { Source } from '../domain/sources/source.ts';
import { verifySource } from '../domain/sources/verify-source.ts';
import type { Subscription } from '../domain/subscription.ts';

/** A request to a subscription's ingest URL. */
export interface SentEvent {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** The sender's own event type; the type of a source comes first. */
  readonly eventType: string | null;
  readonly idempotencyKey: string | undefined;
  /** All headers, names in lower case. They carry the signatures. */
  readonly headers: Readonly<Record<string, string>>;
  /** Reads a payload and these headers as a CloudEvent; undefined: it is none. Called once the sender is verified. */
  readonly cloudEventIn?: (payload: Uint8Array) => SentCloudEvent | undefined;
}

type SentCloudEvent =
  | {
      readonly ok: true;
      readonly eventType: string;
      /** The same for the same event, even if its other attributes differ. */
      readonly key: string;
      /** Headers to send with each attempt. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly errors: readonly RequestFault[] };

/** The event in a verified request. */
export interface VerifiedEvent {
  readonly payload: Uint8Array;
  readonly contentType: string;
  readonly eventType: string | null;
  readonly idempotencyKey: string | undefined;
  /** The parts that must be equal in a repeat with the same key. Empty if the key is the provider's own. */
  readonly request: readonly (string | Uint8Array)[];
  readonly headers: Readonly<Record<string, string>>;
}

export type SenderRefused =
  | Exclude<IngestVerification, { outcome: 'verified' }>
  | { readonly outcome: 'source-refused'; readonly isMissing: boolean; readonly detail: string }
  | { readonly outcome: 'malformed-cloud-event'; readonly errors: readonly RequestFault[] }
  | { readonly outcome: 'payload-too-large' };

/** The source asks to verify the owner of the URL: there is an answer, and no event. */
export interface SourceQuestion {
  readonly outcome: 'question';
  /** JSON. */
  readonly answer: object;
}

type Verification = ({ readonly outcome: 'verified' } & VerifiedEvent) | SourceQuestion | SenderRefused;

const SIGNATURE_HEADER = 'x-posthorn-signature';

/** Checks the signature that a subscription requires, if any, and extracts the event. */
export function verifySender(subscription: Subscription, sent: SentEvent, nowMs: number): Verification {
  const { source, ingestSecret } = subscription;
  if (source !== null) return verifyBySource({ ...subscription, source }, sent, nowMs);
  const { body, contentType, eventType, idempotencyKey, headers } = sent;
  const request = [body, contentType, eventType ?? ''];
  const plain = { eventType, idempotencyKey, request, headers: {} };
  if (ingestSecret === null) {
    return asSent(sent, { outcome: 'verified', payload: body, contentType, ...plain });
  }
  const verification = verifyIngest(ingestSecret, body, headers[SIGNATURE_HEADER]);
  if (verification.outcome !== 'verified') return verification;
  const { payload, unwrapped } = verification;
  return asSent(sent, {
    outcome: 'verified',
    payload,
    contentType: unwrapped ? contentTypeOfText(payload) : contentType,
    ...plain,
  });
}

/**
 * Providers repeat an event until it is answered. Its key comes from signed content only: with unsigned headers, such
 * as an `Idempotency-Key`, a recorded request could be sent again as another event.
 */
function verifyBySource(
  { source, ingestSecret, id }: Pick<Subscription, 'ingestSecret' | 'id'> & { readonly source: Source },
  sent: SentEvent,
  nowMs: number,
): Verification {
  const { body, contentType, headers } = sent;
  // Before the body is parsed.
  if (body.length > requestLimits.payloadBytes) return { outcome: 'payload-too-large' };
  const request = { headers, body, secret: ingestSecret ?? '', nowMs, subscriptionId: id };
  const result = verifySource(source, request);
  if (result.outcome === 'question') return result;
  if (result.outcome !== 'verified') {
    const isMissing = result.outcome === 'missing-signature' || result.outcome === 'malformed-signature';
    return { outcome: 'source-refused', isMissing, detail: result.detail };
  }
  const eventType = result.eventType ?? sent.eventType;
  const { deliveryKey } = result;
  return {
    outcome: 'verified',
    payload: body,
    contentType,
    eventType,
    idempotencyKey: deliveryKey === null ? sent.idempotencyKey : `${source.type}:${deliveryKey}`,
    request: deliveryKey === null ? [body, contentType, eventType ?? ''] : [],
    headers: result.headers,
  };
}

type Verified = Extract<Verification, { outcome: 'verified' }>;

/** As a CloudEvent, if it is one: then its attributes give the event type and the key. */
function asSent(sent: SentEvent, event: Verified): Verification {
  if (event.payload.length > requestLimits.payloadBytes) return { outcome: 'payload-too-large' };
  const cloudEvent = sent.cloudEventIn?.(event.payload);
  if (cloudEvent === undefined) return event;
  if (!cloudEvent.ok) return { outcome: 'malformed-cloud-event', errors: cloudEvent.errors };
  const { eventType, headers, key } = cloudEvent;
  const { contentType } = sent;
  if (sent.idempotencyKey !== undefined) return { ...event, contentType, eventType, headers };
  return { ...event, contentType, eventType, headers, idempotencyKey: key, request: [] };
}

/** The wrapper does not give the type of the text inside it. Usually it is JSON, otherwise plain text. */
function contentTypeOfText(text: Uint8Array): string {
  try {
    JSON.parse(Buffer.from(text).toString('utf8'));
    return 'application/json';
  } catch {
    return 'text/plain; charset=utf-8';
  }
}
