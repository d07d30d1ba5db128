import { elementSlices } from '../../src/api/json-members.ts';
import type { HttpRequest } from '../middleware/http.ts';
import { deliverAtMs } from './event-answers.ts';
import { memberBytes } from './member-bytes.ts';

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
  const detail = 'The payloads cannot be told from the body.';
  const slices = elementSlices(memberBytes(body, 'events', { pointer: '/events', detail }));
  return items.map((item, n): FoundItem<Item> => {
    const slice = slices[n];
    if (slice === undefined) throw new Error('a list has as many elements as it has slices');
    const payload = memberBytes(slice, 'payload', { pointer: `/events/${n}/payload`, detail });
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
