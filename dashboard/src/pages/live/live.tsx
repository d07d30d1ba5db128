import { Link } from 'wouter';
import type { LiveFilter } from '../../../../client/src/posthorn.ts';
import { useEventTypeChoices, useReceiverChoices, useSubscriptionChoices } from '../../api/choices.ts';
import { useFilters } from '../../api/filters.ts';
import { type LiveState, useLive } from '../../api/live.ts';
import { count } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FilterBar, FilterSelect, FilterText } from '../../ui/filter-bar.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { EventTypeName, shortId } from '../deliveries/columns.tsx';
import { isStatus, statusChoices } from '../deliveries/filters.tsx';
import { type LiveRow, ROWS_MOST } from './rows.ts';
import { useLiveRows } from './use-live-rows.ts';
import './live.css';

const FILTERS = ['status', 'event_type', 'receiver_id', 'subscription_id'] as const;

/** Deliveries and attempts as they happen. */
export default function Live() {
  const { status, event_type, ...ids } = useFilters(FILTERS);
  const filter: LiveFilter = {
    ...ids,
    ...(event_type !== undefined && { event_types: [event_type] }),
    ...(isStatus(status) && { statuses: [status] }),
  };
  const live = useLiveRows();
  const connection = useLive(filter, live.handlers);
  return (
    <Page
      title="Live"
      actions={
        <>
          <Button onPress={live.isPaused ? live.resume : live.pause}>
            {live.isPaused ? 'Continue' : 'Pause'}
          </Button>
          <Button onPress={live.clear}>Clear</Button>
        </>
      }
    >
      <LiveFilters />
      <ConnectionNote state={connection.state} problem={connection.problem} />
      <DataTable label="Changes, newest first" columns={columns} rows={live.rows} rowKey={keyOf} />
      <Counts {...live} />
    </Page>
  );
}

const keyOf = ({ key }: LiveRow): string => key;

function LiveFilters() {
  const eventTypes = useEventTypeChoices();
  const receivers = useReceiverChoices();
  const subscriptions = useSubscriptionChoices();
  return (
    <FilterBar>
      <FilterSelect name="status" label="Status" choices={statusChoices} />
      <FilterText name="event_type" label="Event type or pattern" choices={eventTypes} />
      <FilterText name="receiver_id" label="Receiver" choices={receivers} />
      <FilterText name="subscription_id" label="Subscription" choices={subscriptions} />
    </FilterBar>
  );
}

const stateWords: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting …',
  live: 'Live: changes are shown as they happen.',
  polling: 'No live connection: the lists are read every few seconds.',
  reconnecting: 'The connection broke. Connecting again …',
  ended: 'The connection has ended.',
};

function ConnectionNote({
  state,
  problem,
}: {
  readonly state: LiveState;
  readonly problem: string | undefined;
}) {
  return (
    <p role="status" className="row">
      <span className={`live-dot live-dot-${state}`} aria-hidden="true" />
      <span>{stateWords[state]}</span>
      {problem !== undefined && <span className="soft">{visible(problem)}</span>}
    </p>
  );
}

function Counts({ rows, waiting, skipped, isPaused }: ReturnType<typeof useLiveRows>) {
  return (
    <div className="row spread small soft">
      <span>
        {`${count(rows.length)} shown`}
        {rows.length === ROWS_MOST && ', the latest'}
        {skipped > 0 && ` · ${count(skipped)} left out. Read them in Deliveries.`}
      </span>
      {isPaused && <span role="status">{`Paused: ${count(waiting)} waiting`}</span>}
    </div>
  );
}

const columns: readonly Column<LiveRow>[] = [
  {
    id: 'at',
    title: 'Time',
    width: '15rem',
    cell: ({ delivery }) => <Time at={delivery.updated_at} />,
  },
  {
    id: 'status',
    title: 'Status',
    width: '8.5rem',
    cell: ({ delivery }) => <StatusBadge status={delivery.status} />,
  },
  {
    id: 'event_type',
    title: 'Event type',
    width: 'minmax(8rem, 1.5fr)',
    cell: ({ delivery }) => <EventTypeName name={delivery.event_type} />,
  },
  {
    id: 'attempt',
    title: 'Attempt',
    width: 'minmax(9rem, 1fr)',
    cell: (row) => <AttemptSummary row={row} />,
  },
  {
    id: 'to',
    title: 'To',
    width: 'minmax(10rem, 2fr)',
    cell: ({ delivery: { target_url } }) => (
      <span className="foreign" title={visible(target_url)}>
        {visible(target_url)}
      </span>
    ),
  },
  {
    id: 'id',
    title: 'Delivery',
    width: '12rem',
    cell: ({ delivery: { id } }) => (
      <Link href={`/deliveries/${id}`} className="mono" title={id}>
        {shortId(id)}
      </Link>
    ),
  },
];

/** `2: 503 in 45 ms`; without the attempt itself, its number. */
function AttemptSummary({ row: { attempt, delivery } }: { readonly row: LiveRow }) {
  const made = delivery.attempt_count === 0 ? '–' : delivery.attempt_count;
  if (attempt === undefined) return <span className="number">{made}</span>;
  const { number, status_code, failure_kind, duration_ms } = attempt;
  return (
    <span className="number">{`${number}: ${status_code ?? failure_kind ?? 'no answer'} in ${duration(duration_ms)}`}</span>
  );
}
