import { pathSegment } from './calls.ts';
import type { IngestAccepted, IngestBatch, IngestBatchResult, PublishAccepted } from './generated/openapi.ts';
import { routes } from './generated/routes.ts';
import type { ApiRequest, KeyedCallOptions, Query, Transport } from './transport.ts';

/** The calls whose body is the payload itself: those bytes are what receivers get. */

/** A text goes out as UTF-8, bytes as they are, anything else as its JSON. */
export type Payload = string | Uint8Array | object | number | boolean | null;

export interface PayloadOptions extends KeyedCallOptions {
  readonly eventType?: string;
  /** Its deliveries are not attempted before then. */
  readonly deliverAt?: Date | string;
  /** Else `text/plain` of a text, `application/octet-stream` of bytes, `application/json` of anything else. */
  readonly contentType?: string;
}

export interface IngestOptions extends PayloadOptions, Signing {}

export interface PublishPayloadOptions extends PayloadOptions {
  /** The customer it is for. */
  readonly receiverId?: string;
}

export interface Signing {
  /** The subscription's `ingest_secret`: the body is signed with it (HMAC-SHA256, `X-Posthorn-Signature`). */
  readonly ingestSecret?: string;
}

export const payloadCallsOver = (transport: Transport) => ({
  async ingest(
    subscriptionId: string,
    payload: Payload,
    options: IngestOptions = {},
  ): Promise<IngestAccepted> {
    const content = contentOf(payload, options.contentType);
    const request = requestOf('ingestEvent', content, {
      event_type: options.eventType,
      deliver_at: instant(options.deliverAt),
    });
    return (await transport.call(
      await signed(toSubscription(request, subscriptionId), options),
      options,
    )) as IngestAccepted;
  },

  async ingestBatch(
    subscriptionId: string,
    batch: IngestBatch,
    options: KeyedCallOptions & Signing = {},
  ): Promise<IngestBatchResult> {
    const request = toSubscription(requestOf('ingestBatch', contentOf(batch, undefined)), subscriptionId);
    return (await transport.call(await signed(request, options), options)) as IngestBatchResult;
  },

  async publish(payload: Payload, options: PublishPayloadOptions = {}): Promise<PublishAccepted> {
    const content = contentOf(payload, options.contentType);
    const query = {
      event_type: options.eventType,
      receiver_id: options.receiverId,
      deliver_at: instant(options.deliverAt),
    };
    return (await transport.call(requestOf('publishEvent', content, query), options)) as PublishAccepted;
  },
});

interface Content {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function contentOf(payload: Payload, type: string | undefined): Content {
  if (typeof payload === 'string') return { type: type ?? 'text/plain', bytes: utf8(payload) };
  if (payload instanceof Uint8Array)
    return { type: type ?? 'application/octet-stream', bytes: Uint8Array.from(payload) };
  return { type: type ?? 'application/json', bytes: utf8(JSON.stringify(payload)) };
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

type PayloadRequest = ApiRequest & { readonly body: Uint8Array<ArrayBuffer> };

const requestOf = (
  id: 'ingestEvent' | 'ingestBatch' | 'publishEvent',
  { type, bytes }: Content,
  query?: Query,
): PayloadRequest => ({ ...routes[id], query, headers: { 'content-type': type }, body: bytes });

const toSubscription = (request: PayloadRequest, id: string): PayloadRequest => ({
  ...request,
  path: request.path.replace('{subscription_id}', pathSegment('subscriptionId', id)),
});

const instant = (time: Date | string | undefined): string | undefined =>
  time instanceof Date ? time.toISOString() : time;

async function signed(request: PayloadRequest, { ingestSecret }: Signing): Promise<ApiRequest> {
  if (ingestSecret === undefined) return request;
  const { subtle } = globalThis.crypto;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await subtle.importKey('raw', utf8(ingestSecret), algorithm, false, ['sign']);
  const digest = new Uint8Array(await subtle.sign('HMAC', key, request.body));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { ...request, headers: { ...request.headers, 'x-posthorn-signature': `sha256=${hex}` } };
}
