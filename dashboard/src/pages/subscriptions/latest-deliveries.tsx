import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Delivery } from '../../../../client/src/posthorn.ts';
import { POLL_MS } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

const SHOWN = 10;

/** The newest deliveries of the subscription; the page of deliveries has them all. */
export function LatestDeliveries({ id }: { readonly id: string }) {
  const { client } = useSession();
  const query = useQuery({
    queryKey: ['deliveries', 'latest', id],
    queryFn: () => client.subscriptions.deliveries(id, { limit: SHOWN }).firstPage(),
    refetchInterval: POLL_MS,
  });
  return (
    <Section
      title="Latest deliveries"
      actions={
        <LinkButton isSmall href={`/deliveries?subscription_id=${id}`}>
          All its deliveries
        </LinkButton>
      }
    >
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No delivery yet">
              Send a test event above, or publish an event of a type that it gets.
            </Empty>
          ) : (
            <DataTable label="Latest deliveries" columns={columns} rows={data} rowKey={keyOf} />
          )
        }
      </Loaded>
    </Section>
  );
}

const keyOf = ({ id }: Delivery) => id;

const columns: readonly Column<Delivery>[] = [
  {
    id: 'created',
    title: 'Created',
    width: '14rem',
    cell: ({ id, created_at }) => (
      <Link href={`/deliveries/${id}`}>
        <Time at={created_at} />
      </Link>
    ),
  },
  { id: 'status', title: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'type',
    title: 'Event type',
    width: 'minmax(10rem, 2fr)',
    cell: ({ event_type }) =>
      event_type === null ? (
        <span className="soft">none</span>
      ) : (
        <span className="foreign">{visible(event_type)}</span>
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
    id: 'next',
    title: 'Next attempt',
    width: '9rem',
    cell: ({ next_attempt_at }) => <Time at={next_attempt_at} as="relative" />,
  },
];
