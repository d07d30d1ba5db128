import { Link } from 'wouter';
import type { Delivery, Subscription } from '../../../../client/src/posthorn.ts';
import { from, useList } from '../../api/lists.ts';
import { hrefOf } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { HealthBadge } from '../subscriptions/health.tsx';

interface OfReceiver {
  readonly receiverId: string;
}

const allOf = (page: string, receiverId: string) =>
  `${page}?${new URLSearchParams({ receiver_id: receiverId })}`;

export function ReceiverSubscriptions({ receiverId }: OfReceiver) {
  const { client } = useSession();
  const { query, rows, more } = useList(['subscriptions', 'of', receiverId], (cursor) =>
    client.subscriptions.list({ ...from(cursor), receiver_id: receiverId }),
  );
  return (
    <Section
      title="Subscriptions"
      actions={
        <LinkButton isSmall href={allOf('/subscriptions', receiverId)}>
          All subscriptions
        </LinkButton>
      }
    >
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <p className="soft">The receiver has no subscription.</p>
          ) : (
            <DataTable
              label="Subscriptions of the receiver"
              columns={subscriptionColumns}
              rows={rows}
              rowKey={({ id }) => id}
              onEnd={more}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

const subscriptionColumns: readonly Column<Subscription>[] = [
  {
    id: 'target',
    title: 'Target',
    width: 'minmax(14rem, 3fr)',
    cell: ({ id, target_url }) => (
      <Link href={hrefOf('/subscriptions', id)} className="foreign">
        {visible(target_url)}
      </Link>
    ),
  },
  {
    id: 'types',
    title: 'Event types',
    width: 'minmax(10rem, 2fr)',
    cell: ({ event_types }) => (
      <span className="foreign">{event_types.length === 0 ? 'all' : visible(event_types.join(', '))}</span>
    ),
  },
  { id: 'status', title: 'Status', width: '8rem', cell: (one) => <HealthBadge subscription={one} /> },
  {
    id: 'created',
    title: 'Created',
    width: '8rem',
    cell: ({ created_at }) => <Time at={created_at} as="relative" />,
  },
];

export function ReceiverDeliveries({ receiverId }: OfReceiver) {
  const { client } = useSession();
  const { query, rows } = useList(
    ['deliveries', 'of', receiverId],
    () => client.deliveries.list({ receiver_id: receiverId, limit: 20 }),
    { isPolled: true },
  );
  return (
    <Section
      title="Latest deliveries"
      actions={
        <LinkButton isSmall href={allOf('/deliveries', receiverId)}>
          All deliveries
        </LinkButton>
      }
    >
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <p className="soft">No delivery of the receiver is kept.</p>
          ) : (
            <DataTable
              label="Latest deliveries of the receiver"
              columns={deliveryColumns}
              rows={rows}
              rowKey={({ id }) => id}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

const deliveryColumns: readonly Column<Delivery>[] = [
  {
    id: 'type',
    title: 'Event type',
    width: 'minmax(10rem, 2fr)',
    cell: ({ id, event_type }) => (
      <Link href={hrefOf('/deliveries', id)} className="foreign">
        {visible(event_type ?? 'without a type')}
      </Link>
    ),
  },
  { id: 'status', title: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'target',
    title: 'Target',
    width: 'minmax(12rem, 3fr)',
    cell: ({ target_url }) => <span className="foreign">{visible(target_url)}</span>,
  },
  {
    id: 'attempts',
    title: 'Attempts',
    width: '6rem',
    isNumber: true,
    cell: ({ attempt_count }) => attempt_count,
  },
  {
    id: 'created',
    title: 'Created',
    width: '8rem',
    cell: ({ created_at }) => <Time at={created_at} as="relative" />,
  },
];
