import { elementSlices, memberSlice } from '../../src/api/json-members.ts';
import type { HttpRequest } from '../middleware/http.ts';
import { Refusal } from '../middleware/http.ts';
import { deliverAtMs } from './event-answers.ts';

/** Finds the events of a batch in its body: their payloads exactly as they stand there. */

interface WireItem {
  readonly event_type?: string | undefined;
  readonly deliver_at?: number | undefined;
  readonly idempotency_key?: string | undefined;
}

interface Found {
  readonly payload: Uint8Array;
  readonly contentType: string;
  readonly deliverAtMs: number | null;
  readonly idempotencyKey: string | undefined;
}

export type FoundItem<Item extends WireItem = WireItem> = Item & Found;

/**
 * @param items what the schema has made of them, in the order of the body
 * @throws Refusal when it cannot be told what a payload is
 */
export function batchItems<Item extends WireItem>(
  { body }: HttpRequest,
  items: readonly Item[],
  { idempotencyKey, nowMs }: { readonly idempotencyKey: string | undefined; readonly nowMs: number },
): readonly FoundItem<Item>[] {
  const list = memberSlice(body, 'events');
  if (!(list instanceof Uint8Array)) throw undecidable('/events', list);
  return elementSlices(list).map((slice, n): FoundItem<Item> => {
    const item = items[n];
    const payload = memberSlice(slice, 'payload');
    if (!(payload instanceof Uint8Array) || item === undefined) {
      throw undecidable(`/events/${n}/payload`, payload === 'duplicate' ? payload : 'absent');
    }
    const place = { in: 'body', pointer: `/events/${n}/deliver_at` } as const;
    return {
      ...item,
      // A copy: the slice alone would keep the whole request in memory for as long as the event is.
      payload: Uint8Array.from(payload),
      contentType: 'application/json',
      deliverAtMs: deliverAtMs(item.deliver_at, nowMs, place),
      idempotencyKey: item.idempotency_key ?? keyOfItem(idempotencyKey, n),
    };
  });
}

/** The batch's own key stands for each of its items in its place. */
const keyOfItem = (key: string | undefined, n: number): string | undefined =>
  key === undefined ? undefined : `${key} ${n}`;

/** That something is missing the schema has said already, so mostly it is there twice. */
function undecidable(pointer: string, why: 'absent' | 'duplicate'): Refusal {
  const detail = why === 'duplicate' ? 'is there more than once: which one is meant?' : 'is missing';
  return new Refusal('malformed-request', 'The payloads cannot be told from the body.', {
    faults: [{ in: 'body', pointer, detail }],
  });
}
