import type * as z from 'zod';
import { elementSlices } from '../../domain/json-members.ts';
import { type HttpRequest, Refusal } from '../core/http.ts';
import { memberBytes } from '../core/member-bytes.ts';
import { zodFaults } from '../core/problem.ts';
import { fieldsRefused } from '../core/refusals.ts';
import { deliverAtMs } from './route-answers.ts';

/** Finds the events of a batch in its body, with their payloads exactly as sent. */

interface WireItem {
  readonly event_type?: string | undefined;
  readonly deliver_at?: number | undefined;
  readonly idempotency_key?: string | undefined;
}

export interface FoundItem {
  readonly eventType: string | null;
  readonly payload: Uint8Array;
  readonly contentType: string;
  readonly deliverAtMs: number | null;
  readonly idempotencyKey: string | undefined;
  /** Whether the event has a key of its own, which alone decides whether it is a repeat. */
  readonly isOwnKey: boolean;
}

interface Batch {
  /** The request's own `Idempotency-Key`. */
  readonly idempotencyKey: string | undefined;
  readonly nowMs: number;
}

/**
 * Each event of a batch, or the reason for rejecting it: one rejected event does not affect the others.
 * @param items the parsed elements of `events`, in the order of the body
 * @param schema of one item
 * @throws Refusal when the batch itself cannot be parsed
 */
export function batchItems<Item extends WireItem, More extends object>(
  { body }: HttpRequest,
  items: readonly unknown[],
  schema: z.ZodType<Item>,
  { idempotencyKey, nowMs }: Batch,
  moreOf: (item: Item) => More,
): readonly ((FoundItem & More) | Refusal)[] {
  const detail = 'The events cannot be found in the body.';
  const slices = elementSlices(memberBytes(body, 'events', { path: [], detail }));
  return items.map((item, n) =>
    orRefusal(() => {
      const path = ['events', n];
      const parsed = schema.safeParse(item);
      if (!parsed.success) throw fieldsRefused(within(path, zodFaults(parsed.error, 'body')));
      const said = parsed.data;
      const payload = memberBytes(sliceAt(slices, n), 'payload', { path, detail: NOT_TOLD });
      return {
        ...moreOf(said),
        eventType: said.event_type ?? null,
        // A copy: the slice alone would keep the whole request in memory as long as the event.
        payload: Uint8Array.from(payload),
        contentType: 'application/json',
        deliverAtMs: deliverAtMs(said.deliver_at, nowMs, { in: 'body', pointer: `/events/${n}/deliver_at` }),
        idempotencyKey: said.idempotency_key ?? keyOfItem(idempotencyKey, n),
        isOwnKey: false,
      };
    }),
  );
}

const NOT_TOLD = 'The payload cannot be found in the event.';

const within = (path: readonly (string | number)[], faults: ReturnType<typeof zodFaults>) =>
  faults.map((fault) => ({ ...fault, pointer: `/${path.join('/')}${fault.pointer}` }));

export function sliceAt(slices: readonly Uint8Array[], n: number): Uint8Array {
  const slice = slices[n];
  if (slice === undefined) throw new Error('a list has as many elements as it has slices');
  return slice;
}

/** The result of `read`, or its refusal. */
export function orRefusal<Found>(read: () => Found): Found | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The batch's own key stands for each of its items, with the position of the item. */
export const keyOfItem = (key: string | undefined, n: number): string | undefined =>
  key === undefined ? undefined : `${key} ${n}`;

export const isFound = <Item>(item: Item | Refusal): item is Item => !(item instanceof Refusal);

/** In the order of the batch: the results of the events found, and the refusals of the others. */
export function resultsOfEach<Item, Result>(
  found: readonly (Item | Refusal)[],
  results: readonly Result[],
  answerTo: { found: (result: Result, item: Item) => Answer; refused: (refusal: Refusal) => Answer },
): readonly Answer[] {
  const remaining = results.values();
  return found.map((item) => {
    if (!isFound(item)) return answerTo.refused(item);
    const { value, done } = remaining.next();
    if (done === true) throw new Error('each event has a result');
    return answerTo.found(value, item);
  });
}

type Answer = { readonly status: number };
