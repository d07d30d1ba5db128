import { randomBytes } from 'node:crypto';
import { type Counting, countDelivery } from '../../domain/counters.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import { deliveryIdOf, type EventId, type SubscriptionId, ulidOf } from '../../domain/ids.ts';
import { requestLimits } from '../../domain/limits.ts';
import type { MissedDeliveries, MissedPage, MissedScope } from '../../ports/storage.ts';
import { deliveryMessage, recoveryMessage } from '../sqs/outgoing-messages.ts';
import type { OutgoingMessage } from '../sqs/sender.ts';
import { sendClaimed } from './claimed-messages.ts';
import { newDeliveryRow } from './delivery-rows.ts';
import type { MessageSender } from './event-intake.ts';
import type { EventLives } from './event-lives.ts';
import { eventAttributesInLists, eventFrom } from './event-rows.ts';
import { claimedIndexKey, deliveryIdOfRow, deliveryKey, eventKey, eventPartition } from './keys.ts';
import { claimLimits } from './limits.ts';
import { eventsBetween, rowsLowestFirst } from './merged-shards.ts';
import { isNew, NewMember, type Table } from './table.ts';

export interface DynamoMissedNeeds {
  readonly table: Table;
  readonly eventLives: EventLives;
  readonly messages: MessageSender;
  readonly counting: Counting;
  readonly retentionHours: number;
  /** For one page. */
  readonly rowsExamined?: number;
}

const NO_PAYLOAD = new Uint8Array();
const CALL_BYTES = 6;

/**
 * Makes a delivery later, in this order. After each step, the gap is closed like this:
 *
 *   1 the event lives on                nothing depends on it yet
 *   2 the delivery's row, as a claim    release sends a message when the claim ends; the next read of the page lists it
 *   3 the event lists the subscription  release, as after 2
 *   4 the message                       –
 */
export class DynamoMissedDeliveries implements MissedDeliveries {
  readonly #needs: DynamoMissedNeeds;

  constructor(needs: DynamoMissedNeeds) {
    this.#needs = needs;
  }

  async oldest(scope: MissedScope, afterId: EventId | null, limit: number): Promise<MissedPage> {
    const { tenantId, sinceMs, untilMs, subscriptionId, isWanted } = scope;
    const { table, rowsExamined = requestLimits.rowsExamined } = this.#needs;
    const bounds = eventsBetween({
      sinceMs,
      untilMs,
      afterKey: afterId === null ? undefined : ulidOf(afterId),
    });
    const rows = rowsLowestFirst(
      table,
      (shard) => ({
        partition: eventPartition(tenantId, shard),
        attributes: eventAttributesInLists,
        ...bounds,
      }),
      // Usually the first rows are wanted. More are read if they are not.
      Math.min(rowsExamined, 2 * limit),
    );
    const wanted: Event[] = [];
    let lastId: EventId | null = null;
    let examined = 0;
    for await (const row of rows) {
      const event = eventFrom(row, tenantId, NO_PAYLOAD);
      examined += 1;
      if (!event.subscriptionIds.includes(subscriptionId) && isWanted(event)) wanted.push(event);
      if (wanted.length < limit && examined < rowsExamined) continue;
      lastId = event.id;
      break;
    }
    return { events: await this.#withoutDelivery(wanted, subscriptionId), lastId };
  }

  async #withoutDelivery(
    events: readonly Event[],
    subscriptionId: SubscriptionId,
  ): Promise<readonly Event[]> {
    const idOf = ({ id }: Event) => deliveryIdOf(id, subscriptionId);
    const rows = await this.#needs.table.getMany(events.map((event) => deliveryKey(idOf(event))));
    const found = new Set(rows.map(deliveryIdOfRow));
    const made = events.filter((event) => found.has(idOf(event)));
    // An earlier call has made these, and got no further.
    await Promise.all(made.map((event) => this.#list(event, subscriptionId)));
    return events.filter((event) => !found.has(idOf(event)));
  }

  async make(deliveries: readonly Delivery[], when: 'in turn' | 'now'): Promise<number> {
    let count = 0;
    for (let start = 0; start < deliveries.length; start += claimLimits.atATime) {
      const some = deliveries.slice(start, start + claimLimits.atATime);
      const made = some.map((delivery) => this.#make(delivery, when));
      await sendClaimed(
        made.map(async (one) => (await one).messages),
        this.#needs.messages,
      );
      count += (await Promise.all(made)).filter(({ isMade }) => isMade).length;
    }
    return count;
  }

  async #make(
    delivery: Delivery,
    when: 'in turn' | 'now',
  ): Promise<{ readonly isMade: boolean; readonly messages: readonly OutgoingMessage[] }> {
    const { eventLives, counting, retentionHours } = this.#needs;
    await eventLives.prolongFor(delivery);
    const isMade = await this.#keep({
      ...newDeliveryRow(delivery, retentionHours),
      ...claimOf(delivery, when),
    });
    await this.#list({ tenantId: delivery.tenantId, id: delivery.eventId }, delivery.subscriptionId);
    if (isMade) countDelivery(counting, delivery);
    const messages = isMade && delivery.waits === 'queue' ? [messageOf(delivery, when)] : [];
    return { isMade, messages };
  }

  /** The client may send the write twice: the second one then finds the row of the first, with the same mark. */
  async #keep(row: ReturnType<typeof newDeliveryRow>): Promise<boolean> {
    const call = randomBytes(CALL_BYTES).toString('base64url');
    const written = await this.#needs.table.put({ ...row, call }, isNew);
    return written.outcome === 'written' || written.found?.['call'] === call;
  }

  async #list(
    { tenantId, id }: Pick<Event, 'tenantId' | 'id'>,
    subscriptionId: SubscriptionId,
  ): Promise<void> {
    await this.#needs.table.update(
      eventKey(tenantId, id),
      { added: new NewMember(ulidOf(subscriptionId)) },
      { text: 'attribute_exists(#PK)' },
    );
  }
}

const dueAtMsOf = ({ nextAttemptAtMs, updatedAtMs }: Delivery): number => nextAttemptAtMs ?? updatedAtMs;

/** A delivery that is parked from the start is in the index already. */
function claimOf(delivery: Delivery, when: 'in turn' | 'now') {
  if (delivery.waits !== 'queue') return {};
  const seconds = when === 'now' ? claimLimits.replaySeconds : claimLimits.seconds;
  return claimedIndexKey(dueAtMsOf(delivery) + seconds * 1_000, ulidOf(delivery.eventId), 1);
}

const messageOf = (delivery: Delivery, when: 'in turn' | 'now'): OutgoingMessage =>
  when === 'now'
    ? deliveryMessage(delivery)
    : recoveryMessage(delivery, Math.ceil((dueAtMsOf(delivery) - delivery.updatedAtMs) / 1_000));
