import { useMemo } from 'react';
import { Link } from 'wouter';
import type { Subscription, SubscriptionStatus } from '../../../../client/src/posthorn.ts';
import { useEventTypeChoices, useReceiverChoices } from '../../api/choices.ts';
import { filterFaults, useFilters } from '../../api/filters.ts';
import { from, useList } from '../../api/lists.ts';
import { hrefOf } from '../../app/path-id.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../ui/filter-bar.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { Time } from '../../ui/time.tsx';
import { HealthBadge } from './health.tsx';
import { type Activity, useActivity, useNewestDeliveries } from './list-stats.ts';

export default function SubscriptionsList() {
  const { can } = useSession();
  return (
    <Page
      title="Subscriptions"
      actions={
        can('manage') && (
          <LinkButton kind="primary" href="/subscriptions/new">
            Create subscription
          </LinkButton>
        )
      }
    >
      <SubscriptionTable />
    </Page>
  );
}

const statusChoices = [
  { id: 'enabled', label: 'Enabled' },
  { id: 'disabled', label: 'Disabled' },
] as const satisfies readonly { readonly id: SubscriptionStatus; readonly label: string }[];

const PAGE_ROWS = 100;

function SubscriptionTable() {
  const { client, can, isPortal } = useSession();
  const { status, event_type, receiver_id } = useFilters(['status', 'event_type', 'receiver_id']);
  const known = statusChoices.find(({ id }) => id === status)?.id;
  const filters = {
    ...(known !== undefined && { status: known }),
    ...(event_type !== undefined && { event_type }),
    ...(receiver_id !== undefined && { receiver_id }),
  };
  const { query, rows, more } = useList(['subscriptions', 'list', filters], (cursor) =>
    client.subscriptions.list({ ...filters, ...from(cursor), limit: PAGE_ROWS }),
  );
  const activityOf = useActivity();
  const newest = useNewestDeliveries();
  const columns = useMemo(
    () => columnsWith(activityOf, newest).filter(({ id }) => !isPortal || id !== 'receiver'),
    [activityOf, newest, isPortal],
  );
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <>
      <Filters faults={filterFaults(query.error)} />
      <Loaded query={query}>
        {() =>
          rows.length === 0 && more === undefined ? (
            <NoSubscriptions isFiltered={isFiltered} mayCreate={can('manage')} />
          ) : (
            <DataTable
              label="Subscriptions"
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              onEnd={more}
            />
          )
        }
      </Loaded>
    </>
  );
}

function Filters({ faults }: { readonly faults: Readonly<Record<string, string>> }) {
  const eventTypes = useEventTypeChoices();
  const receivers = useReceiverChoices();
  const { isPortal } = useSession();
  return (
    <FilterBar>
      <FilterSelect name="status" label="Status" choices={statusChoices} />
      <FilterText name="event_type" label="Event type" choices={eventTypes} fault={faults['event_type']} />
      {!isPortal && (
        <FilterText name="receiver_id" label="Receiver" choices={receivers} fault={faults['receiver_id']} />
      )}
    </FilterBar>
  );
}

function NoSubscriptions({ isFiltered, mayCreate }: { isFiltered: boolean; mayCreate: boolean }) {
  const { isPortal } = useSession();
  if (isFiltered) return <Empty title="No subscription matches these filters" />;
  return (
    <Empty
      title="No subscription yet"
      {...(mayCreate &&
        !isPortal && {
          command: `posthorn subscriptions create https://shop.example/hooks --event-type 'order.*'`,
        })}
    >
      A subscription sends the events of some types to the URL of a receiver.
    </Empty>
  );
}

const columnsWith = (
  activityOf: (id: string) => Activity | undefined,
  newest: ReadonlyMap<string, string>,
): readonly Column<Subscription>[] => [
  {
    id: 'target',
    title: 'Subscription',
    width: 'minmax(16rem, 3fr)',
    cell: ({ id, description, target_url }) => (
      <Link href={`/subscriptions/${id}`} className="foreign" title={visible(target_url)}>
        {visible(description || target_url)}
      </Link>
    ),
  },
  {
    id: 'health',
    title: 'Health',
    width: '7.5rem',
    cell: (subscription) => <HealthBadge subscription={subscription} />,
  },
  {
    id: 'types',
    title: 'Event types',
    width: 'minmax(9rem, 2fr)',
    cell: ({ event_types }) =>
      event_types.length === 0 ? (
        <span className="soft">all</span>
      ) : (
        <span className="foreign" title={visible(event_types.join('\n'))}>
          {visible(event_types.join(', '))}
        </span>
      ),
  },
  {
    id: 'receiver',
    title: 'Receiver',
    width: 'minmax(7rem, 1fr)',
    cell: ({ receiver_id }) =>
      receiver_id === null ? (
        <span className="soft">–</span>
      ) : (
        <Link href={hrefOf('/receivers', receiver_id)} className="foreign">
          {visible(receiver_id)}
        </Link>
      ),
  },
  {
    id: 'activity',
    title: 'Attempts, 24 h',
    width: '9rem',
    cell: ({ id }) => <ActivityLine activity={activityOf(id)} />,
  },
  {
    id: 'latest',
    title: 'Latest delivery',
    width: '8.5rem',
    cell: ({ id }) => <Latest activity={activityOf(id)} created={newest.get(id)} />,
  },
];

function ActivityLine({ activity }: { readonly activity: Activity | undefined }) {
  if (activity === undefined) return <span className="soft">–</span>;
  const { attempts, failed, attemptsCount, failedCount } = activity;
  return (
    <Sparkline
      values={attempts}
      bad={failed}
      label={`${attemptsCount === 1 ? '1 attempt' : `${attemptsCount} attempts`} in 24 hours, ${failedCount} failed`}
    />
  );
}

interface LatestProps {
  readonly activity: Activity | undefined;
  /** Of the newest delivery, if it is known. */
  readonly created: string | undefined;
}

function Latest({ activity, created }: LatestProps) {
  const at = created ?? activity?.latest;
  if (at !== undefined) return <Time at={at} as="relative" />;
  return <span className="soft">{activity === undefined ? '–' : 'none in 24 h'}</span>;
}
