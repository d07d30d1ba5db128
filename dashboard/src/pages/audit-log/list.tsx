import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AuditEntry } from '../../../../client/src/posthorn.ts';
import { filterFaults, useFilters } from '../../api/filters.ts';
import { from, useList } from '../../api/lists.ts';
import { useSession } from '../../app/session.tsx';
import { visible } from '../../ui/code-block.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterBar, FilterTime } from '../../ui/filter-bar.tsx';
import { Loaded } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { EntryButton } from './entry.tsx';
import { ActorLink, SubjectLink } from './links.tsx';

export default function AuditLogList() {
  const { client } = useSession();
  const range = useFilters(['since', 'until']);
  const { query, rows, more } = useList(['audit-log', range], (cursor) =>
    client.auditLog.list({ ...from(cursor), ...range, limit: 100 }),
  );
  const faults = filterFaults(query.error);
  const columns = useColumns();
  return (
    <Page title="Audit log">
      <p className="soft">Who changed what, newest first.</p>
      <FilterBar>
        <FilterTime name="since" label="Since" fault={faults['since']} />
        <FilterTime name="until" label="Until" fault={faults['until']} />
      </FilterBar>
      <Loaded query={query}>
        {() =>
          rows.length === 0 && more === undefined ? (
            <Empty title="No change in this time" />
          ) : (
            <DataTable label="Audit log" columns={columns} rows={rows} rowKey={({ id }) => id} onEnd={more} />
          )
        }
      </Loaded>
    </Page>
  );
}

const KEYS_MOST = 250;

/** Entries name keys by id: the names of the keys that still exist read better. */
function useColumns(): readonly Column<AuditEntry>[] {
  const { client } = useSession();
  const keys = useQuery({
    queryKey: ['api-keys', 'names'],
    queryFn: () => client.apiKeys.list({ limit: KEYS_MOST }).take(KEYS_MOST),
  });
  return useMemo(() => {
    const names = new Map((keys.data ?? []).map(({ id, name }) => [id, name]));
    return columnsWith(names);
  }, [keys.data]);
}

const columnsWith = (keyNames: ReadonlyMap<string, string>): readonly Column<AuditEntry>[] => [
  { id: 'at', title: 'At', width: '14rem', cell: ({ at }) => <Time at={at} /> },
  {
    id: 'actor',
    title: 'By',
    width: 'minmax(8rem, 1fr)',
    cell: (entry) => <ActorLink entry={entry} keyNames={keyNames} />,
  },
  { id: 'action', title: 'Action', width: '12.5rem', cell: ({ action }) => <code>{action}</code> },
  {
    id: 'subject',
    title: 'Subject',
    width: 'minmax(10rem, 2fr)',
    cell: (entry) => <SubjectLink entry={entry} />,
  },
  {
    id: 'changes',
    title: 'Changes',
    width: 'minmax(10rem, 3fr)',
    cell: (entry) => <span className="foreign">{visible(changesInWords(entry))}</span>,
  },
  {
    id: 'more',
    title: 'Details',
    width: '6.5rem',
    cell: (entry) => <EntryButton entry={entry} keyNames={keyNames} />,
  },
];

/** `target_url: https://a.example → https://b.example · also: description` */
function changesInWords({ changes, fields }: AuditEntry): string {
  const known = changes.map(
    ({ field, before, after }) => `${field}: ${before ?? 'none'} → ${after ?? 'none'}`,
  );
  const named = new Set<string>(changes.map(({ field }) => field));
  const others = fields.filter((field) => !named.has(field));
  return [...known, ...(others.length > 0 ? [others.join(', ')] : [])].join(' · ') || '–';
}
