import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LiveChange } from '../../domain/live/filter.ts';
import type { ChangeReader, ChangeStream, StreamPosition } from '../../ports/live-pump.ts';
import { deliveryFrom, lastAttemptIn } from './delivery-rows.ts';
import { isDeliveryRow } from './keys.ts';
import type { StreamApi, StreamRecord } from './stream-api.ts';
import type { Row } from './table.ts';
import { TableStream } from './table-stream.ts';

/** The changes of deliveries, from the table's stream. */
export class DynamoChangeStream implements ChangeStream {
  readonly #api: StreamApi;
  readonly #nowMs: () => number;

  constructor(api: StreamApi, nowMs: () => number) {
    this.#api = api;
    this.#nowMs = nowMs;
  }

  async open(position: StreamPosition | undefined): Promise<ChangeReader> {
    const stream =
      position === undefined
        ? await TableStream.fromNow(this.#api, this.#nowMs)
        : TableStream.from(this.#api, this.#nowMs, position);
    return {
      position: () => stream.position(),
      readOnce: (take) => stream.readOnce((records) => take(changesIn(records))),
      takeMissed: () => stream.takeMissed(),
    };
  }
}

const changesIn = (records: readonly StreamRecord[]): readonly LiveChange[] =>
  records.flatMap((record) => changeIn(record) ?? []);

type Image = Readonly<Record<string, AttributeValue>>;

/** Undefined: not a delivery, deleted, or changed in nothing that is shown. */
function changeIn({ before, after }: StreamRecord): LiveChange | undefined {
  // Other rows can have payloads: they are not unpacked.
  if (after === undefined || !isDeliveryRow({ PK: after['PK']?.S ?? '', SK: '' })) return undefined;
  if (before !== undefined && shown.every((name) => isSame(before[name], after[name]))) return undefined;
  const row = rowOf(after);
  const delivery = deliveryFrom(row);
  const attemptsBefore = Number(before?.['attempts']?.N ?? 0);
  return { delivery, attempt: delivery.attemptCount > attemptsBefore ? lastAttemptIn(row) : undefined };
}

/** The attributes that a caller sees in a delivery. Releases and leases change others. */
const shown = ['status', 'reason', 'attempts', 'next_at', 'trigger', 'updated_at'] as const;

const isSame = (one: AttributeValue | undefined, other: AttributeValue | undefined): boolean =>
  one?.S === other?.S && one?.N === other?.N;

/** Only Posthorn writes rows, so their shapes are trusted. */
const rowOf = (image: Image): Row => unmarshall({ ...image }) as Row;
