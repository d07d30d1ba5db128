import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { filterFaults, useFilters } from '../../api/filters.ts';
import { from, useList } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { useSelection } from '../../ui/selection.tsx';
import { BulkReplay } from '../deliveries/bulk-replay.tsx';
import { DeliveryList, idOf } from '../deliveries/delivery-list.tsx';
import { DeliveryFilters } from '../deliveries/filters.tsx';
import { deadLetterColumns } from './columns.tsx';
import { RecoveryProgress, RunningRedrives } from './recovery-progress.tsx';
import { Redrive } from './redrive.tsx';

const FILTERS = ['event_type', 'subscription_id', 'since', 'until'] as const;
const PAGE_ITEMS = 100;

/** Exhausted deliveries of all subscriptions, and ways to send them again. */
export default function DeadLettersList() {
  const { client, can } = useSession();
  const queries = useQueryClient();
  const filters = useFilters(FILTERS);
  const [started, setStarted] = useState<readonly string[]>([]);
  const asked = { ...filters, limit: PAGE_ITEMS };
  const list = useList(
    ['dead-letters', 'list', asked],
    (cursor) => client.deadLetters.list({ ...asked, ...from(cursor) }),
    { isPolled: true },
  );
  const selection = useSelection(list.rows, idOf);
  const mayReplay = can('manage');
  const columns = useMemo(
    () => (mayReplay ? [selection.column, ...deadLetterColumns] : deadLetterColumns),
    [mayReplay, selection.column],
  );
  return (
    <Page
      title="Dead letters"
      actions={
        mayReplay && (
          <>
            <BulkReplay ids={[...selection.chosen]} onDone={selection.clear} />
            <Redrive filters={filters} onStarted={(id) => setStarted((before) => [id, ...before])} />
          </>
        )
      }
    >
      <p className="soft">Deliveries that Posthorn has given up.</p>
      {started.map((id) => (
        <RecoveryProgress
          key={id}
          id={id}
          onEnded={() => void queries.invalidateQueries({ queryKey: ['dead-letters'] })}
        />
      ))}
      <RunningRedrives except={started} />
      <DeliveryFilters faults={filterFaults(list.query.error)} isDeadLetters />
      <DeliveryList
        label="Dead letters"
        list={list}
        columns={columns}
        empty={<NoDeadLetters isFiltered={Object.keys(filters).length > 0} />}
      />
    </Page>
  );
}

function NoDeadLetters({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty title="No dead letter matches these filters" />;
  return <Empty title="No dead letters">Each delivery has arrived, is still tried, or was cancelled.</Empty>;
}
