import { useMemo } from 'react';
import { filterFaults, useFilters } from '../../api/filters.ts';
import { from, useList } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { useSelection } from '../../ui/selection.tsx';
import { BulkReplay } from './bulk-replay.tsx';
import { deliveryColumns } from './columns.tsx';
import { DeliveryList, idOf } from './delivery-list.tsx';
import { DeliveryFilters, isStatus } from './filters.tsx';

const FILTERS = ['status', 'event_type', 'receiver_id', 'subscription_id', 'since', 'until'] as const;
const PAGE_ITEMS = 100;

/** All deliveries, newest events first. */
export default function DeliveriesList() {
  const { client, can } = useSession();
  const filters = useFilters(FILTERS);
  const { status, ...others } = filters;
  const asked = { ...others, limit: PAGE_ITEMS, ...(isStatus(status) && { status }) };
  const list = useList(
    ['deliveries', 'list', asked],
    (cursor) => client.deliveries.list({ ...asked, ...from(cursor) }),
    { isPolled: true },
  );
  const selection = useSelection(list.rows, idOf);
  const mayReplay = can('manage');
  const columns = useMemo(
    () => (mayReplay ? [selection.column, ...deliveryColumns] : deliveryColumns),
    [mayReplay, selection.column],
  );
  return (
    <Page
      title="Deliveries"
      actions={mayReplay && <BulkReplay ids={[...selection.chosen]} onDone={selection.clear} />}
    >
      <DeliveryFilters faults={filterFaults(list.query.error)} />
      <DeliveryList
        label="Deliveries"
        list={list}
        columns={columns}
        empty={<NoDeliveries isFiltered={Object.keys(filters).length > 0} />}
        note={list.isAtTop ? 'Updated every 5 s' : 'Updated again when you are back at the top'}
      />
    </Page>
  );
}

function NoDeliveries({ isFiltered }: { readonly isFiltered: boolean }) {
  const { isPortal } = useSession();
  if (isFiltered) return <Empty title="No delivery matches these filters" />;
  if (isPortal)
    return <Empty title="No deliveries yet">A delivery is made when an event matches a subscription.</Empty>;
  return (
    <Empty title="No deliveries yet" command={`posthorn send order.created --data '{"order": 1001}'`}>
      A delivery is made when an event matches a subscription. Publish an event:
    </Empty>
  );
}
