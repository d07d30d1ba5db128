import { Link } from 'wouter';
import type { Event } from '../../../../client/src/posthorn.ts';
import { useEventTypeChoices, useReceiverChoices } from '../../api/choices.ts';
import { filterFaults, useFilters } from '../../api/filters.ts';
import { from, useList } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterBar, FilterText, FilterTime } from '../../ui/filter-bar.tsx';
import { ListFoot } from '../../ui/list-foot.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { EventTypeName } from '../deliveries/columns.tsx';
import { idOf } from '../deliveries/delivery-list.tsx';

const FILTERS = ['event_type', 'receiver_id', 'since', 'until'] as const;
const PAGE_ITEMS = 100;

const columns: readonly Column<Event>[] = [
  {
    id: 'id',
    title: 'Event',
    width: '18rem',
    cell: ({ id }) => (
      <Link href={`/events/${id}`} className="mono">
        {id}
      </Link>
    ),
  },
  {
    id: 'event_type',
    title: 'Event type',
    width: 'minmax(8rem, 2fr)',
    cell: ({ event_type }) => <EventTypeName name={event_type} />,
  },
  {
    id: 'receiver',
    title: 'Receiver',
    width: 'minmax(6rem, 1fr)',
    cell: ({ receiver_id }) =>
      receiver_id === null ? (
        <span className="soft">–</span>
      ) : (
        <span className="foreign">{visible(receiver_id)}</span>
      ),
  },
  {
    id: 'content_type',
    title: 'Content type',
    width: 'minmax(8rem, 1fr)',
    cell: ({ content_type }) => <span className="foreign">{visible(content_type)}</span>,
  },
  {
    id: 'created',
    title: 'Published',
    width: '8rem',
    cell: ({ created_at }) => <Time at={created_at} as="relative" />,
  },
];

/** All events, newest first. */
export default function EventsList() {
  const { client, isPortal } = useSession();
  const shown = isPortal ? columns.filter(({ id }) => id !== 'receiver') : columns;
  const filters = useFilters(FILTERS);
  const asked = { ...filters, limit: PAGE_ITEMS };
  const list = useList(
    ['events', 'list', asked],
    (cursor) => client.events.list({ ...asked, ...from(cursor) }),
    {
      isPolled: true,
    },
  );
  const { query, rows } = list;
  return (
    <Page title="Events">
      <EventFilters faults={filterFaults(query.error)} />
      <Loaded query={query}>
        {() =>
          rows.length === 0 && !query.hasNextPage ? (
            <NoEvents isFiltered={Object.keys(filters).length > 0} />
          ) : (
            <>
              <DataTable
                label="Events"
                columns={shown}
                rows={rows}
                rowKey={idOf}
                onEnd={list.more}
                onTop={list.onTop}
              />
              <ListFoot
                loaded={rows.length}
                hasMore={query.hasNextPage}
                isLoading={query.isFetchingNextPage}
                error={query.isFetchNextPageError ? query.error : null}
                onRetry={() => void query.fetchNextPage()}
                note={list.isAtTop ? 'Updated every 5 s' : 'Updated again when you are back at the top'}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function EventFilters({ faults }: { readonly faults: Readonly<Record<string, string>> }) {
  const { isPortal } = useSession();
  const eventTypes = useEventTypeChoices();
  const receivers = useReceiverChoices();
  const filter = (name: string, label: string) => ({ name, label, fault: faults[name] });
  return (
    <FilterBar>
      <FilterText {...filter('event_type', 'Event type')} choices={eventTypes} />
      {!isPortal && <FilterText {...filter('receiver_id', 'Receiver')} choices={receivers} />}
      <FilterTime {...filter('since', 'Since')} />
      <FilterTime {...filter('until', 'Until')} />
    </FilterBar>
  );
}

function NoEvents({ isFiltered }: { readonly isFiltered: boolean }) {
  const { isPortal } = useSession();
  if (isFiltered) return <Empty title="No event matches these filters" />;
  if (isPortal) return <Empty title="No events yet" />;
  return (
    <Empty title="No events yet" command={`posthorn send order.created --data '{"order": 1001}'`}>
      Publish the first one:
    </Empty>
  );
}
