import type { Delivery, EventWithPayload } from '../../generated/openapi.ts';
import type { Command } from '../command.ts';
import { exitCodes, FailedError } from '../failures.ts';
import { printList, recordLines, shown } from '../records.ts';
import { oneLine, prettyPayload, table } from '../text.ts';
import { limitFlag, limitOf, periodFlags, periodOf, receiverFlag } from './shared-flags.ts';

const list: Command = {
  name: 'events list',
  operandCount: [0, 0],
  summary: 'List events, newest first',
  flags: {
    'event-type': { value: 'type', help: 'only of this type' },
    ...receiverFlag,
    ...periodFlags,
    ...limitFlag,
  },
  examples: [
    'posthorn events list --event-type order.created --since 1h',
    "posthorn events list --json | jq -r '.id'",
  ],
  async run(context) {
    const { args, output, service, signal } = context;
    const eventType = args.text('event-type');
    const receiverId = args.text('receiver');
    const query = {
      ...(eventType && { event_type: eventType }),
      ...(receiverId && { receiver_id: receiverId }),
      ...periodOf(context),
    };
    const found = await service().api.events.list(query, { signal }).take(limitOf(args));
    const header = ['ID', 'EVENT TYPE', 'RECEIVER', 'CREATED', 'CONTENT TYPE'];
    printList(output, found, header, ({ id, event_type, receiver_id, created_at, content_type }) => [
      id,
      shown(event_type),
      shown(receiver_id),
      created_at,
      content_type,
    ]);
    return exitCodes.done;
  },
};

const get: Command = {
  name: 'events get',
  operands: '<id>',
  operandCount: [1, 1],
  summary: 'Print an event with its payload and deliveries',
  flags: { payload: { help: 'print only the payload, as published' } },
  examples: [
    'posthorn events get evt_01KG9P6JNTN5B0Y3XF7GKTM4WE',
    'posthorn events get evt_01KG9P6JNTN5B0Y3XF7GKTM4WE --payload > order.json',
  ],
  async run({ args, output, service, signal }) {
    const [id = ''] = args.operands;
    const event = await service().api.events.get(id, { signal });
    if (args.has('payload')) output.raw(payloadText(event));
    else output.result(event, () => eventLines(event));
    return exitCodes.done;
  },
};

/** @throws FailedError if there is no text to print */
export function payloadText({ id, payload, payload_deleted_at }: EventWithPayload): string {
  if (payload !== null) return payload;
  throw new FailedError(
    payload_deleted_at === null
      ? `The payload of ${id} is not text: “posthorn events get ${id} --json” has it as payload_base64`
      : `The payload of ${id} was deleted at ${payload_deleted_at}`,
  );
}

function eventLines(event: EventWithPayload): string[] {
  const { payload, payload_base64: base64, deliveries, ...record } = event;
  const bytes = payload === null ? Buffer.from(base64 ?? '', 'base64') : new TextEncoder().encode(payload);
  const body = record.payload_deleted_at === null ? [prettyPayload(bytes)] : [];
  const rows = deliveries.map(deliveryRow);
  const below =
    rows.length === 0 ? [] : ['', ...table([['DELIVERY', 'STATUS', 'ATTEMPTS', 'TARGET'], ...rows])];
  return [...recordLines(record), ...(body.length === 0 ? [] : ['', ...body]), ...below];
}

const deliveryRow = ({ id, status, attempt_count, target_url }: Delivery): string[] => [
  id,
  status,
  String(attempt_count),
  oneLine(target_url),
];

export const eventCommands = [list, get];
