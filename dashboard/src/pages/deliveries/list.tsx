import { useEffect, useMemo, useState } from 'react';
import type { LiveFilter } from '../../../../client/src/posthorn.ts';
import { filterFaults, useFilters } from '../../api/filters.ts';
import { from, POLL_MS, useList } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { useSelection } from '../../ui/selection.tsx';
import { BulkReplay } from './bulk-replay.tsx';
import { deliveryColumns } from './columns.tsx';
import { DeliveryList, idOf } from './delivery-list.tsx';
import { DeliveryFilters, isStatus } from './filters.tsx';
import { useLiveList } from './use-live-list.ts';

const FILTERS = ['status', 'event_type', 'receiver_id', 'subscription_id', 'since', 'until'] as const;
type Filters = Partial<Record<(typeof FILTERS)[number], string>>;
/** The first page is read again and again; later pages are as large as the API allows. */
const FIRST_PAGE_ITEMS = 100;
const NEXT_PAGE_ITEMS = 250;
/** While changes come live, in case one of them is lost. */
const LIVE_POLL_MS = 30_000;

/** All deliveries, newest events first. */
export default function DeliveriesList() {
  const { client, can } = useSession();
  const filters = useFilters(FILTERS);
  const { status, ...others } = filters;
  const asked = { ...others, ...(isStatus(status) && { status }) };
  const [isLive, setIsLive] = useState(false);
  const list = useList(
    ['deliveries', 'list', asked],
    (cursor) => {
      const limit = cursor === undefined ? FIRST_PAGE_ITEMS : NEXT_PAGE_ITEMS;
      return client.deliveries.list({ ...asked, limit, ...from(cursor) });
    },
    { isPolled: true, pollMs: isLive ? LIVE_POLL_MS : POLL_MS },
  );
  const refresh = () => list.isFollowed && void list.query.refetch();
  const isWatching = useLiveList(liveFilterOf(filters), refresh);
  useEffect(() => setIsLive(isWatching), [isWatching]);
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
        note={noteOf(list.isFollowed, isLive)}
      />
    </Page>
  );
}

function noteOf(isFollowed: boolean, isLive: boolean): string {
  if (!isFollowed) return 'Updated again when you are back at the top';
  return isLive ? 'Live' : 'Updated every 5 s';
}

/** Changes to a status that the list leaves out matter, too: the delivery leaves the list. */
const liveFilterOf = ({ event_type, receiver_id, subscription_id }: Filters): LiveFilter => ({
  ...(event_type !== undefined && { event_types: [event_type] }),
  ...(receiver_id !== undefined && { receiver_id }),
  ...(subscription_id !== undefined && { subscription_id }),
});

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
