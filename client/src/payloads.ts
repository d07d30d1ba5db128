import { pathSegment } from './calls.ts';
import type { IngestAccepted, IngestBatch, IngestBatchResult, PublishAccepted } from './generated/openapi.ts';
import { routes } from './generated/routes.ts';
import type { ApiRequest, KeyedCallOptions, Query, Transport } from './transport.ts';

/** The calls whose body is the payload itself: receivers get those bytes. */

/** A text is sent as UTF-8, bytes unchanged, anything else as its JSON. */
export type Payload = string | Uint8Array | object | number | boolean | null;

export interface PayloadOptions extends KeyedCallOptions {
  readonly eventType?: string;
  /** The earliest time of the first attempts. */
  readonly deliverAt?: Date | string;
  /** Default: `text/plain` for a text, `application/octet-stream` for bytes, `application/json` for anything else. */
  readonly contentType?: string;
}

export interface IngestOptions extends PayloadOptions, Signing {}

export interface PublishPayloadOptions extends PayloadOptions {
  /** Your own id of the customer. */
  readonly receiverId?: string;
}

/**
 * A CloudEvent 1.0 (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md). Its `source` and `id` make a
 * repeat safe, like an idempotency key.
 */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  /** The event type. */
  readonly type: string;
  readonly data?: unknown;
  /** Further attributes of the specification or of an extension. */
  readonly [attribute: string]: unknown;
}

export type CloudEventOptions = Omit<PublishPayloadOptions, 'eventType' | 'contentType'>;

export interface Signing {
  /** The subscription's `ingest_secret`: the client signs the body with it (HMAC-SHA256, `X-Posthorn-Signature`). */
  readonly ingestSecret?: string;
}

const IS_JSON = /^application\/json\s*(;|$)/i;
const CLOUD_EVENT = 'application/cloudevents+json';
/** The same test as in Posthorn: an object that only looks similar needs a key. */
const IS_CLOUD_EVENT = /^application\/cloudevents\+json\s*(;|$)/i;

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

  publish: (payload: Payload, options: PublishPayloadOptions = {}): Promise<PublishAccepted> =>
    publish(transport, payload, options),

  publishCloudEvent: (event: CloudEvent, options: CloudEventOptions = {}): Promise<PublishAccepted> =>
    publish(transport, event, { ...options, contentType: CLOUD_EVENT }),
});

async function publish(
  transport: Transport,
  payload: Payload,
  options: PublishPayloadOptions,
): Promise<PublishAccepted> {
  const content = contentOf(payload, options.contentType);
  const said = {
    event_type: options.eventType,
    receiver_id: options.receiverId,
    deliver_at: instant(options.deliverAt),
  };
  const request = IS_JSON.test(content.type)
    ? requestOf('publishEvent', { ...content, bytes: wrapped(said, content.bytes) })
    : requestOf('publishEvent', content, said);
  const hasOwnKey = IS_CLOUD_EVENT.test(content.type);
  return (await transport.call({ ...request, hasOwnKey }, options)) as PublishAccepted;
}

/** `POST /events` has the JSON payload within JSON, and delivers that slice of the body: here, the given bytes. */
function wrapped(said: Query, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return utf8(JSON.stringify({ ...said, payload: 0 }).replace(/0\}$/, () => `${jsonText(payload)}}`));
}

/** @throws TypeError for a payload that is not JSON in UTF-8, and could merge with the JSON around it */
function jsonText(payload: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new TypeError('payload must be JSON, because contentType is JSON', { cause });
  }
}

interface Content {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function contentOf(payload: Payload, type: string | undefined): Content {
  // An invalid header value in fetch would look like a connection failure.
  if (type !== undefined && !/^[ -~]+$/.test(type))
    throw new TypeError('contentType must be ASCII characters');
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
