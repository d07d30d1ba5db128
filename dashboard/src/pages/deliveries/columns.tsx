import { Link } from 'wouter';
import type { Delivery } from '../../../../client/src/posthorn.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { visible } from '../../ui/code-block.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { Time } from '../../ui/time.tsx';

/** The columns of each list of deliveries. */
export const deliveryColumns: readonly Column<Delivery>[] = [
  {
    id: 'id',
    title: 'Delivery',
    width: '12rem',
    cell: ({ id }) => (
      <Link href={`/deliveries/${id}`} className="mono" title={id}>
        {shortId(id)}
      </Link>
    ),
  },
  {
    id: 'status',
    title: 'Status',
    width: '8.5rem',
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    id: 'event_type',
    title: 'Event type',
    width: 'minmax(8rem, 1.5fr)',
    cell: ({ event_type }) => <EventTypeName name={event_type} />,
  },
  {
    id: 'subscription',
    title: 'To',
    width: 'minmax(10rem, 2fr)',
    cell: ({ target_url }) => (
      <span className="foreign" title={visible(target_url)}>
        {visible(target_url)}
      </span>
    ),
  },
  {
    id: 'attempts',
    title: 'Attempts',
    width: '6rem',
    isNumber: true,
    cell: ({ attempt_count }) => attempt_count,
  },
  {
    id: 'updated',
    title: 'Updated',
    width: '8rem',
    cell: ({ updated_at }) => <Time at={updated_at} as="relative" />,
  },
];

/** An event type on one line: it may hold any printable characters. */
export function EventTypeName({ name }: { readonly name: string | null }) {
  if (name === null) return <span className="soft">no type</span>;
  return (
    <span className="foreign" title={visible(name)}>
      {visible(name)}
    </span>
  );
}

const ULID_CHARACTERS = 26;

/** An id of a delivery is the ULIDs of its event and its subscription: the ends of both tell it from others. */
export function shortId(id: string): string {
  const ulids = id.slice(id.indexOf('_') + 1);
  if (ulids.length !== 2 * ULID_CHARACTERS) return id;
  return `dlv_…${ulids.slice(ULID_CHARACTERS - 8, ULID_CHARACTERS)}…${ulids.slice(-4)}`;
}
