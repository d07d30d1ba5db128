import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '../../domain/backoff.ts';
import { type Counting, countDelivery, countEvent } from '../../domain/counters.ts';
import { type Delivery, newDelivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { type DeliveryId, deliveryIdOf, partsOfDeliveryId, ulidOf } from '../../domain/ids.ts';
import type { EventContent } from '../../domain/queue-message.ts';
import type { Clock } from '../../ports/platform.ts';
import type { EventIntake, NewIntake } from '../../ports/storage.ts';
import { deliveryMessage, fanOutMessage } from '../sqs/outgoing-messages.ts';
import type { OutgoingMessage } from '../sqs/sender.ts';
import { newDeliveryRow } from './delivery-rows.ts';
import { eventFrom, eventRow, isStoredApart, payloadIn, payloadName } from './event-rows.ts';
import { claimedIndexKey, deliveryKey, subscriptionKey } from './keys.ts';
import { claimLimits, dynamoLimits, dynamoPauses } from './limits.ts';
import { isTombstone, targetUrlIn } from './subscription-rows.ts';
import { isNew, type Row, type Table } from './table.ts';

/** Sends messages. Returns once the queue has all of them. */
export interface MessageSender {
  send(messages: readonly OutgoingMessage[]): Promise<void>;
}

interface PayloadPlace {
  get(name: string): Promise<Uint8Array | undefined>;
  put(name: string, payload: Uint8Array): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface EventIntakeNeeds {
  readonly table: Table;
  readonly deliveryMessages: MessageSender;
  readonly payloads: PayloadPlace;
  readonly clock: Clock;
  readonly counting: Counting;
  readonly retentionHours: number;
}

/**
 * Keeps an event in this order. After each step, the gap is closed like this:
 *
 *   1 payload, if it is stored apart    the caller repeats; the bucket's lifecycle deletes an unused payload
 *   2 the event's row                   the caller repeats, and finds this row
 *   3 a message for each delivery       the delivery has no row yet: its consumer writes it
 *   4 each delivery's row               shows that its message was sent, so that a repeat sends none
 *
 * The 202 follows after all steps, so an event that is kept halfway was never promised.
 */
export class DynamoEventIntake implements EventIntake {
  readonly #needs: EventIntakeNeeds;

  constructor(needs: EventIntakeNeeds) {
    this.#needs = needs;
  }

  async keep(event: Event, deliveries: NewIntake['deliveries']): Promise<Event> {
    const [kept = event] = await this.keepAll([{ event, deliveries }]);
    return kept;
  }

  /** Step by step for all events, so that their messages share calls. */
  async keepAll(intakes: readonly NewIntake[]): Promise<readonly Event[]> {
    const firsts = await Promise.all(intakes.map(({ event }) => this.#keepEvent(event)));
    const fresh = intakes.filter((_, n) => firsts[n] === undefined);
    for (const { event } of fresh) countEvent(this.#needs.counting, event);
    await this.#sendAndKeep(fresh.flatMap(withDeliveries));
    // For a fan-out a repeat sends the message too: the earlier call may have crashed before.
    const toFanOut = intakes.filter(({ deliveries }) => deliveries === 'to fan out');
    if (toFanOut.length > 0) {
      await this.#needs.deliveryMessages.send(toFanOut.map(({ event }) => fanOutMessage(event)));
    }
    return Promise.all(
      intakes.map(async ({ event, deliveries }, n) => {
        const first = firsts[n];
        if (first !== undefined && deliveries !== 'to fan out') await this.#finish(first, deliveries);
        return first ?? event;
      }),
    );
  }

  async addDeliveries(event: Event, deliveries: readonly Delivery[]): Promise<void> {
    const missing = new Set(await this.#missing(deliveries.map(({ id }) => id)));
    await this.#sendAndKeep([{ event, deliveries: deliveries.filter(({ id }) => missing.has(id)) }]);
  }

  /** Undefined if this call keeps the event; otherwise the event that another call with the same id kept before. */
  async #keepEvent(event: Event): Promise<Event | undefined> {
    const { table, payloads } = this.#needs;
    const name = payloadName(event.tenantId, event.id);
    const isApart = isStoredApart(event.payload);
    if (isApart) await payloads.put(name, event.payload);
    // The client may send the write twice: the second one then finds the row of the first, with the same mark.
    const call = randomBytes(CALL_BYTES).toString('base64url');
    const written = await table.put(eventRow(event, call), isNew);
    if (written.outcome === 'written' || written.found?.['call'] === call) return undefined;
    // The payload was deleted since the first call, and this call has just put it there again.
    if (isApart && written.found?.['payload_deleted_at'] !== undefined) await payloads.delete(name);
    return this.#eventIn(written.found, event);
  }

  async #eventIn(row: Row | undefined, { tenantId, id }: Event): Promise<Event> {
    const payload = row && (payloadIn(row) ?? (await this.#needs.payloads.get(payloadName(tenantId, id))));
    if (row === undefined || payload === undefined) throw new Error(`event ${id} was there a moment ago`);
    return eventFrom(row, tenantId, payload);
  }

  async #sendAndKeep(intakes: readonly WithDeliveries[]): Promise<void> {
    const { table, deliveryMessages, counting, retentionHours } = this.#needs;
    const messages = intakes.flatMap(({ event, deliveries }) => {
      const content = contentOf(event);
      return deliveries.filter(isForQueue).map((delivery) => deliveryMessage(delivery, content));
    });
    if (messages.length > 0) await deliveryMessages.send(messages);
    const all = intakes.flatMap(({ deliveries }) => deliveries);
    for (const delivery of all) countDelivery(counting, delivery);
    // Refused if the consumer of the message has already written the row: that version is newer.
    await Promise.all(all.map((delivery) => table.put(newDeliveryRow(delivery, retentionHours), isNew)));
  }

  /**
   * Completes the writes that the first call left open. It may have died, or still be running, so it gets a moment. It
   * may also have sent messages and died before it wrote the rows. The deliveries made here have a ticket that makes
   * such messages leftovers, and they are in the index before their messages are sent, where release finds them if this
   * call dies too.
   */
  async #finish(event: Event, deliveries: readonly Delivery[]): Promise<void> {
    const missing = await this.#missingForLong(event);
    if (missing.length === 0) return;
    const { table, deliveryMessages, clock, counting, retentionHours } = this.#needs;
    const given = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
    const found = await Promise.all(missing.map((id) => given.get(id) ?? this.#deliveryOf(event, id)));
    const untilMs = clock.nowMs() + claimLimits.replaySeconds * 1_000;
    const claim = claimedIndexKey(untilMs, ulidOf(event.id), 1);
    const made = await Promise.all(
      found
        .filter((delivery) => delivery !== undefined)
        .map(async (one) => {
          const delivery = { ...one, ticket: one.ticket + 1 };
          const row = { ...newDeliveryRow(delivery, retentionHours), ...(isForQueue(delivery) && claim) };
          const { outcome } = await table.put(row, isNew);
          if (outcome !== 'written') return [];
          countDelivery(counting, delivery);
          return [delivery];
        }),
    );
    const content = contentOf(event);
    await deliveryMessages.send(
      made
        .flat()
        .filter(isForQueue)
        .map((delivery) => deliveryMessage(delivery, content)),
    );
  }

  async #missingForLong(event: Event): Promise<readonly DeliveryId[]> {
    let missing: readonly DeliveryId[] = event.subscriptionIds.map((id) => deliveryIdOf(event.id, id));
    for (let looks = 1; ; looks += 1) {
      missing = await this.#missing(missing);
      if (missing.length === 0 || looks === dynamoLimits.repeatLooks) return missing;
      await pause(backoffMs(dynamoPauses.repeat, looks, 0));
    }
  }

  /**
   * The delivery to a subscription that the first call saw and this one does not; undefined if the subscription is
   * deleted.
   */
  async #deliveryOf(event: Event, id: DeliveryId): Promise<Delivery | undefined> {
    const { subscriptionId } = partsOfDeliveryId(id);
    const row = await this.#needs.table.get(subscriptionKey(subscriptionId));
    if (row === undefined || isTombstone(row)) return undefined;
    const { tenantId, id: eventId, eventType, receiverId, deliverAtMs } = event;
    return newDelivery({
      tenantId,
      eventId,
      subscriptionId,
      eventType,
      receiverId,
      deliverAtMs,
      targetUrl: targetUrlIn(row),
    });
  }

  async #missing(ids: readonly DeliveryId[]): Promise<readonly DeliveryId[]> {
    const rows = await this.#needs.table.getMany(ids.map(deliveryKey));
    const found = new Set(rows.map(({ PK, SK }) => `${PK} ${SK}`));
    return ids.filter((id) => {
      const { PK, SK } = deliveryKey(id);
      return !found.has(`${PK} ${SK}`);
    });
  }
}

type WithDeliveries = { readonly event: Event; readonly deliveries: readonly Delivery[] };

const withDeliveries = ({ event, deliveries }: NewIntake): readonly WithDeliveries[] =>
  deliveries === 'to fan out' ? [] : [{ event, deliveries }];

/** A delivery that is parked from the start gets its message when it is due, because its row is in the index. */
const isForQueue = ({ waits }: Delivery): boolean => waits === 'queue';

const CALL_BYTES = 9;

/** Small payloads are in the message, so that an attempt reads only its delivery and its subscription. */
const contentOf = (event: Event): { readonly content?: EventContent } => {
  const { id, eventType, receiverId, contentType, headers, hops, payload } = event;
  if (isStoredApart(payload)) return {};
  return { content: { id, eventType, receiverId, contentType, headers, hops, payload } };
};
