import { useQuery } from '@tanstack/react-query';
import type { Delivery } from '../../../../client/src/posthorn.ts';
import { POLL_MS } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Section } from '../../ui/page.tsx';
import { deliveryColumns } from '../deliveries/columns.tsx';

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

/** The subscription is known on its own page. */
const columns = deliveryColumns.filter(({ id }) => id !== 'subscription');
