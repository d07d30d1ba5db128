import { elementSlices } from '../../domain/json-members.ts';
import { requestLimits } from '../../domain/limits.ts';
import { type HttpRequest, Refusal } from '../core/http.ts';
import { parseJson } from '../core/json-body.ts';
import { type FieldFault, pointerTo } from '../core/problem.ts';
import { fieldsRefused } from '../core/refusals.ts';
import {
  binaryCloudEvent,
  type CloudEvent,
  cloudEventMode,
  structured,
  structuredCloudEvent,
  structuredList,
  structuredMediaType,
} from './cloud-events.ts';
import { type FoundItem, keyOfItem, orRefusal, sliceAt } from './route-batch-items.ts';

/** CloudEvents in requests that publish events. */

/**
 * The CloudEvent in a request, or undefined if the request has none.
 * @param payload the body, or the part of a signed wrapper that replaces it
 * @param eventType given beside the event
 * @throws Refusal when it is a CloudEvent in a form that this operation does not accept
 */
export function cloudEventIn(
  { headers }: HttpRequest,
  payload: Uint8Array,
  eventType: string | undefined,
): CloudEvent | undefined {
  const mode = cloudEventMode(headers);
  if (mode === undefined) return undefined;
  const event = mode === 'binary' ? binaryCloudEvent(headers) : structuredIn(mode, payload);
  if (!event.ok || eventType === undefined || eventType === event.eventType) return event;
  return { ok: false, errors: [{ in: 'header', pointer: '/X-Event-Type', detail: DIFFERS }] };
}

const DIFFERS = 'differs from the type of the CloudEvent. Leave it out';

function structuredIn(mode: 'structured' | 'batched' | 'unknown format', payload: Uint8Array): CloudEvent {
  if (mode === 'structured') {
    const json = parseJson(payload, structured);
    if (!json.ok) throw new Refusal('malformed-request', json.fault);
    return structuredCloudEvent(json.value, payload);
  }
  const detail =
    mode === 'batched'
      ? 'Send a list of CloudEvents to /events, /events/batch or /ingest/{subscription_id}/batch.'
      : 'JSON is the only supported format of CloudEvents. Send application/cloudevents+json.';
  throw new Refusal('unsupported-media-type', detail);
}

/**
 * Each event of a list of CloudEvents, or the reason for rejecting it. It is delivered as a structured event.
 * @param idempotencyKey of the request
 * @throws Refusal when the list itself cannot be parsed
 */
export function cloudEventItems(
  { body }: HttpRequest,
  idempotencyKey: string | undefined,
): readonly (FoundItem | Refusal)[] {
  const json = parseJson(body, structuredList);
  if (!json.ok) throw new Refusal('malformed-request', json.fault);
  const events: unknown = json.value;
  if (!Array.isArray(events)) throw fieldsRefused([wholeBody('must be a list of CloudEvents')]);
  const most = requestLimits.batchItems;
  if (events.length > most) throw fieldsRefused([wholeBody(`must be at most ${most} items`)]);
  const slices = elementSlices(body);
  return events.map((value: unknown, n) =>
    orRefusal(() => {
      const slice = sliceAt(slices, n);
      const event = structuredCloudEvent(value, slice);
      if (!event.ok) throw fieldsRefused(event.errors.map((fault) => within(n, fault)));
      const key = keyOfItem(idempotencyKey, n);
      return {
        eventType: event.eventType,
        // A copy: the slice alone would keep the whole request in memory as long as the event.
        payload: Uint8Array.from(slice),
        contentType: structuredMediaType,
        deliverAtMs: null,
        idempotencyKey: key ?? event.key,
        isOwnKey: key === undefined,
      };
    }),
  );
}

const wholeBody = (detail: string): FieldFault => ({ in: 'body', pointer: '', detail });

const within = (n: number, fault: FieldFault): FieldFault => ({
  ...fault,
  pointer: pointerTo([n]) + fault.pointer,
});
